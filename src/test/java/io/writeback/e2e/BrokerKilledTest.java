package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.ledger.ExternalRequest;
import io.writeback.ledger.RunState;
import io.writeback.queue.BrokerChild;
import io.writeback.queue.Brokers;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A broker that is killed while it receives messages and delivers events. */
final class BrokerKilledTest {
  @RegisterExtension private final Home home = new Home();
  private BrokerChild broker;
  private QueueServer server;

  @BeforeEach
  void start() throws Exception {
    int port = TestPorts.unused();
    broker = home.closing(new BrokerChild(home.path("broker"), port));
    broker.start();
    server =
        new QueueServer(
            home,
            Map.of(
                "queue.url", "tcp://127.0.0.1:" + port,
                "queue.username", Brokers.USER,
                "queue.password", Brokers.PASSWORD));
  }

  /** Sends each message until the broker has accepted it, like a careful sender. */
  private void send(String queue, int from, int to, IntFunction<String> text) throws Exception {
    ConnectionFactory client = server.client;
    for (int number = from; number <= to; ) {
      try (Connection connection = client.createConnection();
          Session session = connection.createSession();
          MessageProducer producer = session.createProducer(session.createQueue(queue))) {
        while (number <= to) {
          producer.send(session.createTextMessage(text.apply(number)));
          number++;
        }
      } catch (JMSException e) {
        // It is sent again: twice at most.
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void every_request_has_its_run_and_every_run_its_events() throws Exception {
    send("writeback.requests", 1, 20, number -> QueueServer.request("kill-" + number));
    broker.kill();
    broker.start();
    send("writeback.requests", 15, 40, number -> QueueServer.request("kill-" + number));

    for (int number = 1; number <= 40; number++) {
      String key = new ExternalRequest("kill-" + number, "").runKey();
      await().until(() -> server.runtime.engine().runs().isAccepted(key));
    }
    await()
        .untilAsserted(
            () -> {
              assertThat(server.runtime.engine().ledger().history().unfinished()).isEmpty();
              assertThat(server.runtime.engine().ledger().outbox().unsent(10, Set.of())).isEmpty();
            });
    assertThat(
            server
                .runtime
                .engine()
                .ledger()
                .history()
                .list(null, EnumSet.allOf(RunState.class), 100))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.run().state()).isEqualTo(RunState.COMPLETE));
    assertThat(server.sandbox.object("PROJ", QueueServer.ID).orElseThrow().get("name").asText())
        .isEqualTo("By message");
  }

  @Test
  void every_row_message_is_written_and_the_last_value_of_a_key_stays() throws Exception {
    server.exampleRoutes();
    int rows = 250;
    for (int row = 1; row <= rows; row++) {
      server.sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
    }

    send("project.rows", 1, 120, row -> row(row, "first"));
    broker.kill();
    broker.start();
    send("project.rows", 110, rows, row -> row(row, "new"));
    send("project.rows", 1, 109, row -> row(row, "new"));

    await()
        .untilAsserted(
            () -> {
              for (int row = 1; row <= rows; row++) {
                assertThat(
                        server.sandbox.object("PROJ", id(row)).orElseThrow().get("name").asText())
                    .as("row %d", row)
                    .isEqualTo("new " + row);
              }
            });
    assertThat(server.sandbox.stats().recordsWritten())
        .as("120 before, 250 after, and at most what was in hand twice")
        .isBetween(250L, 120L + 250L + 100L);
  }

  private static String row(int row, String name) {
    return "{\"ID\":\"%s\",\"Name\":\"%s %d\"}".formatted(id(row), name, row);
  }

  @Test
  void a_row_that_is_none_is_set_aside_and_the_others_continue() throws Exception {
    server.exampleRoutes();
    server.sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "old"));

    Brokers.send(server.client, "project.rows", "{\"ID\":\"" + id(1) + "\",\"Nmae\":\"x\"}");
    Brokers.send(server.client, "project.rows", row(1, "good"));

    assertThat(server.deadLetter().getStringProperty("writebackReason"))
        .contains("\"Nmae\", which is no column; did you mean Name?");
    await()
        .until(
            () ->
                server
                    .sandbox
                    .object("PROJ", id(1))
                    .orElseThrow()
                    .get("name")
                    .asText()
                    .equals("good 1"));
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }
}
