package io.writeback.camel.component;

import io.writeback.camel.routes.RouteSteps;
import io.writeback.camel.routes.RunProperty;
import io.writeback.changes.Safeguards;
import io.writeback.config.Settings;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.DatasetSourceType;
import io.writeback.dataset.Refreshable;
import io.writeback.dataset.body.BodySource;
import io.writeback.destination.Destination;
import io.writeback.destination.Destinations;
import io.writeback.engine.Connectors;
import io.writeback.engine.Engine;
import io.writeback.engine.RunRoute;
import io.writeback.engine.WatchPolicy;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import io.writeback.results.ResultTarget;
import io.writeback.run.Run;
import io.writeback.run.Runs;
import io.writeback.schedule.SchedulePolicy;
import io.writeback.transform.Transform;
import io.writeback.trigger.Intake;
import io.writeback.trigger.RunOrder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;

/**
 * The operations of the component.
 *
 * @param steps of those that are a step of a route, by name
 * @param starts of those that start a route, by name
 */
public record Operations(Map<String, Step> steps, Map<String, Start> starts) {
  /** Opens a step of a route: reads the options of one use. */
  @FunctionalInterface
  public interface Step {
    Processor open(WritebackEndpoint endpoint);
  }

  /**
   * Those of an engine.
   *
   * @param longest the most characters of a request
   * @param messages reads the text of a JMS message
   * @param rows what starts a route for row messages
   */
  public static Operations of(
      Engine engine,
      Connectors connectors,
      RunRoute routes,
      Intake intake,
      JmsText messages,
      long longest,
      Start rows) {
    Map<String, Step> steps =
        Map.of(
            "snapshot", endpoint -> snapshot(endpoint, connectors),
            "transform", endpoint -> transform(endpoint, connectors, routes),
            "send", endpoint -> send(endpoint, engine.runs(), connectors, routes),
            "accept", endpoint -> accept(endpoint, engine, messages),
            "request", endpoint -> request(endpoint, intake, longest));
    Map<String, Start> starts =
        Map.of(
            "refreshed",
            (endpoint, route) -> refreshed(endpoint, route, engine, connectors),
            "rows",
            rows);
    return new Operations(new TreeMap<>(steps), new TreeMap<>(starts));
  }

  /**
   * Stages the rows of the run; the body is the run then, and no header is left: those of the data
   * may be credentials, which a later step would send elsewhere.
   */
  private static Processor snapshot(WritebackEndpoint endpoint, Connectors connectors) {
    DatasetSource source = open(endpoint, connectors.sources(), "source", DatasetSourceType::open);
    return exchange -> {
      Run run = RunProperty.of(exchange);
      DatasetSource read =
          source instanceof BodySource body
              ? body.reading(() -> MessageBody.of(exchange, run.hasBody()))
              : source;
      if (run.stageOnce(read)) {
        exchange.setMessage(new DefaultMessage(exchange.getContext()));
        exchange.getMessage().setBody(run);
      } else {
        // The source does not have the rows yet. Not a failure: neither an error handler nor a
        // later step is called, and the run enters its route again later.
        exchange.setRouteStop(true);
      }
    };
  }

  /**
   * Sends the rows of the run through the team's code. The body is the run then, as before; a run
   * that is stopped meanwhile enters its route again later.
   */
  private static Processor transform(
      WritebackEndpoint endpoint, Connectors connectors, RunRoute routes) {
    Settings settings = endpoint.settings();
    Transform transform = Transform.of(settings);
    settings.orThrow();
    return exchange -> {
      Run run = RunProperty.of(exchange);
      Destination destination = routes.destination(run.writeback());
      Optional<String> needsAll =
          destination.isAllOrNone() ? Optional.of(destination.target()) : Optional.empty();
      boolean done;
      String digest = routes.codeDigest(transform.with());
      try (RowEndpoint code = new RowEndpoint(exchange.getContext(), transform.with(), digest)) {
        done = run.transformOnce(transform, code, needsAll, connectors.quota());
      }
      exchange.setMessage(new DefaultMessage(exchange.getContext()));
      exchange.getMessage().setBody(run);
      exchange.setRouteStop(!done);
    };
  }

  /** Plans the run and sends its batches; the body is the report then. */
  private static Processor send(
      WritebackEndpoint endpoint, Runs runs, Connectors connectors, RunRoute routes) {
    Sink sink = open(endpoint, connectors.destinations(), "destination", Sink::open);
    return exchange -> {
      Run run = RunProperty.of(exchange);
      run.planOnce(sink.destination(), sink.safeguards(), routes.digest(run.writeback()));
      try {
        routes.sendBatches(run);
      } catch (Exception e) {
        run.failed(e);
      }
      exchange.getMessage().setBody(runs.close(run));
    };
  }

  /** Where a step of a route sends to, and what it does for the values there. */
  private record Sink(Destination destination, Safeguards safeguards) {
    static Sink open(Destinations destinations, Settings options) {
      Safeguards safeguards = Safeguards.of(options);
      ResultTarget.of(options);
      return new Sink(destinations.open(options), safeguards);
    }
  }

  /**
   * Accepts the run that the text in the body requests. Afterwards the body is the id of the run,
   * and the message has no headers.
   */
  private static Processor request(WritebackEndpoint endpoint, Intake intake, long longest) {
    endpoint.settings().orThrow();
    return exchange -> {
      Object body = exchange.getMessage().getBody();
      exchange.setMessage(new DefaultMessage(exchange.getContext()));
      if (!(body instanceof String text)) {
        throw new WritebackException(
            Code.NOT_TEXT, "the body is not text; only text can request a run");
      }
      if (text.length() > longest) {
        throw new WritebackException(
            Code.REQUEST_TOO_LARGE,
            "has %,d characters; queue.max-message-bytes is %,d".formatted(text.length(), longest));
      }
      exchange.getMessage().setBody(intake.accept(RunOrder.read(text)).run().id());
    };
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

  private static Processor accept(WritebackEndpoint endpoint, Engine engine, JmsText messages) {
    Settings settings = endpoint.settings();
    boolean wait = RouteSteps.waits(settings);
    boolean keepsBody = RouteSteps.keepsBody(settings);
    SchedulePolicy policy = SchedulePolicy.of(settings);
    settings.orThrow();
    return new AcceptStep(
        endpoint.subject(),
        wait,
        policy,
        engine,
        keepsBody ? Optional.of(new KeptTrigger(engine, messages)) : Optional.empty());
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
