package io.writeback.camel.queue;

import io.writeback.queue.BrokerClient;
import io.writeback.queue.QueueSettings;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/**
 * The component {@code jms:}, for our routes and those of a team, reduced to untrusted text.
 *
 * <ul>
 *   <li>No mapping: camel-jms would deserialise an ObjectMessage as soon as a step reads the body.
 *       The body is the message itself, and {@link MessageText} extracts the text.
 *   <li>No header is accepted, in any case: this version of camel-jms lets {@code CAmelHttpUri}
 *       through, which Camel then treats as its own.
 *   <li>No reply is sent to an address that the sender chooses.
 * </ul>
 *
 * A message is acknowledged when its route has ended without an exception.
 */
public final class HardenedJms {
  private static final long BETWEEN_CONNECTS_MILLIS = 1_000;

  private HardenedJms() {}

  /** Pooled connections of a client that deserialises nothing. */
  public static JmsPoolConnectionFactory connections(QueueSettings settings) {
    JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
    pool.setConnectionFactory(BrokerClient.of(settings));
    return pool;
  }

  public static JmsComponent component(CamelContext context, ConnectionFactory connections) {
    JmsComponent component = new JmsComponent(context);
    component.setConnectionFactory(connections);
    component.setMapJmsMessage(false);
    component.setHeaderFilterStrategy(new NothingComesIn());
    component.setDisableReplyTo(true);
    component.setTransacted(true);
    component.setLazyCreateTransactionManager(false);
    component.setCacheLevelName("CACHE_CONSUMER");
    component.setRecoveryInterval(BETWEEN_CONNECTS_MILLIS);
    component.setDeliveryPersistent(true);
    return component;
  }

  /** No property of a received message becomes a header; sent messages have the usual ones. */
  private static final class NothingComesIn extends JmsHeaderFilterStrategy {
    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
      return true;
    }
  }
}
