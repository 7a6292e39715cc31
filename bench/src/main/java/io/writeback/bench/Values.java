package io.writeback.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the values of a measurement: one list for each subject and measure. */
final class Values {
  private final Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();

  void add(String subject, String measure, double value) {
    all.computeIfAbsent(subject, key -> new LinkedHashMap<>())
        .computeIfAbsent(measure, key -> new ArrayList<>())
        .add(Math.round(value * 1000) / 1000.0);
  }

  /** What was added to a subject last, for who waits. */
  void tell(int round, String subject) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%2d %s:", round, subject));
    all.get(subject)
        .forEach(
            (measure, values) ->
                line.append(
                    String.format(
                        Locale.ROOT, "  %s %,.2f", measure, values.get(values.size() - 1))));
    System.err.println(line);
  }

  Map<String, Map<String, List<Double>>> all() {
    return all;
  }
}
