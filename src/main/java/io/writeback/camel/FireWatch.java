package io.writeback.camel;

import io.writeback.ledger.ScheduleStore;
import io.writeback.process.Housekeeping;
import io.writeback.schedule.MissedFires;
import io.writeback.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Sees to it that schedules lose no fire: Quartz holds its triggers in memory, and forgets those of
 * the time in which the process was down, began, or was frozen. The ledger knows the last fire of
 * each.
 */
final class FireWatch extends ServiceSupport {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

  private final WritebackServices services;
  private final List<Schedule> schedules;
  private Housekeeping lookout;

  FireWatch(WritebackServices services, List<Schedule> schedules) {
    this.services = services;
    this.schedules = List.copyOf(schedules);
  }

  /** Makes up for what was missed while the process was down, and says what comes next. */
  void begin() {
    Instant now = services.clock().instant();
    for (Schedule schedule : schedules) {
      Optional<Instant> last = last(schedule);
      if (last.isEmpty() && schedule.cron() != null) {
        ledger().begins(schedule.name(), schedule.timing(), now);
      }
      makeUp(schedule, last, now);
      tell(schedule, last, schedule.next(last(schedule), now));
    }
  }

  private static void tell(Schedule schedule, Optional<Instant> last, Instant next) {
    Object[] facts = {
      "schedule",
      schedule.name(),
      "writeback",
      schedule.writeback(),
      "when",
      schedule.timing(),
      "last",
      last.orElse(null),
      "next",
      next
    };
    if (next == null) {
      EventLog.warning("schedule never fires any more", facts);
    } else {
      EventLog.event("schedule is set", facts);
    }
  }

  /**
   * Lets an interval go on where it was: Quartz would begin it anew with each start of the process,
   * and one of 8 hours would fire with each. One whose fires are all over keeps no other from
   * starting.
   */
  Endpoint inStep(Endpoint endpoint) {
    if (endpoint instanceof QuartzEndpoint quartz) {
      String trigger = quartz.getGroupName() + "/" + quartz.getTriggerName();
      List<Schedule> started =
          schedules.stream().filter(schedule -> schedule.isOf(trigger)).toList();
      if (!started.isEmpty()) {
        quartz.setIgnoreExpiredNextFireTime(true);
      }
      Instant now = services.clock().instant();
      started.stream()
          .filter(schedule -> schedule.every() != null)
          .flatMap(schedule -> last(schedule).map(last -> schedule.timing(last).next(now)).stream())
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(next -> quartz.setTriggerStartDelay(Duration.between(now, next).toMillis()));
    }
    return endpoint;
  }

  @Override
  protected void doStart() {
    lookout =
        services.housekeeping(
            "writeback-fires",
            "the look for missed fires",
            BETWEEN_LOOKS,
            BETWEEN_LOOKS,
            this::look);
  }

  /** What Quartz has not fired by now it will not fire any more, or only as one that is late. */
  void look() {
    if (services.isEnding()) {
      return;
    }
    Instant past = services.clock().instant().minus(MissedFires.LATE);
    schedules.forEach(schedule -> makeUp(schedule, lastBegun(schedule), past));
  }

  private void makeUp(Schedule schedule, Optional<Instant> last, Instant until) {
    last.flatMap(fired -> MissedFires.missed(schedule, fired, until))
        .ifPresent(fire -> new Fires(services).accept(schedule.writeback(), fire));
  }

  /** Also of a fire whose route has begun and takes its time to come to the run. */
  private Optional<Instant> lastBegun(Schedule schedule) {
    // In this order: a fire that is accepted in between is in one of them.
    Optional<Instant> begun = services.begunFires().latest(schedule.name());
    Optional<Instant> accepted = last(schedule);
    return Stream.concat(begun.stream(), accepted.stream()).max(Instant::compareTo);
  }

  private Optional<Instant> last(Schedule schedule) {
    return ledger().lastFire(schedule.name(), schedule.timing());
  }

  private ScheduleStore ledger() {
    return services.ledger().schedules();
  }

  @Override
  protected void doStop() {
    lookout.close();
  }
}
