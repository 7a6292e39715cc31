package io.writeback.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * One fire of a schedule.
 *
 * @param schedule the name of the schedule
 * @param timing the times of its fires, as text
 * @param at the time that it is the fire of, whenever it came
 * @param remark what a person should know of its run: one sentence, or ""
 * @param skipped why it starts no run, or "" if it does
 * @param busySkips whether it starts no run while another of the writeback is not over
 */
public record Fire(
    String schedule,
    String timing,
    Instant at,
    String remark,
    String skipped,
    boolean busySkips,
    Tries tries) {
  /** The run key of a fire: a repeated fire yields the same run. */
  public static String key(String writeback, Instant at) {
    return writeback + "@" + at;
  }

  /** The run key of what is recorded of a fire that starts no run. */
  static String skipKey(String schedule, Instant at) {
    return "skip:" + schedule + "@" + at;
  }

  /** The same, which starts no run. */
  public Fire skipping(String why) {
    return new Fire(schedule, timing, at, "", why, busySkips, tries);
  }

  /**
   * How often a run that fails is tried again.
   *
   * @param retries how often at most
   * @param every how long after its end
   */
  public record Tries(int retries, Duration every) {
    public static final Tries NONE = new Tries(0, Duration.ZERO);

    public Tries {
      if (retries < 0 || every.isNegative()) {
        throw new IllegalArgumentException("retries " + retries + ", every " + every);
      }
    }
  }
}
