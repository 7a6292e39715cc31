package io.writeback.camel.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.writeback.TestPorts;
import io.writeback.queue.BrokerClient;
import io.writeback.queue.Brokers;
import io.writeback.queue.EmbeddedBroker;
import io.writeback.queue.Hostile;
import io.writeback.queue.QueueSettings;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each guard against hostile messages alone: every test disables the other guards. */
final class HardenedJmsTest {
  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static ConnectionFactory trusting;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    port = TestPorts.unused();
    broker = EmbeddedBroker.start(Brokers.settings(Brokers.keys(port)), folder);
    trusting = Brokers.trusting(port);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void nothing_ran() {
    Hostile.RAN.set(0);
  }

  private static QueueSettings at(String url) {
    return Brokers.settings(
        Map.of(
            "queue.url", url,
            "queue.username", Brokers.USER,
            "queue.password", Brokers.PASSWORD));
  }

  private static void sendObject(String queue) throws JMSException {
    Brokers.send(trusting, queue, session -> session.createObjectMessage(new Hostile()));
  }

  @Test
  void without_any_block_the_object_acts() throws Exception {
    sendObject("control");

    ((ObjectMessage) Brokers.receive(trusting, "control")).getObject();

    assertThat(Hostile.RAN).hasValue(1);
  }

  @Test
  void without_mapping_nobody_who_looks_at_the_body_wakes_the_object() throws Exception {
    Exchange seen = through("mapping", session -> session.createObjectMessage(new Hostile()));

    assertThat(seen.getMessage().getBody()).isInstanceOf(ObjectMessage.class);
    assertThat(Hostile.RAN).hasValue(0);
  }

  @Test
  void the_client_of_artemis_refuses_every_class() throws Exception {
    refuses(BrokerClient.of(at("tcp://127.0.0.1:" + port)), "core");
  }

  @Test
  void the_client_of_amqp_refuses_every_class() throws Exception {
    refuses(BrokerClient.of(at("amqp://127.0.0.1:" + port)), "amqp");
  }

  private static void refuses(ConnectionFactory ours, String queue) throws JMSException {
    Brokers.send(ours, queue, session -> session.createObjectMessage(new Hostile()));
    ObjectMessage message = (ObjectMessage) Brokers.receive(ours, queue);

    assertThatExceptionOfType(JMSException.class).isThrownBy(message::getObject);
    assertThat(Hostile.RAN).hasValue(0);
  }

  @Test
  void the_launcher_lets_java_itself_refuse_every_class() throws Exception {
    Matcher filter =
        Pattern.compile("-Djdk\\.serialFilter='([^']*)'")
            .matcher(Files.readString(Path.of("writeback")));
    assertThat(filter.find()).isTrue();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Hostile());
    }
    Path file = Files.write(folder.resolve("object"), bytes.toByteArray());

    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.serialFilter=" + filter.group(1),
                "-cp",
                System.getProperty("java.class.path"),
                ReadsObject.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).contains("InvalidClassException").contains("ran 0");
  }

  @Test
  void no_header_comes_in_in_whatever_case_it_is_written() throws Exception {
    Exchange seen =
        through(
            "headers",
            session -> {
              TextMessage message = session.createTextMessage("text");
              for (String name :
                  List.of(
                      "CamelFileName",
                      "CAmelFileName",
                      "CamelHttpUri",
                      "CAmelHttpUri",
                      "cAMELjmsDestinationName",
                      "org_DOT_apache_DOT_camel_DOT_x",
                      "breadcrumbId",
                      "scheduledFireTime")) {
                message.setStringProperty(name, "../../evil");
              }
              return message;
            });

    assertThat(seen.getMessage().getHeaders().values()).doesNotContain("../../evil");
    assertThat(seen.getMessage().getHeaders().keySet())
        .as("Camel's own")
        .allMatch(name -> name.startsWith("JMS") || name.equals("CamelMessageTimestamp"));
  }

  @Test
  void behind_the_door_there_is_no_header_at_all() throws Exception {
    Exchange seen = through("stripped", session -> session.createTextMessage("text"));
    assertThat(seen.getMessage().getHeaders()).as("JMS has some of its own").isNotEmpty();

    MessageText.strip(seen);

    assertThat(seen.getMessage().getHeaders()).isEmpty();
    assertThat(seen.getMessage().getBody()).isNull();
  }

  @Test
  void no_answer_goes_where_the_sender_says() throws Exception {
    through(
        "asking",
        session -> {
          TextMessage message = session.createTextMessage("text");
          message.setJMSReplyTo(session.createQueue("answers"));
          return message;
        });
    // A reply would be sent before the next message of the queue is consumed.
    Brokers.send(trusting, "answers", "mine");

    assertThat(((TextMessage) Brokers.receive(trusting, "answers")).getText()).isEqualTo("mine");
  }

  /** What a route receives from a message, with a client that trusts every class. */
  private static Exchange through(String queue, Brokers.Making making) throws Exception {
    BlockingQueue<Exchange> seen = new LinkedBlockingQueue<>();
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addComponent("jms", HardenedJms.component(context, trusting));
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("jms:queue:" + queue)
                  .process(exchange -> exchange.getMessage().getBody())
                  .process(exchange -> seen.add(exchange.copy()));
            }
          });
      context.start();
      Brokers.send(trusting, queue, making);
      await().until(() -> !seen.isEmpty());
    }
    return seen.remove();
  }

  @Test
  void text_is_read_whatever_client_brought_it() throws Exception {
    ConnectionFactory amqp = BrokerClient.of(at("amqp://127.0.0.1:" + port));
    Brokers.send(amqp, "text", (Session session) -> session.createTextMessage("Grüße"));

    assertThat(MessageText.of(Brokers.receive(trusting, "text"), 100)).isEqualTo("Grüße");
  }
}
