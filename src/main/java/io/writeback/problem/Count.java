package io.writeback.problem;

import java.util.Locale;

/** A number with its noun: {@code 1 row}, {@code 5,000 rows}. */
public final class Count {
  private Count() {}

  public static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  public static String of(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }
}
