package io.writeback.camel;

import io.writeback.queue.EmbeddedBroker;
import io.writeback.queue.QueueSettings;
import io.writeback.trigger.Intake;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** What a process that stays listens to, beside its schedules: the queue, and HTTP. */
final class Triggers implements AutoCloseable {
  static final String REQUESTS = "writeback-requests";

  private final CamelContext context;
  private final WritebackServices services;
  private final Intake intake;
  private EmbeddedBroker broker;
  private JmsPoolConnectionFactory connections;

  Triggers(CamelContext context, WritebackServices services, Set<String> writebacks) {
    this.context = context;
    this.services = services;
    this.intake = new Intake(writebacks, services::runs);
  }

  /** Before the routes start: those of a team may use {@code jms:} too. */
  void prepare() throws Exception {
    QueueSettings queue = services.queue();
    if (!queue.isConfigured()) {
      services.outbox().close();
      return;
    }
    if (queue.embedded()) {
      broker = EmbeddedBroker.start(queue, services.data().directory());
    }
    connections = HardenedJms.connections(queue);
    context.addComponent("jms", HardenedJms.component(context, connections));
    context.addRoutes(
        requests(new RequestMessages(intake, new DeadLetters(context, queue), services), queue));
    context.addService(new EventPublisher(context, services));
  }

  static RouteBuilder requests(RequestMessages messages, QueueSettings queue) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("jms:queue:" + queue.requests()).routeId(REQUESTS).process(messages);
      }
    };
  }

  /** After the routes have stopped. */
  @Override
  public void close() {
    if (connections != null) {
      connections.stop();
    }
    if (broker != null) {
      broker.close();
    }
  }
}
