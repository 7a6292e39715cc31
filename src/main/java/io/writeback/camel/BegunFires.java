package io.writeback.camel;

import io.writeback.ledger.Fire;
import io.writeback.schedule.Schedule;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * The fires of schedules whose routes have begun: what is late and what was missed is decided by
 * when a route began, however long it takes to come to its run.
 *
 * <p>A route that ends without a run has decided so, and its fire is over. One that fails before
 * its run is a fire that was skipped: to make up for it would leave out the steps that failed.
 */
final class BegunFires {
  private final Map<Key, Begun> begun = new ConcurrentHashMap<>();

  /**
   * @param schedule its name
   * @param told the time that Quartz gives
   */
  private record Key(String schedule, Instant told) {}

  /**
   * @param fire as it was when its route began
   * @param reached whether the route has come to its run, whatever became of that
   */
  private record Begun(Fire fire, boolean reached) {
    Begun reaches() {
      return new Begun(fire, true);
    }
  }

  /** The fire that a route began with and now comes to the run of. */
  Optional<Fire> reach(String schedule, Instant told) {
    return Optional.ofNullable(
            begun.computeIfPresent(new Key(schedule, told), (key, fire) -> fire.reaches()))
        .map(Begun::fire);
  }

  /** The ledger knows of a fire now. */
  void accepted(String schedule, Instant told) {
    begun.remove(new Key(schedule, told));
  }

  /** The last fire of a schedule whose route is on its way to its run. */
  Optional<Instant> latest(String schedule) {
    return begun.entrySet().stream()
        .filter(entry -> entry.getKey().schedule().equals(schedule))
        .map(entry -> entry.getValue().fire().at())
        .max(Instant::compareTo);
  }

  /** Watches the routes of schedules. */
  RoutePolicyFactory watch(List<Schedule> schedules, WritebackServices services) {
    return new RoutePolicyFactory() {
      @Override
      public RoutePolicy createRoutePolicy(CamelContext context, String route, NamedNode node) {
        List<Schedule> ofRoute =
            schedules.stream().filter(schedule -> schedule.route().equals(route)).toList();
        return ofRoute.isEmpty() ? null : new Watch(ofRoute, services);
      }
    };
  }

  private final class Watch extends RoutePolicySupport {
    private final List<Schedule> schedules;
    private final WritebackServices services;

    Watch(List<Schedule> schedules, WritebackServices services) {
      this.schedules = schedules;
      this.services = services;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      if (exchange.getMessage().getHeader(Fires.TIME) instanceof Date told) {
        Fires fires = new Fires(services);
        for (Schedule schedule : schedules) {
          Fire fire = fires.fire(schedule, told.toInstant());
          begun.put(new Key(schedule.name(), told.toInstant()), new Begun(fire, false));
        }
      }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      if (exchange.getMessage().getHeader(Fires.TIME) instanceof Date told) {
        for (Schedule schedule : schedules) {
          Begun fire = begun.remove(new Key(schedule.name(), told.toInstant()));
          // What did not come to its run because the process ends is made up for at the next start.
          if (fire != null && !fire.reached() && !services.isEnding()) {
            endWithoutRun(schedule, fire.fire(), exchange);
          }
        }
      }
    }

    private void endWithoutRun(Schedule schedule, Fire fire, Exchange exchange) {
      Exception failure = exchange.getException();
      if (failure == null) {
        services.ledger().schedules().fired(fire);
        EventLog.event(
            "schedule fired, and its route started no run",
            "schedule",
            fire.schedule(),
            "fire",
            fire.at(),
            "writeback",
            schedule.writeback());
      } else {
        new Fires(services)
            .accept(
                schedule.writeback(),
                fire.skipping(
                    "the fire of %s was skipped, as its route failed before its run: %s; the log has the details"
                        .formatted(fire.at(), failure.getClass().getSimpleName())));
      }
    }
  }
}
