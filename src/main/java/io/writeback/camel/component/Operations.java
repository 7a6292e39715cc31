package io.writeback.camel.component;

import io.writeback.camel.routes.RouteSteps;
import io.writeback.config.Settings;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Refreshable;
import io.writeback.engine.Connectors;
import io.writeback.engine.Engine;
import io.writeback.engine.WatchPolicy;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.schedule.SchedulePolicy;
import io.writeback.trigger.Intake;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;

/**
 * The operations of the component.
 *
 * @param steps of those that are a step of a route, by name
 * @param starts of those that start a route, by name
 */
public record Operations(Map<String, Operation> steps, Map<String, Start> starts) {
  /**
   * Those of an engine.
   *
   * @param longest the most characters of a request
   * @param rows what starts a route for row messages
   */
  public static Operations of(
      Engine engine, Connectors connectors, Intake intake, long longest, Start rows) {
    Map<String, Operation> steps =
        Map.of(
            "snapshot",
            endpoint ->
                new SnapshotProducer(
                    endpoint,
                    open(endpoint, connectors.sources(), "source", (type, own) -> type.open(own))),
            "send",
            endpoint ->
                new SendProducer(
                    endpoint,
                    engine.runs(),
                    open(
                        endpoint,
                        connectors.destinations(),
                        "destination",
                        (type, own) -> type.open(own))),
            "accept",
            endpoint -> accept(endpoint, engine),
            "request",
            endpoint -> {
              endpoint.settings().orThrow();
              return new RequestProducer(endpoint, intake, longest);
            });
    return new Operations(
        new TreeMap<>(steps),
        new TreeMap<>(
            Map.of(
                "refreshed",
                (endpoint, route) -> refreshed(endpoint, route, engine, connectors),
                "rows",
                rows)));
  }

  private static <T, R> R open(
      WritebackEndpoint endpoint,
      Map<String, T> types,
      String kind,
      BiFunction<T, Settings, R> reader) {
    T type = WritebackEndpoint.named(types, kind, endpoint.subject());
    Settings settings = endpoint.settings();
    R opened = reader.apply(type, settings);
    settings.orThrow();
    return opened;
  }

  private static Producer accept(WritebackEndpoint endpoint, Engine engine) {
    Settings settings = endpoint.settings();
    boolean wait = RouteSteps.waits(settings);
    SchedulePolicy policy = SchedulePolicy.of(settings);
    settings.orThrow();
    return new AcceptProducer(
        endpoint, engine.runs(), engine.fires(), engine.dispatcher(), engine.end(), wait, policy);
  }

  private static Consumer refreshed(
      WritebackEndpoint endpoint, Processor route, Engine engine, Connectors connectors) {
    Settings settings = endpoint.settings();
    WatchPolicy policy = WatchPolicy.of(settings);
    DatasetSource source =
        WritebackEndpoint.named(connectors.sources(), "source", endpoint.subject()).open(settings);
    settings.orThrow();
    if (!(source instanceof Refreshable)) {
      throw new ConfigurationException(
          Code.BAD_ROUTE_FILE,
          "writeback:",
          endpoint.subject() + " does not report when it was refreshed");
    }
    return new RefreshConsumer(
        endpoint, route, engine.watch(source, policy), policy.every(), engine.end());
  }
}
