package io.writeback.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A fire each so much time.
 *
 * @param every longer than nothing
 * @param first a fire that all others are counted from
 */
public record IntervalTiming(Duration every, Instant first) implements Timing {
  public IntervalTiming {
    Objects.requireNonNull(first);
    if (every.toMillis() < 1) {
      throw new IllegalArgumentException("an interval of " + every);
    }
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return latest(after).map(fire -> fire.plus(every));
  }

  /** Also before the first: a clock that was set back meets the same times again. */
  @Override
  public Optional<Instant> latest(Instant notAfter) {
    long gone = Math.floorDiv(Duration.between(first, notAfter).toMillis(), every.toMillis());
    return Optional.of(first.plus(every.multipliedBy(gone)));
  }

  @Override
  public String text() {
    return text(every);
  }

  /** The text of an interval, whenever it began. */
  public static String text(Duration every) {
    return "every " + every;
  }
}
