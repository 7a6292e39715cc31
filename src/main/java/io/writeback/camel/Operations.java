package io.writeback.camel;

import io.writeback.config.Settings;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Refreshable;
import io.writeback.engine.Connectors;
import io.writeback.engine.Engine;
import io.writeback.engine.RefreshWatch;
import io.writeback.engine.RowGroups;
import io.writeback.engine.WatchPolicy;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.queue.QueueSettings;
import io.writeback.queue.RowQueue;
import io.writeback.schedule.SchedulePolicy;
import io.writeback.trigger.Intake;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
record Operations(Map<String, Operation> steps, Map<String, Start> starts) {
  /** Without an engine: the component reads its options, and does nothing. */
  static final Operations NONE = new Operations(Map.of(), Map.of());

  /** Those of an engine. */
  static Operations of(
      Engine engine,
      Connectors connectors,
      Writebacks writebacks,
      Intake intake,
      QueueSettings queue) {
    Map<String, Operation> steps = new LinkedHashMap<>();
    steps.put(
        "snapshot",
        endpoint ->
            new SnapshotProducer(
                endpoint,
                open(endpoint, connectors.sources(), "source", (type, own) -> type.open(own))));
    steps.put(
        "send",
        endpoint ->
            new SendProducer(
                endpoint,
                engine,
                open(
                    endpoint,
                    connectors.destinations(),
                    "destination",
                    (type, own) -> type.open(own))));
    steps.put("accept", endpoint -> accept(endpoint, engine));
    steps.put(
        "request",
        endpoint -> new RequestProducer(withoutOptions(endpoint), intake, queue.maxMessageBytes()));
    Map<String, RowGroups> rows = new ConcurrentHashMap<>();
    Map<String, Start> starts = new LinkedHashMap<>();
    starts.put("refreshed", (endpoint, route) -> refreshed(endpoint, route, engine, connectors));
    starts.put(
        "rows",
        (endpoint, route) -> {
          RowQueue messages = rowQueue(endpoint, queue);
          return new RowMessageConsumer(
              endpoint,
              route,
              messages,
              queue,
              writebacks,
              source ->
                  rows.computeIfAbsent(
                      messages.writeback(),
                      name ->
                          new RowGroups(
                              name,
                              engine.ledger().rowGroups(name),
                              engine.runs(),
                              source.inbox())),
              engine.end());
        });
    return new Operations(steps, starts);
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

  private static WritebackEndpoint withoutOptions(WritebackEndpoint endpoint) {
    endpoint.settings().orThrow();
    return endpoint;
  }

  private static Producer accept(WritebackEndpoint endpoint, Engine engine) {
    Settings settings = endpoint.settings();
    boolean wait = RouteSteps.waits(settings);
    SchedulePolicy policy = SchedulePolicy.of(settings);
    settings.orThrow();
    return new AcceptProducer(endpoint, engine, wait, policy);
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
        endpoint, route, new RefreshWatch(engine, source, policy), policy.every(), engine.end());
  }

  private static RowQueue rowQueue(WritebackEndpoint endpoint, QueueSettings queue) {
    Settings settings = endpoint.settings();
    RowQueue rows = RowQueue.of(settings);
    settings.orThrow();
    if (!queue.isConfigured()) {
      throw new ConfigurationException(
          Code.MISSING_VALUE, "queue.url", "or queue.embedded=true is needed for row messages");
    }
    return rows;
  }
}
