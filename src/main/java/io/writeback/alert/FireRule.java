package io.writeback.alert;

import io.writeback.ledger.AlertHistory;
import io.writeback.ledger.AlertHistory.Fired;
import io.writeback.ledger.AlertRule;
import io.writeback.problem.Code;
import io.writeback.problem.Lengths;
import io.writeback.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rule about the schedules of a writeback: each fire has its run in time. */
final class FireRule {
  private final AlertHistory history;
  private final Duration tolerance;
  private final Fires fires;

  /** What the ledger has of fires. */
  interface Fires {
    /** The last fire of a schedule; empty if it is not tracked yet. */
    Optional<Instant> last(Schedule schedule);

    /** The run that answers a fire, or the entry that says why it has none. */
    Optional<Fired> run(Schedule schedule, Instant fire);
  }

  FireRule(AlertHistory history, Duration tolerance, Fires fires) {
    this.history = history;
    this.tolerance = tolerance;
    this.fires = fires;
  }

  /** What the schedules of the writeback say together; empty if none is tracked yet. */
  Optional<Finding> finding(List<Schedule> schedules) {
    List<Finding> all = schedules.stream().flatMap(schedule -> finding(schedule).stream()).toList();
    return all.stream().filter(Finding::broken).findFirst().or(() -> all.stream().findFirst());
  }

  private Optional<Finding> finding(Schedule schedule) {
    Optional<Instant> last = fires.last(schedule);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> late =
        schedule
            .timing(last.get())
            .next(last.get())
            .filter(next -> !next.plus(tolerance).isAfter(history.now()));
    return Optional.of(
        late.map(
                fire ->
                    broken(
                        0,
                        null,
                        "the fire of %s by %s has no run after %s; is ./writeback start running, and does its log say why?"
                            .formatted(fire, schedule.name(), Lengths.about(tolerance))))
            .or(
                () ->
                    fires.run(schedule, last.get()).flatMap(run -> late(schedule, last.get(), run)))
            .orElseGet(
                () ->
                    new Finding(
                        AlertRule.NOT_STARTED,
                        false,
                        null,
                        Long.MAX_VALUE,
                        () ->
                            "the fire of "
                                + last.get()
                                + " by "
                                + schedule.name()
                                + " came in time")));
  }

  /** Why the run of the last fire is none that started when it should; empty if it did. */
  private Optional<Finding> late(Schedule schedule, Instant fire, Fired run) {
    if (run.code() == Code.FIRE_SKIPPED) {
      // A fire that is skipped because a run is in progress is as the schedule wants it.
      return history.runs().stream().anyMatch(other -> other.isOpenAt(run.acceptedAt()))
          ? Optional.empty()
          : Optional.of(broken(run.number(), run.id(), run.reason()));
    }
    Duration late = Duration.between(fire, run.acceptedAt());
    return late.compareTo(tolerance) > 0
        ? Optional.of(
            broken(
                run.number(),
                run.id(),
                "run %s for the fire of %s by %s started %s late"
                    .formatted(run.id(), fire, schedule.name(), Lengths.about(late))))
        : Optional.empty();
  }

  private static Finding broken(long number, String runId, String message) {
    return new Finding(AlertRule.NOT_STARTED, true, runId, number, () -> message);
  }
}
