package io.writeback.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.writeback.TestPorts;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Size limits of messages at the embedded broker. */
final class EmbeddedBrokerTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {10_000, 200_000})
  void a_message_that_is_too_large_is_not_left_out_of_a_transaction_without_a_word(int characters)
      throws Exception {
    int port = TestPorts.unused();
    Map<String, String> keys = Brokers.keys(port);
    keys.put("queue.max-message-bytes", "1000");
    try (EmbeddedBroker broker = EmbeddedBroker.start(Brokers.settings(keys), folder);
        Connection connection = Brokers.trusting(port).createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue("some"))) {
      assertThat(broker).isNotNull();
      producer.send(session.createTextMessage("small"));

      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(
              () -> {
                producer.send(session.createTextMessage("x".repeat(characters)));
                session.commit();
              })
          .withMessageContaining("WB-142");
    }
  }

  @Test
  void the_limit_of_requests_is_none_of_events_which_have_their_own() throws Exception {
    int port = TestPorts.unused();
    Map<String, String> keys = Brokers.keys(port);
    keys.put("queue.max-message-bytes", "1000");
    QueueSettings settings = Brokers.settings(keys);
    try (EmbeddedBroker broker = EmbeddedBroker.start(settings, folder)) {
      assertThat(broker).isNotNull();
      String event = "x".repeat(QueueSettings.EVENT_CHARACTERS);

      Brokers.send(Brokers.trusting(port), settings.eventsName(), event);

      assertThat(Brokers.receive(Brokers.trusting(port), settings.eventsName())).isNotNull();
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(
              () -> Brokers.send(Brokers.trusting(port), settings.eventsName(), event + event))
          .withMessageContaining("WB-142");
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(() -> Brokers.send(Brokers.trusting(port), settings.requests(), event))
          .withMessageContaining("WB-142");
    }
  }

  @Test
  void with_too_little_room_on_its_disk_it_accepts_no_message_and_says_so() throws Exception {
    Map<String, String> keys = Brokers.keys(TestPorts.unused());
    keys.put("queue.min-free-bytes", Long.toString(Long.MAX_VALUE / 2));
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(EmbeddedBroker.class);
    log.start();
    logger.addAppender(log);
    try (EmbeddedBroker broker = EmbeddedBroker.start(Brokers.settings(keys), folder)) {
      await().until(() -> !log.list.isEmpty());

      assertThat(broker.isAccepting()).isFalse();
      assertThat(log.list.get(0).getFormattedMessage())
          .contains("WB-536", folder.resolve("queue").toString(), "queue.min-free-bytes");
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void how_full_its_disk_is_in_percent_does_not_matter() throws Exception {
    Map<String, String> keys = Brokers.keys(TestPorts.unused());
    keys.put("queue.min-free-bytes", "1");
    assertThat(EmbeddedBroker.configuration(Brokers.settings(keys), folder).getMaxDiskUsage())
        .isNegative();
    try (EmbeddedBroker broker = EmbeddedBroker.start(Brokers.settings(keys), folder)) {
      assertThat(broker.isAccepting()).isTrue();
    }
  }
}
