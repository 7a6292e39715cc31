package io.writeback.camel.routes;

import io.writeback.engine.Fires;
import io.writeback.engine.MissedFireWatch;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/** Reports to the engine when the route of a schedule begins and ends. */
public final class QuartzFires implements RoutePolicyFactory {
  public static final String TIME = "scheduledFireTime";

  private final Fires fires;
  private final MissedFireWatch watch;

  private QuartzFires(Fires fires, MissedFireWatch watch) {
    this.fires = fires;
    this.watch = watch;
  }

  /** Connects a context that has not started yet. */
  public static void connect(CamelContext context, Fires fires, MissedFireWatch watch) {
    QuartzFires connection = new QuartzFires(fires, watch);
    context
        .getCamelContextExtension()
        .registerEndpointCallback((uri, endpoint) -> connection.inStep(endpoint));
    context.addRoutePolicyFactory(connection);
  }

  /**
   * Continues intervals across restarts: Quartz would restart an interval of 8 hours, and fire,
   * with each start of the process. A trigger with no more fires must not keep others from
   * starting.
   */
  private Endpoint inStep(Endpoint endpoint) {
    if (endpoint instanceof QuartzEndpoint quartz) {
      String trigger = quartz.getGroupName() + "/" + quartz.getTriggerName();
      if (!watch.startedBy(trigger).isEmpty()) {
        quartz.setIgnoreExpiredNextFireTime(true);
      }
      watch.untilNext(trigger).map(Duration::toMillis).ifPresent(quartz::setTriggerStartDelay);
    }
    return endpoint;
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String route, NamedNode node) {
    List<Schedule> schedules = watch.ofRoute(route);
    return schedules.isEmpty() ? null : new Policy(schedules);
  }

  private final class Policy extends RoutePolicySupport {
    private final List<Schedule> schedules;

    Policy(List<Schedule> schedules) {
      this.schedules = schedules;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      try {
        scheduledTime(exchange)
            .filter(time -> !fires.begin(schedules, time))
            .ifPresent(elsewhere -> exchange.setRouteStop(true));
      } catch (RuntimeException e) {
        // Camel would continue: the route would run in each process.
        exchange.setRouteStop(true);
        exchange.setException(e);
      }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      scheduledTime(exchange)
          .ifPresent(
              time ->
                  schedules.forEach(
                      schedule -> fires.end(schedule, time, exchange.getException())));
    }
  }

  /** The scheduled time of the fire that started an exchange. */
  public static Optional<Instant> scheduledTime(Exchange exchange) {
    return exchange.getMessage().getHeader(TIME) instanceof Date time
        ? Optional.of(time.toInstant())
        : Optional.empty();
  }

  /**
   * The schedule that started an exchange.
   *
   * <p>Identified by Quartz's own objects, which no message from outside can contain: behind a
   * Kamelet an exchange no longer has the endpoint that it comes from.
   */
  public static Optional<Schedule> schedule(
      Exchange exchange, String writeback, SchedulePolicy policy) {
    if (!(exchange.getMessage().getHeader("trigger") instanceof Trigger trigger)
        || scheduledTime(exchange).isEmpty()) {
      return Optional.empty();
    }
    return exchange.getContext().getEndpoints().stream()
        .filter(QuartzEndpoint.class::isInstance)
        .map(QuartzEndpoint.class::cast)
        .filter(
            quartz ->
                TriggerKey.triggerKey(quartz.getTriggerName(), quartz.getGroupName())
                    .equals(trigger.getKey()))
        .findFirst()
        .flatMap(quartz -> QuartzSchedules.of(quartz, writeback, policy));
  }
}
