package io.writeback.schedule;

import java.time.Instant;
import java.util.Optional;

/** At which times a schedule fires. */
public sealed interface Timing permits CronTiming, IntervalTiming {
  /** The first fire after a time; empty if there is none any more. */
  Optional<Instant> next(Instant after);

  /** The last fire at or before a time; empty if there was none. */
  Optional<Instant> latest(Instant notAfter);

  /** Cron expression and zone, or interval: the same text means the same fires. */
  String text();
}
