package io.writeback.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What starts a writeback at given times.
 *
 * @param name of the trigger of Quartz: {@code writeback/project-status}
 * @param route the id of its route
 * @param cron when it fires, or null for an interval
 * @param every the interval, or null for a cron expression
 */
public record Schedule(
    String name,
    String route,
    String writeback,
    CronTiming cron,
    Duration every,
    SchedulePolicy terms) {
  public Schedule {
    Objects.requireNonNull(name);
    Objects.requireNonNull(terms);
    if ((cron == null) == (every == null)) {
      throw new IllegalArgumentException("a schedule has a cron expression or an interval");
    }
  }

  /** Whether it is one of a trigger of Quartz, which may start several writebacks. */
  public boolean isOf(String trigger) {
    return name.equals(trigger) || name.equals(trigger + ":" + writeback);
  }

  /** When it fires; an interval is counted from a fire. */
  public Timing timing(Instant fire) {
    return cron != null ? cron : new IntervalTiming(every, fire);
  }

  /** The text of its timing. */
  public String timing() {
    return cron != null ? cron.text() : IntervalTiming.text(every);
  }

  /**
   * The next fire.
   *
   * @param last the last fire, if there was one
   */
  public Instant next(Optional<Instant> last, Instant now) {
    return timing(last.orElse(now)).next(now.minusMillis(last.isEmpty() ? 1 : 0)).orElse(null);
  }
}
