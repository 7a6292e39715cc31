package io.writeback.schedule;

import io.writeback.ledger.Fire;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which fire it is that comes now, whether it comes late, and which were missed.
 *
 * <p>A fire is known by the time of its timing, never by the time at which it came: so it stays one
 * fire however the clock jumps, and on whichever machine it is caught up.
 */
public final class MissedFires {
  /** From then on a fire is one that was missed; Quartz itself counts from a minute, too. */
  public static final Duration LATE = Duration.ofMinutes(1);

  private static final int MOST_COUNTED = 1_000;

  private MissedFires() {}

  /**
   * A fire that has come.
   *
   * @param timing its schedule's, with the fires before it in the ledger
   * @param reported the time that Quartz gives for it; a late one has the time at which it came
   */
  public static Fire fire(Schedule schedule, Timing timing, Instant reported, Instant now) {
    Instant at = timing.latest(reported).orElse(reported);
    Duration late = Duration.between(at, now);
    return late.compareTo(LATE) < 0
        ? fire(schedule, at, "", "")
        : late(schedule, at, "which came only at " + seconds(now));
  }

  /**
   * The last of the fires that were missed since a time, if there are any.
   *
   * @param last the fire after which nothing is known to have fired
   */
  public static Optional<Fire> missed(Schedule schedule, Instant last, Instant now) {
    Timing timing = schedule.timing(last);
    // Asked every second for each schedule: the next fire is found at once, the latest by a search.
    return timing
        .next(last)
        .filter(next -> !next.isAfter(now))
        .flatMap(next -> timing.latest(now))
        .filter(at -> at.isAfter(last))
        .map(at -> late(schedule, at, "which was missed" + before(timing, last, at)));
  }

  private static String before(Timing timing, Instant last, Instant at) {
    int earlier = 0;
    Optional<Instant> next = timing.next(last);
    while (earlier < MOST_COUNTED && next.isPresent() && next.get().isBefore(at)) {
      earlier++;
      next = timing.next(next.get());
    }
    return earlier == 0
        ? ""
        : earlier == MOST_COUNTED
            ? ", as were more than " + MOST_COUNTED + " before it"
            : earlier == 1 ? ", as was one before it" : ", as were " + earlier + " before it";
  }

  private static Fire late(Schedule schedule, Instant at, String how) {
    String fire = "the fire of " + seconds(at) + ", " + how;
    return schedule.terms().onMissed() == SchedulePolicy.OnMissed.SKIP
        ? fire(schedule, at, "", "was skipped: " + fire + " (onMissed=skip)")
        : fire(schedule, at, "for " + fire, "");
  }

  private static Fire fire(Schedule schedule, Instant at, String remark, String skipped) {
    return new Fire(
        schedule.name(),
        schedule.timing(),
        at,
        remark,
        skipped,
        schedule.terms().overlap() == SchedulePolicy.Overlap.SKIP,
        schedule.terms().tries());
  }

  private static String seconds(Instant instant) {
    return Instant.ofEpochSecond(instant.getEpochSecond()).toString();
  }
}
