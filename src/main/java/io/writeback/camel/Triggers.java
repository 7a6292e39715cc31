package io.writeback.camel;

import io.writeback.api.ApiServer;
import io.writeback.api.Health;
import io.writeback.queue.BrokerClient;
import io.writeback.queue.EmbeddedBroker;
import io.writeback.queue.QueueSettings;
import io.writeback.queue.TransactionProbe;
import io.writeback.run.DataDirectory;
import io.writeback.run.Report;
import io.writeback.trigger.Intake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsConsumer;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** What a process that stays listens to, beside its schedules: the queue, and HTTP. */
final class Triggers implements AutoCloseable {
  static final String REQUESTS = "writeback-requests";

  private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);
  private static final int AT_ONCE = 8;

  /** How long a broker may take to begin a transaction before the log says that it does not. */
  private static final Duration TRANSACTION = Duration.ofSeconds(10);

  /** The name in the registry. */
  static final String INTAKE = "writebackIntake";

  private final CamelContext context;
  private final WritebackServices services;
  private final Set<String> writebacks;
  private final Intake intake;
  private EmbeddedBroker broker;
  private JmsPoolConnectionFactory connections;
  private TransactionProbe transactions;
  private ApiServer api;

  Triggers(CamelContext context, WritebackServices services, Set<String> writebacks) {
    this.context = context;
    this.services = services;
    this.writebacks = Set.copyOf(writebacks);
    this.intake = new Intake(writebacks, services::runs);
  }

  /** Before the routes start: those of a team may use {@code jms:} too. */
  void prepare() throws Exception {
    QueueSettings queue = services.queue();
    context.getRegistry().bind(INTAKE, intake);
    if (!queue.isConfigured()) {
      if (!services.data().isShared()) {
        services.outbox().close();
      }
      return;
    }
    if (queue.embedded()) {
      Path directory = services.data().directory();
      DataDirectory.create(directory.resolve("queue"));
      DataDirectory.secure(directory);
      broker = EmbeddedBroker.start(queue, directory);
    }
    connections = HardenedJms.connections(queue);
    transactions =
        new TransactionProbe(BrokerClient.of(queue), queue.url().orElseThrow(), TRANSACTION);
    writebacks.forEach(
        writeback ->
            context
                .getRegistry()
                .bind(
                    GatheredRows.name(writeback),
                    new GatheredRows(() -> services.rowGroups(writeback))));
    tellLeftBehind();
    context.addComponent("jms", HardenedJms.component(context, connections));
    context.addRoutes(
        requests(new RequestMessages(intake, new DeadLetters(context, queue), services), queue));
    context.addService(new EventPublisher(services, connections));
  }

  /** Rows that were acknowledged, and that nobody takes up under another name. */
  private void tellLeftBehind() {
    services.gathering().stream()
        .filter(writeback -> !writebacks.contains(writeback))
        .forEach(
            writeback ->
                LOG.warn(
                    "rows that came for {} wait in the ledger, but there is no writeback of that"
                        + " name: they are sent once there is one again",
                    writeback));
  }

  /** Once the routes have started: whoever asks over HTTP finds them there. */
  void listen() {
    Map<String, BooleanSupplier> needs = new LinkedHashMap<>();
    needs.put("program", services::isSound);
    needs.put("ledger", new LedgerProbe(() -> services.ledger().probe())::isUp);
    needs.put("execution", services::mayExecute);
    if (services.queue().isConfigured()) {
      needs.put("queue", () -> isAccepting() && transactions.hasWorked() && isConnected());
    }
    api =
        ApiServer.start(
                services.api(),
                intake,
                run -> services.runs().find(run).map(Report::toJson),
                services::broken,
                new Health(needs))
            .orElse(null);
  }

  /** Whether the broker takes messages, as far as it can be asked. */
  private boolean isAccepting() {
    return broker == null || broker.isAccepting();
  }

  /**
   * Whether requests come in: the consumer has its connection, and is not looking for a new one.
   */
  private boolean isConnected() {
    return context.getRoute(REQUESTS) != null
        && context.getRoute(REQUESTS).getConsumer() instanceof JmsConsumer consumer
        && isConnected(consumer);
  }

  private static boolean isConnected(JmsConsumer consumer) {
    try {
      return consumer.getListenerContainer() instanceof DefaultMessageListenerContainer container
          && container.isRunning()
          && !container.isRecovering()
          && container.getActiveConsumerCount() > 0;
    } catch (Exception e) {
      return false;
    }
  }

  /** No request comes in any more; those in hand are answered. */
  void stopListening() {
    if (api != null) {
      api.close();
      api = null;
    }
  }

  static RouteBuilder requests(RequestMessages messages, QueueSettings queue) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        // Several, so that they share the commits of ledger and broker; their order means nothing.
        from("jms:queue:" + queue.requests() + "?concurrentConsumers=" + AT_ONCE)
            .routeId(REQUESTS)
            .process(messages);
      }
    };
  }

  /** After the routes have stopped. */
  @Override
  public void close() {
    stopListening();
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
