package io.writeback.camel.queue;

import io.writeback.alert.Broker;
import io.writeback.queue.BrokerClient;
import io.writeback.queue.QueueSettings;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Map;

/**
 * Sends messages of alerts to the broker. They are few, so each has a connection of its own: one
 * that waits for the broker holds up nothing else.
 */
public final class AlertBroker implements Broker {
  private static final String TOPIC = "topic:";

  private final QueueSettings settings;

  public AlertBroker(QueueSettings settings) {
    this.settings = settings;
  }

  @Override
  public void send(String queue, String text, Map<String, String> properties) throws JMSException {
    try (Connection connection = BrokerClient.of(settings).createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer =
            session.createProducer(
                queue.startsWith(TOPIC)
                    ? session.createTopic(queue.substring(TOPIC.length()))
                    : session.createQueue(queue))) {
      TextMessage message = session.createTextMessage(text);
      for (Map.Entry<String, String> property : properties.entrySet()) {
        message.setStringProperty(property.getKey(), property.getValue());
      }
      producer.send(message);
      session.commit();
    }
  }
}
