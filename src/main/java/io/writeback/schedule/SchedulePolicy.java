package io.writeback.schedule;

import io.writeback.config.Settings;
import io.writeback.ledger.Fire;
import java.time.Duration;

/**
 * What a schedule says of its runs, beside when.
 *
 * @param onMissed what becomes of a fire that nothing ran for at its time
 * @param overlap what becomes of a fire while a run of the writeback is not over
 */
public record SchedulePolicy(OnMissed onMissed, Overlap overlap, Fire.Tries tries) {
  public static final SchedulePolicy STANDARD =
      new SchedulePolicy(OnMissed.RUN, Overlap.QUEUE, new Fire.Tries(0, Duration.ofMinutes(15)));

  private static final int MOST_RETRIES = 100;
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

  /** What becomes of fires that were missed. */
  public enum OnMissed {
    /** One run for all of them, as soon as may be. */
    RUN,
    /** None; the next fire is the next one. */
    SKIP
  }

  /** What becomes of a fire while a run is active. */
  public enum Overlap {
    /** It waits for its turn, and answers what comes until then. */
    QUEUE,
    /** It starts no run, and {@code runs} says so. */
    SKIP
  }

  /** The parameters onMissed, overlap, retries and retryEvery. */
  public static SchedulePolicy of(Settings settings) {
    return new SchedulePolicy(
        settings.choice("onMissed", STANDARD.onMissed),
        settings.choice("overlap", STANDARD.overlap),
        tries(settings));
  }

  /** The parameters retries and retryEvery. */
  public static Fire.Tries tries(Settings settings) {
    return new Fire.Tries(
        settings.integer("retries", STANDARD.tries.retries(), 0, MOST_RETRIES),
        settings.duration("retryEvery", STANDARD.tries.every(), LEAST_PAUSE));
  }
}
