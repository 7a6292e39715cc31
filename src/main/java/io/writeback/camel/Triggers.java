package io.writeback.camel;

import io.writeback.api.ApiServer;
import io.writeback.api.ApiSettings;
import io.writeback.api.Health;
import io.writeback.api.Health.Finding;
import io.writeback.camel.queue.DeadLetters;
import io.writeback.camel.queue.EventPublisher;
import io.writeback.camel.queue.HardenedJms;
import io.writeback.camel.queue.RequestMessages;
import io.writeback.console.Catalogue;
import io.writeback.console.Console;
import io.writeback.console.Hosts;
import io.writeback.engine.DataSettings;
import io.writeback.engine.Engine;
import io.writeback.engine.LedgerProbe;
import io.writeback.http.HostHistory;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.queue.BrokerClient;
import io.writeback.queue.EmbeddedBroker;
import io.writeback.queue.QueueSettings;
import io.writeback.queue.TransactionProbe;
import io.writeback.run.DataDirectory;
import io.writeback.run.DataLock;
import io.writeback.run.Downloads;
import io.writeback.trigger.Intake;
import io.writeback.view.RunViews;
import io.writeback.view.Surface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsConsumer;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** What a server listens to besides its schedules: the queue, and HTTP. */
final class Triggers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);

  /** How long a broker may take to begin a transaction before the log says that it does not. */
  private static final Duration TRANSACTION = Duration.ofSeconds(10);

  private final CamelContext context;
  private final Engine engine;
  private final QueueSettings queue;
  private final ApiSettings settings;
  private final Intake intake;
  private final WritebackRuntime runtime;
  private final Catalogue catalogue;
  private final Set<String> writebacks;
  private EmbeddedBroker broker;
  private JmsPoolConnectionFactory connections;
  private TransactionProbe transactions;
  private ApiServer api;

  /** For those who look: by a connection of its own, as SQLite has one a ledger. */
  private Ledger looked;

  /** Null where no metrics are served. */
  private Monitoring monitoring;

  /**
   * @param runtime whose engine is open
   * @param catalogue the writebacks that there are
   */
  Triggers(CamelContext context, WritebackRuntime runtime, Catalogue catalogue) {
    this.runtime = runtime;
    this.catalogue = catalogue;
    this.context = context;
    this.engine = runtime.engine();
    this.queue = runtime.settings().queue();
    this.settings = runtime.settings().api();
    this.intake = runtime.intake();
    this.writebacks = catalogue.names();
  }

  /** Before the routes start: those of a team may use {@code jms:} too. */
  void prepare() throws Exception {
    boolean metrics = settings.token().isPresent() || settings.healthPort().isPresent();
    if (metrics || runtime.settings().console().enabled()) {
      looked = Ledger.open(engine.data().ledger(), runtime.clock());
      // Who looks would rather be told of an outage than wait for its end.
      looked.hurry();
    }
    if (metrics) {
      monitoring = new Monitoring(runtime, looked, writebacks);
    }
    if (!queue.isConfigured()) {
      if (!engine.data().isShared()) {
        engine.ledger().outbox().close();
      }
      return;
    }
    if (queue.embedded()) {
      Path directory = engine.data().directory();
      DataDirectory.create(directory.resolve("queue"));
      DataDirectory.secure(directory);
      broker = EmbeddedBroker.start(queue, directory);
    }
    connections = HardenedJms.connections(queue);
    transactions =
        new TransactionProbe(BrokerClient.of(queue), queue.url().orElseThrow(), TRANSACTION);
    logLeftBehind();
    context.addComponent("jms", HardenedJms.component(context, connections));
    RouteBuilder.addRoutes(
        context,
        new RequestMessages(queue, intake, new DeadLetters(context, queue), engine.end()).route());
    context.addService(new EventPublisher(engine, queue, connections));
  }

  /** Warns of acknowledged rows whose writeback no longer exists; no other writeback sends them. */
  private void logLeftBehind() {
    engine.ledger().rowGroups().writebacks().stream()
        .filter(writeback -> !writebacks.contains(writeback))
        .forEach(
            writeback ->
                LOG.warn(
                    "rows received for {} are waiting in the ledger, but there is no writeback"
                        + " with that name: they are sent once it exists again",
                    writeback));
  }

  /** Once the routes have started, so that a request over HTTP finds them there. */
  void listen() {
    LedgerProbe ledger = new LedgerProbe(() -> engine.ledger().probe());
    Map<String, Health.Check> checks = new LinkedHashMap<>();
    checks.put(
        "program",
        () ->
            Finding.of(
                "no Error was thrown",
                engine.end().isSound()
                    ? ""
                    : "an Error was thrown, and the process ends: see its log"));
    checks.put("ledger", () -> Finding.of("a test write is on its disk", ledger.problem()));
    checks.put(
        "execution",
        () ->
            Finding.of(
                "this process may execute runs",
                engine.mayExecute()
                    ? ""
                    : "another process executes the runs of this data directory; this one does when"
                        + " that ends"));
    if (queue.isConfigured()) {
      checks.put("queue", () -> Finding.of("requests are received", queueProblem()));
      if (monitoring != null) {
        checks.put("events", monitoring::events);
      }
    }
    Downloads downloads =
        looked == null ? null : new Downloads(engine.data().directory().resolve("downloads"));
    api =
        ApiServer.start(
                settings,
                intake,
                new PlanCalls(engine, downloads),
                engine.end()::broken,
                new Health(checks),
                runtime.settings().console().enabled()
                    ? Optional.of(console(downloads))
                    : Optional.empty(),
                () -> monitoring.scrape())
            .orElse(null);
  }

  private Console console(Downloads downloads) {
    DataSettings data = engine.data();
    HostHistory history = new HostHistory(runtime.clock());
    runtime.http().watch(history);
    RunViews views = new RunViews(looked, engine.folders(), this::isHeld, Surface.CONSOLE);
    return new Console(
        runtime.settings().console(),
        settings,
        looked,
        views,
        catalogue,
        engine.control(),
        new Hosts(runtime.connectors().accountAddresses(), history, runtime.http()::hosts),
        downloads,
        runtime.clock());
  }

  /** Whether a process may be working on a run: this one, or another one of its ledger. */
  private boolean isHeld(RunEntry run) {
    DataSettings data = engine.data();
    return data.isShared()
        ? run.state() == RunState.ACCEPTED || looked.leases().live().contains(run.id())
        : engine.mayExecute() || DataLock.isHeld(data.directory());
  }

  /** Why no request is received or answered; "" if they are. Only the embedded broker is asked. */
  private String queueProblem() {
    if (broker != null && !broker.isAccepting()) {
      return "the embedded broker accepts no messages: see its log";
    }
    if (!transactions.hasWorked()) {
      return "the broker has ended no transaction yet";
    }
    return isConnected() ? "" : "the consumer of requests is not connected to the broker";
  }

  /** Whether requests are received: the consumer is connected, and not reconnecting. */
  private boolean isConnected() {
    try {
      Route route = context.getRoute(RequestMessages.ROUTE);
      return route != null
          && route.getConsumer() instanceof JmsConsumer consumer
          && consumer.getListenerContainer() instanceof DefaultMessageListenerContainer container
          && container.isRunning()
          && !container.isRecovering()
          && container.getActiveConsumerCount() > 0;
    } catch (Exception e) {
      return false;
    }
  }

  /** Accepts no more requests; those in progress are answered. */
  void stopListening() {
    if (api != null) {
      api.close();
      api = null;
    }
  }

  /** After the routes have stopped. */
  @Override
  public void close() {
    stopListening();
    if (monitoring != null) {
      monitoring.close();
    }
    if (looked != null) {
      looked.close();
      looked = null;
    }
    if (transactions != null) {
      transactions.close();
    }
    if (connections != null) {
      connections.stop();
    }
    if (broker != null) {
      broker.close();
    }
  }
}
