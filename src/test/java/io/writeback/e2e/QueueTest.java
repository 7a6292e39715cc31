package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.camel.queue.RequestMessages;
import io.writeback.cli.Home;
import io.writeback.queue.Brokers;
import io.writeback.queue.Hostile;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests by message: what is accepted, what is refused, and the events. */
final class QueueTest {
  @RegisterExtension private static final Home home = new Home();
  private static QueueServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new QueueServer(home, Map.of("queue.tries", "3"));
  }

  private static List<JsonNode> eventsOf(String requestId) throws Exception {
    List<JsonNode> events = new ArrayList<>();
    while (events.isEmpty()
        || !events.get(events.size() - 1).get("state").asText().equals("COMPLETE")) {
      JsonNode event = server.event();
      if (event.get("requestIds").toString().contains('"' + requestId + '"')) {
        events.add(event);
      }
    }
    return events;
  }

  @Test
  void a_request_becomes_a_run_and_each_state_of_it_is_reported_in_order() throws Exception {
    server.ask(QueueServer.request("order-1"));

    List<JsonNode> events = eventsOf("order-1");
    assertThat(events)
        .extracting(event -> event.get("state").asText())
        .containsExactly("ACCEPTED", "SNAPSHOT", "RUNNING", "COMPLETE");
    assertThat(events).extracting(event -> event.get("run").asText()).hasSameSizeAs(events);
    assertThat(events).extracting(event -> event.get("event").asText()).doesNotHaveDuplicates();
    assertThat(events.get(3).get("confirmed").asInt()).isEqualTo(1);
    assertThat(server.sandbox.object("PROJ", QueueServer.ID).orElseThrow().get("name").asText())
        .isEqualTo("By message");
  }

  @Test
  void the_same_request_again_is_the_same_run() throws Exception {
    server.ask(QueueServer.request("twice"));
    String run = eventsOf("twice").get(0).get("run").asText();
    server.ask(QueueServer.request("twice"));
    server.ask(QueueServer.request("after-twice"));

    eventsOf("after-twice");
    assertThat(server.runtime.engine().ledger().outbox().requests(run, 10).first())
        .contains("twice");
    assertThat(server.runtime.engine().runs().report(run).requests()).isPositive();
    assertThat(server.runtime.engine().ledger().outbox().unsent(10, Set.of())).isEmpty();
  }

  @Test
  void the_same_id_for_something_else_is_refused_and_said_so() throws Exception {
    server.ask(QueueServer.request("conflict"));
    eventsOf("conflict");
    String other =
        "{\"writeback\":\"projects\",\"requestId\":\"conflict\",\"parameters\":{\"full\":true}}";

    server.ask(other);

    TextMessage letter = server.deadLetter();
    assertThat(letter.getStringProperty("writebackCode")).isEqualTo("WB-143");
    assertThat(letter.getStringProperty("writebackReason"))
        .contains("\"conflict\" was already used");
    assertThat(letter.getText()).isEqualTo(other);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("not JSON", text("run it"), "WB-140", "not well-formed JSON"),
        Arguments.of(
            "unknown writeback",
            text("{\"writeback\":\"project\",\"requestId\":\"a\"}"),
            "WB-106",
            "did you mean projects?"),
        Arguments.of(
            "a name twice",
            text("{\"writeback\":\"projects\",\"writeback\":\"x\",\"requestId\":\"a\"}"),
            "WB-140",
            "uplicate"),
        Arguments.of("deep", text("{\"writeback\":" + "[".repeat(20_000)), "WB-140", "depth"),
        Arguments.of(
            "too large",
            text("{\"writeback\":\"projects\",\"requestId\":\"" + "a".repeat(66_000) + "\"}"),
            "WB-142",
            "65,536"),
        Arguments.of(
            "object",
            (Brokers.Making) session -> session.createObjectMessage(new Hostile()),
            "WB-141",
            "ObjectMessage"),
        Arguments.of(
            "bytes",
            (Brokers.Making)
                session -> {
                  var message = session.createBytesMessage();
                  message.writeBytes(
                      QueueServer.request("bytes")
                          .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                  return message;
                },
            "WB-141",
            "BytesMessage"),
        Arguments.of(
            "map",
            (Brokers.Making)
                session -> {
                  var message = session.createMapMessage();
                  message.setString("writeback", "projects");
                  return message;
                },
            "WB-141",
            "MapMessage"),
        Arguments.of(
            "stream", (Brokers.Making) Session::createStreamMessage, "WB-141", "StreamMessage"),
        Arguments.of(
            "no body", (Brokers.Making) Session::createMessage, "WB-141", "without a body"),
        Arguments.of(
            "no text",
            (Brokers.Making) session -> session.createTextMessage(),
            "WB-141",
            "without text"));
  }

  private static Brokers.Making text(String text) {
    return session -> session.createTextMessage(text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String name, Brokers.Making message, String code, String why) throws Exception {
    Brokers.send(server.client, "writeback.requests", message);

    TextMessage letter = server.deadLetter();
    assertThat(letter.getStringProperty("writebackCode")).isEqualTo(code);
    assertThat(letter.getStringProperty("writebackReason")).contains(why);
    assertThat(letter.getStringProperty("writebackQueue")).isEqualTo("writeback.requests");
    assertThat(Hostile.RAN).as("what is in a message did not act").hasValue(0);
  }

  @Test
  void a_hundred_megabytes_are_refused_while_they_are_sent() {
    String large = "x".repeat(100 << 20);

    assertThatExceptionOfType(JMSException.class)
        .isThrownBy(() -> server.ask(large))
        .withMessageContaining("WB-142");
  }

  @Test
  void nobody_sends_without_the_password() {
    assertThatExceptionOfType(JMSException.class)
        .isThrownBy(
            () -> {
              try (Connection connection = server.client.createConnection(Brokers.USER, "guess")) {
                connection.start();
              }
            });
  }

  @Test
  void a_message_that_never_gets_accepted_is_given_up_with_the_reason() throws Exception {
    server.context.getRouteController().stopRoute(RequestMessages.ROUTE);
    try {
      server.ask(QueueServer.request("poison"));
      for (int time = 0; time < 3; time++) {
        deliveredInVain();
      }
    } finally {
      server.context.getRouteController().startRoute(RequestMessages.ROUTE);
    }

    TextMessage letter = server.deadLetter();
    assertThat(letter.getStringProperty("writebackCode")).isEqualTo("WB-532");
    assertThat(letter.getStringProperty("writebackReason")).contains("delivered 3 times");
  }

  private static void deliveredInVain() throws JMSException {
    try (Connection connection = server.client.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer =
            session.createConsumer(session.createQueue("writeback.requests"))) {
      connection.start();
      assertThat(consumer.receive(20_000)).isNotNull();
      session.rollback();
    }
  }

  @Test
  void what_came_while_nobody_listened_is_done_afterwards() throws Exception {
    server.context.getRouteController().stopRoute(RequestMessages.ROUTE);
    server.ask(QueueServer.request("meanwhile"));
    server.context.getRouteController().startRoute(RequestMessages.ROUTE);

    assertThat(eventsOf("meanwhile")).isNotEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(server.runtime.engine().ledger().outbox().unsent(10, Set.of()))
                    .isEmpty());
  }
}
