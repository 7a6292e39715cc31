package io.writeback.problem;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time as people write and read them. */
public final class Lengths {
  private Lengths() {}

  /** About so long, in a sentence: {@code 45 s}, {@code 3 min}, {@code 2 h 07 min}, {@code 4 d}. */
  public static String about(Duration length) {
    if (length.toSeconds() < 100) {
      return length.toSeconds() + " s";
    }
    if (length.toMinutes() < 100) {
      return length.toMinutes() + " min";
    }
    return length.toHours() < 100
        ? String.format(Locale.ROOT, "%d h %02d min", length.toHours(), length.toMinutesPart())
        : length.toDays() + " d";
  }

  /** As people write it into a route: {@code 7d}. */
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
