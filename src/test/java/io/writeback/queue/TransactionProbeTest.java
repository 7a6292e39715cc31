package io.writeback.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class TransactionProbeTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(TransactionProbe.class);
  private final CountDownLatch silence = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private TransactionProbe probe;

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    silence.countDown();
    probe.close();
    logger.detachAppender(log);
  }

  private void probe(Callable<Session> sessions) {
    probe(sessions, Duration.ofMillis(50));
  }

  private void probe(Callable<Session> sessions, Duration patience) {
    ConnectionFactory factory =
        fake(
            ConnectionFactory.class,
            "createConnection",
            () -> {
              connections.incrementAndGet();
              return fake(Connection.class, "createSession", sessions);
            });
    probe = new TransactionProbe(factory, "amqp://broker", patience);
  }

  private static <T> T fake(Class<T> type, String method, Callable<?> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> called.getName().equals(method) ? answer.call() : null));
  }

  @Test
  void a_transaction_that_begins_and_ends_has_worked() {
    probe(() -> fake(Session.class, "", () -> null), Duration.ofMinutes(1));

    await().until(() -> probe.hasWorked());
    assertThat(log.list).isEmpty();
  }

  @Test
  void a_broker_that_begins_none_has_not_worked_and_the_log_names_transactions_once() {
    probe(
        () -> {
          silence.await();
          return fake(Session.class, "", () -> null);
        });

    await().until(() -> !log.list.isEmpty());
    assertThat(probe.hasWorked()).isFalse();
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("WB-537", "amqp://broker", "transactions");

    silence.countDown();
    await().until(() -> probe.hasWorked());
    assertThat(log.list).hasSize(1);
    assertThat(connections).as("none beside the one that hangs").hasValue(1);
  }

  @Test
  void a_broker_that_refuses_is_asked_again() {
    probe(
        () -> {
          if (connections.get() < 3) {
            throw new JMSException("not yet");
          }
          return fake(Session.class, "", () -> null);
        });

    await().until(() -> probe.hasWorked());
    assertThat(connections).hasValue(3);
  }
}
