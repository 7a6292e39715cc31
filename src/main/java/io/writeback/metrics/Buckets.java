package io.writeback.metrics;

import java.time.Duration;
import java.util.stream.Stream;

/** The bounds of histograms. */
final class Buckets {
  static final Duration[] REQUEST =
      of(
          "PT0.05S", "PT0.1S", "PT0.25S", "PT0.5S", "PT1S", "PT2.5S", "PT5S", "PT10S", "PT30S",
          "PT120S");
  static final Duration[] COMMIT =
      of(
          "PT0.001S",
          "PT0.005S",
          "PT0.01S",
          "PT0.025S",
          "PT0.05S",
          "PT0.1S",
          "PT0.5S",
          "PT1S",
          "PT5S");
  static final Duration[] WAIT = of("PT1S", "PT10S", "PT1M", "PT5M", "PT15M", "PT1H", "PT4H");

  private Buckets() {}

  private static Duration[] of(String... bounds) {
    return Stream.of(bounds).map(Duration::parse).toArray(Duration[]::new);
  }
}
