package io.writeback.problem;

import java.time.Duration;

/** A length of time as people write it into a route: {@code 7d}. */
public final class Lengths {
  private Lengths() {}

  public static String text(Duration length) {
    if (length.toMillis() % 1_000 != 0) {
      return length.toMillis() + "ms";
    }
    if (length.toSeconds() % 60 != 0) {
      return length.toSeconds() + "s";
    }
    if (length.toMinutes() % 60 != 0) {
      return length.toMinutes() + "m";
    }
    return length.toHours() % 24 == 0 ? length.toDays() + "d" : length.toHours() + "h";
  }
}
