package io.writeback.camel;

import io.writeback.account.Accounts;
import io.writeback.alert.Channels;
import io.writeback.camel.component.Operations;
import io.writeback.camel.component.WritebackComponent;
import io.writeback.camel.pipeline.PipelineRoutes;
import io.writeback.camel.queue.AlertBroker;
import io.writeback.camel.queue.MessageText;
import io.writeback.camel.queue.RowMessageConsumer;
import io.writeback.camel.routes.CamelRoutes;
import io.writeback.camel.routes.Placeholders;
import io.writeback.camel.routes.Writebacks;
import io.writeback.config.Configuration;
import io.writeback.console.HtmlReport;
import io.writeback.engine.Connectors;
import io.writeback.engine.Engine;
import io.writeback.engine.ProcessEnd;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.problem.ConfigurationException;
import io.writeback.run.ProgressListener;
import io.writeback.run.ProgressListeners;
import io.writeback.trace.Traces;
import io.writeback.trigger.Intake;
import io.writeback.view.RunViews;
import io.writeback.view.Surface;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceSupport;

/**
 * An engine and the CamelContext that carries its runs.
 *
 * <p>Settings, sources and destinations are available at once, so that commands without a ledger
 * work on a fresh clone; {@link #open} opens the engine.
 */
public final class WritebackRuntime implements Closeable {
  private final CamelContext context;
  private final ProgressListeners listeners;
  private final InstantSource clock;
  private final ProcessSettings settings;
  private final Governor governor;
  private final Http http;
  private final Connectors connectors;
  private final Writebacks writebacks;
  private final ProcessEnd end = new ProcessEnd();
  private Traces traces = Traces.OFF;
  private Engine engine;
  private Intake intake;

  public WritebackRuntime(
      CamelContext context,
      Configuration configuration,
      ProgressListener listener,
      InstantSource clock) {
    ErrorWatch.over(context);
    this.context = context;
    this.listeners = new ProgressListeners(listener);
    this.clock = clock;
    Configuration resolved = configuration.with(new Placeholders(context, configuration)::resolve);
    settings = ProcessSettings.of(resolved);
    governor = new Governor(nanos(clock));
    http = new Http(settings.limits(), settings.retries(), governor);
    connectors = new Connectors(resolved, new Accounts(resolved), http, settings.data(), clock);
    writebacks = new Writebacks(context, configuration, connectors);
  }

  /** The clock for measuring durations: a monotonic one, unless a test supplies its own clock. */
  static LongSupplier nanos(InstantSource clock) {
    return clock.equals(InstantSource.system())
        ? System::nanoTime
        : () -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
  }

  /**
   * Opens the engine, and adds the component and the routes behind every sink to the context, which
   * has not started yet.
   *
   * @param names the writebacks that requests may ask for
   * @throws ConfigurationException with all that is wrong with the keys that it needs
   */
  public Engine open(Set<String> names) {
    ConfigurationException.throwIfAny(settings.ledgerProblems());
    traces = Traces.of(settings.trace());
    traces.runs().ifPresent(listeners::add);
    http.watchTries(traces.tries());
    CamelRoutes routes = new CamelRoutes(context, writebacks);
    engine =
        new Engine(settings.data(), settings.limits(), connectors, routes, end, listeners, clock);
    engine.divide(governor);
    intake = new Intake(names, engine.runs());
    context.addComponent(
        "writeback",
        new WritebackComponent(
            Operations.of(
                engine,
                connectors,
                routes,
                intake,
                MessageText.reader(settings.queue()),
                settings.queue().maxMessageBytes(),
                (endpoint, route) ->
                    new RowMessageConsumer(
                        endpoint, route, settings.queue(), writebacks::rows, engine))));
    try {
      context.addRoutes(new PipelineRoutes(http, traces.batches()));
      // Runs end before the routes that execute them.
      context.addLifecycleStrategy(new Ending());
      context.addService(
          new ServiceSupport() {
            @Override
            protected void doStop() {
              engine.stop();
            }
          });
    } catch (Exception e) {
      throw new IllegalStateException("the pipeline routes cannot be added", e);
    }
    return engine;
  }

  /**
   * Executes what the ledger holds as soon as the context has started all routes, until it stops.
   */
  public void dispatch() {
    if (context.isStarted()) {
      engine.start();
      return;
    }
    try {
      context.addStartupListener(new Starting());
    } catch (Exception e) {
      throw new IllegalStateException("the dispatcher cannot be started", e);
    }
  }

  /** Waits until all routes have started: an earlier run would call a route without a consumer. */
  private final class Starting implements ExtendedStartupListener {
    @Override
    public void onCamelContextStarted(CamelContext started, boolean already) {
      // The consumers of the routes start after this.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext started, boolean already) {
      engine.start();
    }
  }

  /** Interrupts the runs when the context stops, so that none fails. */
  private final class Ending extends LifecycleStrategySupport {
    @Override
    public void onContextStopping(CamelContext stopping) {
      end.request("its process was stopped");
    }
  }

  public ProcessSettings settings() {
    return settings;
  }

  public Connectors connectors() {
    return connectors;
  }

  /** Where messages of alerts go. */
  Channels channels() {
    return new Channels(
        settings.alerts(),
        http,
        new CamelEndpoints(context),
        new AlertBroker(settings.queue()),
        this::page);
  }

  /** The page of a run, for a mail; none without a ledger. */
  private Optional<String> page(String runId) {
    if (engine == null) {
      return Optional.empty();
    }
    RunViews views =
        new RunViews(engine.ledger(), engine.folders(), run -> false, Surface.COMMANDS);
    return engine
        .ledger()
        .history()
        .summary(runId)
        .map(
            run ->
                HtmlReport.of(run, engine.ledger(), views, clock, settings.console().showValues()));
  }

  /** What all requests of this process go through. */
  public Http http() {
    return http;
  }

  public ProcessEnd end() {
    return end;
  }

  /** The engine, once it was opened. */
  public Engine engine() {
    if (engine == null) {
      throw new IllegalStateException("the engine was not opened");
    }
    return engine;
  }

  InstantSource clock() {
    return clock;
  }

  /** Adds a listener, which gets what runs do from now on. */
  void listen(ProgressListener listener) {
    listeners.add(listener);
  }

  /** Where requests from outside become runs. */
  Intake intake() {
    return intake;
  }

  Writebacks writebacks() {
    return writebacks;
  }

  @Override
  public void close() throws IOException {
    end.close();
    if (engine != null) {
      engine.close();
    }
    traces.close();
    http.close();
  }
}
