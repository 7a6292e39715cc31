package io.writeback.queue;

import io.writeback.config.Configuration;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A broker for tests, as the product embeds it, and a foreign client of it. */
public final class Brokers {
  public static final String USER = "team";
  public static final String PASSWORD = "broker-password-canary";

  private Brokers() {}

  /** Keys of an embedded broker at a free port. */
  public static Map<String, String> keys(int port) {
    return new HashMap<>(
        Map.of(
            "queue.embedded",
            "true",
            "queue.port",
            Integer.toString(port),
            "queue.username",
            USER,
            "queue.password",
            PASSWORD));
  }

  public static QueueSettings settings(Map<String, String> keys) {
    QueueSettings settings =
        QueueSettings.of(new Configuration(Path.of(""), "application.properties", keys, Map.of()));
    if (!settings.problems().isEmpty()) {
      throw new AssertionError(settings.problems());
    }
    return settings;
  }

  /** A client that trusts every class, like an attacker's or a careless consumer's. */
  public static ConnectionFactory trusting(int port) {
    return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port, USER, PASSWORD);
  }

  /** What is sent in one session. */
  @FunctionalInterface
  public interface Making {
    Message make(Session session) throws JMSException;
  }

  public static void send(ConnectionFactory factory, String queue, Making making)
      throws JMSException {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      producer.send(making.make(session));
    }
  }

  public static void send(ConnectionFactory factory, String queue, String text)
      throws JMSException {
    send(factory, queue, session -> session.createTextMessage(text));
  }

  /** The texts of the next messages of a queue; fewer if no more come. */
  public static List<String> drain(ConnectionFactory factory, String queue, int most)
      throws JMSException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
      connection.start();
      while (texts.size() < most && consumer.receive(20_000) instanceof TextMessage message) {
        texts.add(message.getText());
      }
    }
    return texts;
  }

  /** The next message of a queue; null if none comes. */
  public static Message receive(ConnectionFactory factory, String queue) throws JMSException {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
      connection.start();
      return consumer.receive(20_000);
    }
  }
}
