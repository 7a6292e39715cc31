package io.writeback.camel;

import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.Fire;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.ScheduleStore;
import io.writeback.schedule.MissedFires;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/** Accepts the fires of schedules, and says so. */
final class Fires {
  static final String TIME = "scheduledFireTime";

  private final WritebackServices services;

  Fires(WritebackServices services) {
    this.services = services;
  }

  /**
   * The fire that an exchange is, if a schedule has sent it.
   *
   * <p>Told by Quartz's own objects, which no message from outside can hold: behind a Kamelet the
   * exchange does not know any more which endpoint it comes from.
   */
  Optional<Fire> of(Exchange exchange, String writeback, SchedulePolicy terms) {
    if (!(exchange.getMessage().getHeader("trigger") instanceof Trigger trigger)
        || !(exchange.getMessage().getHeader(TIME) instanceof Date told)) {
      return Optional.empty();
    }
    return exchange.getContext().getEndpoints().stream()
        .filter(QuartzEndpoint.class::isInstance)
        .map(QuartzEndpoint.class::cast)
        .filter(quartz -> trigger(quartz).equals(trigger.getKey()))
        .findFirst()
        .flatMap(quartz -> QuartzSchedules.of(quartz, writeback, terms))
        .map(schedule -> begunOrNow(schedule, told.toInstant()));
  }

  private static TriggerKey trigger(QuartzEndpoint quartz) {
    return TriggerKey.triggerKey(quartz.getTriggerName(), quartz.getGroupName());
  }

  private Fire begunOrNow(Schedule schedule, Instant told) {
    return services.begunFires().reach(schedule.name(), told).orElseGet(() -> fire(schedule, told));
  }

  /** A fire that comes now. */
  Fire fire(Schedule schedule, Instant told) {
    Optional<Instant> last =
        services.ledger().schedules().lastFire(schedule.name(), schedule.timing());
    return MissedFires.fire(
        schedule, schedule.timing(last.orElse(told)), told, services.clock().instant());
  }

  /** Puts the run of a fire on disk, or why there is none. */
  AcceptedRun accept(String writeback, Fire fire) {
    RunRequest request =
        new RunRequest(
                services.runs().newId(),
                key(writeback, fire.at()),
                writeback,
                false,
                null,
                fire.at())
            .settling();
    AcceptedRun accepted = services.ledger().schedules().accept(request, fire);
    told(accepted, fire);
    return accepted;
  }

  /** The run key of a fire: one fire is one run, however often it comes. */
  static String key(String writeback, Instant fire) {
    return writeback + "@" + fire;
  }

  private static void told(AcceptedRun accepted, Fire fire) {
    boolean skipped = ScheduleStore.SKIPPED.equals(accepted.run().code());
    Object[] facts = {
      "schedule",
      fire.schedule(),
      "fire",
      fire.at(),
      "writeback",
      accepted.run().writeback(),
      "run",
      accepted.run().id(),
      "because",
      skipped ? accepted.run().reason() : fire.remark()
    };
    if (skipped) {
      EventLog.warning("schedule skipped", facts);
    } else if (accepted.isNew()) {
      EventLog.event("schedule fired", facts);
    } else {
      EventLog.event("schedule fired, answered by a run that was there", facts);
    }
  }
}
