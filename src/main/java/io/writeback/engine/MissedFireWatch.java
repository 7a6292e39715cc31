package io.writeback.engine;

import io.writeback.ledger.Ledger;
import io.writeback.schedule.MissedFires;
import io.writeback.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Catches up on missed fires: Quartz holds its triggers in memory, and loses fires while the
 * process is down, starting, or frozen. The ledger has the last fire of each schedule.
 */
public final class MissedFireWatch {
  private final Ledger ledger;
  private final Fires fires;
  private final ProcessEnd end;
  private final InstantSource clock;
  private final BooleanSupplier steady;
  private final List<Schedule> schedules;

  /**
   * @param steady whether this process may take over what others have let go
   */
  MissedFireWatch(
      Ledger ledger,
      Fires fires,
      ProcessEnd end,
      InstantSource clock,
      BooleanSupplier steady,
      List<Schedule> schedules) {
    this.ledger = ledger;
    this.fires = fires;
    this.end = end;
    this.clock = clock;
    this.steady = steady;
    this.schedules = List.copyOf(schedules);
  }

  /** Catches up on what was missed while the process was down, and logs what comes next. */
  void begin() {
    Instant now = clock.instant();
    for (Schedule schedule : schedules) {
      Optional<Instant> last = fires.last(schedule);
      if (last.isEmpty() && schedule.cron() != null) {
        ledger.schedules().begins(schedule.name(), schedule.timing(), now);
      }
      if (fires.isShared()) {
        // What another process has begun, or is about to begin, is not missed.
        fires.catchUp(schedule, fires.lastBegun(schedule), now.minus(MissedFires.LATE));
      } else {
        fires.catchUp(schedule, last, now);
      }
      log(schedule, last, schedule.next(fires.last(schedule), now));
    }
  }

  private static void log(Schedule schedule, Optional<Instant> last, Instant next) {
    LogEvent event =
        LogEvent.of(next == null ? "schedule will not fire again" : "schedule is set")
            .with("schedule", schedule.name())
            .with("writeback", schedule.writeback())
            .with("when", schedule.timing())
            .with("last", last.orElse(null))
            .with("next", next);
    if (next == null) {
      event.warn();
    } else {
      event.info();
    }
  }

  /** Catches up on fires that Quartz should have fired by now. */
  public void catchUp() {
    // Right after an outage the fires of others look as if their processes had died.
    if (end.isEnding() || !steady.getAsBoolean()) {
      return;
    }
    Instant past = clock.instant().minus(MissedFires.LATE);
    schedules.forEach(fires::adopt);
    schedules.forEach(schedule -> fires.catchUp(schedule, fires.lastBegun(schedule), past));
  }

  public List<Schedule> startedBy(String trigger) {
    return schedules.stream().filter(schedule -> schedule.isOf(trigger)).toList();
  }

  public List<Schedule> ofRoute(String route) {
    return schedules.stream().filter(schedule -> schedule.route().equals(route)).toList();
  }

  /** How long until a trigger fires whose interval began before this process. */
  public Optional<Duration> untilNext(String trigger) {
    Instant now = clock.instant();
    return startedBy(trigger).stream()
        .filter(schedule -> schedule.every() != null)
        .flatMap(
            schedule ->
                fires.last(schedule).flatMap(last -> schedule.timing(last).next(now)).stream())
        .findFirst()
        .map(next -> Duration.between(now, next));
  }
}
