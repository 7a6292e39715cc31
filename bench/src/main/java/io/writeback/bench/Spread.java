package io.writeback.bench;

import java.util.List;
import java.util.Locale;

/** Values of repeated measurements: their median, minimum and maximum. */
record Spread(double median, double least, double most) {
  static Spread of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** {@code 18.4 (16.0 to 18.8)}; one number where all are the same. */
  String text(int digits) {
    String number = "%,." + digits + "f";
    return least == most
        ? String.format(Locale.ROOT, number, median)
        : String.format(
            Locale.ROOT, number + " (" + number + " to " + number + ")", median, least, most);
  }
}
