package io.writeback.schedule;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.ledger.Fire;
import java.time.Duration;
import java.util.List;

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

  private static final Option<OnMissed> ON_MISSED =
      Option.choice("onMissed", STANDARD.onMissed)
          .titled("On missed fires")
          .says(
              "Schedules only: how [missed fires](scheduling.md#fires-that-were-missed) are handled:"
                  + " `run`, one run for all of them, or `skip`.");

  private static final Option<Overlap> OVERLAP =
      Option.choice("overlap", STANDARD.overlap)
          .says(
              "Schedules only: how [a fire during a run](scheduling.md#fires-during-a-run) is"
                  + " handled: `queue`, it waits for its turn, or `skip`.");

  private static final Option<Integer> RETRIES =
      Option.integer("retries", STANDARD.tries.retries(), 0, MOST_RETRIES)
          .says("How often [a failed run is retried](scheduling.md#retry), 0 to 100.")
          .example("3");

  private static final Option<Duration> RETRY_EVERY =
      Option.duration("retryEvery", STANDARD.tries.every(), LEAST_PAUSE)
          .says("How long after its end a failed run is retried.");

  /** The options of what starts runs again and again. */
  public static final List<Option<?>> TRIES = List.of(RETRIES, RETRY_EVERY);

  /** The options of a schedule. */
  public static final List<Option<?>> OPTIONS =
      List.of(
          ON_MISSED,
          OVERLAP,
          RETRIES.says(
              "Schedules only: how often [a failed run is retried](scheduling.md#retry), 0 to 100."),
          RETRY_EVERY.says("Schedules only: how long after its end a failed run is retried."));

  /** Reads its options. */
  public static SchedulePolicy of(Settings settings) {
    return new SchedulePolicy(ON_MISSED.in(settings), OVERLAP.in(settings), tries(settings));
  }

  /** Reads {@link #TRIES}. */
  public static Fire.Tries tries(Settings settings) {
    return new Fire.Tries(RETRIES.in(settings), RETRY_EVERY.in(settings));
  }
}
