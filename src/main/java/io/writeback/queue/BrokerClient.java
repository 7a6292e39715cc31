package io.writeback.queue;

import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultDeserializationPolicy;

/**
 * Connections to the broker that deserialise nothing, whatever a message brings: the client itself
 * refuses every class.
 */
public final class BrokerClient {
  private static final String EVERYTHING = "*";

  private BrokerClient() {}

  public static ConnectionFactory of(QueueSettings settings) {
    String url = settings.url().orElseThrow();
    String password = settings.password() == null ? null : settings.password().reveal();
    try {
      return settings.isAmqp()
          ? amqp(url, settings.username(), password)
          : core(url, settings.username(), password);
    } catch (RuntimeException e) {
      throw new ConfigurationException(
          Code.BAD_VALUE, "queue.url", "is not understood by its client: " + e.getMessage());
    }
  }

  private static ConnectionFactory core(String url, String username, String password) {
    // Not closed: it has no connection of its own, and lives as long as the process.
    @SuppressWarnings("resource")
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url, username, password);
    factory.setDeserializationAllowList("");
    factory.setDeserializationDenyList(EVERYTHING);
    return factory;
  }

  private static ConnectionFactory amqp(String url, String username, String password) {
    JmsConnectionFactory factory = new JmsConnectionFactory(username, password, url);
    JmsDefaultDeserializationPolicy policy = new JmsDefaultDeserializationPolicy();
    policy.setAllowList("");
    policy.setDenyList(EVERYTHING);
    factory.setDeserializationPolicy(policy);
    return factory;
  }
}
