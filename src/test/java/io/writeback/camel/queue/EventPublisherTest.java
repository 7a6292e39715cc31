package io.writeback.camel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.TestPorts;
import io.writeback.camel.WritebackRuntime;
import io.writeback.config.Configuration;
import io.writeback.ledger.ExternalRequest;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.queue.Brokers;
import io.writeback.queue.EmbeddedBroker;
import io.writeback.queue.QueueSettings;
import io.writeback.run.ProgressListener;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** Events sent in each round, to a broker that does not accept everything. */
final class EventPublisherTest {
  @TempDir private Path folder;
  private final CamelContext context = new DefaultCamelContext();
  private final PickyBroker broker = new PickyBroker();
  private WritebackRuntime runtime;
  private EventPublisher publisher;

  @BeforeEach
  void start() {
    runtime =
        new WritebackRuntime(
            context,
            new Configuration(
                folder,
                "application.properties",
                Map.of("queue.url", "tcp://127.0.0.1:1"),
                Map.of()),
            ProgressListener.NONE,
            InstantSource.system());
    runtime.open(Set.of());
    runtime.engine().ledger().outbox().open();
    publisher = publisher(broker.connections());
  }

  @AfterEach
  void stop() throws Exception {
    context.stop();
    runtime.close();
  }

  private EventPublisher publisher(ConnectionFactory connections) {
    return new EventPublisher(runtime.engine(), runtime.settings().queue(), connections);
  }

  private Ledger ledger() {
    return runtime.engine().ledger();
  }

  private void ask(String run, String writeback, String requestId) {
    ExternalRequest asked = new ExternalRequest(requestId, "digest");
    assertThat(ledger().requests().accept(RunRequest.of(run, asked.runKey(), writeback), asked))
        .isPresent();
  }

  private void looks(int times) {
    for (int look = 0; look < times; look++) {
      publisher.poll();
    }
  }

  private List<String> taken() {
    return broker.taken().stream()
        .map(text -> json(text).get("event") + " " + json(text).get("state"))
        .toList();
  }

  private static Map<?, ?> json(String text) {
    try {
      return new ObjectMapper().readValue(text, Map.class);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void one_that_the_broker_refuses_keeps_none_of_another_run_from_going_out() {
    broker.refuse(text -> text.contains("\"a-1\""));
    ask("a", "one", "first");
    ask("b", "two", "second");
    ledger().runs().cancel("a");

    looks(2);

    assertThat(taken()).containsExactly("b-1 ACCEPTED");
    assertThat(runtime.engine().ledger().outbox().unsent(10, Set.of())).hasSize(2);
  }

  @Test
  void one_that_goes_out_later_comes_before_what_follows_it_in_its_run() {
    broker.refuse(text -> text.contains("\"a-1\""));
    ask("a", "one", "first");
    ask("b", "two", "second");
    ledger().runs().cancel("a");
    looks(3);

    broker.refuse(text -> false);
    looks(QuarantinedEvents.IDLE_ROUNDS + 1);

    assertThat(taken()).containsExactly("b-1 ACCEPTED", "a-1 ACCEPTED", "a-2 CANCELLED");
    assertThat(runtime.engine().ledger().outbox().unsent(10, Set.of())).isEmpty();
  }

  @Test
  void one_that_is_too_much_for_the_broker_goes_out_with_its_state_alone() {
    broker.refuse(text -> text.contains("\"a-1\"") && text.contains("requestIds"));
    ask("a", "one", "first");

    for (int other = 0; other <= QuarantinedEvents.TRIES + 1; other++) {
      ask("other" + other, "writeback" + other, "other" + other);
      looks(1);
    }

    looks(1);
    assertThat(taken()).contains("a-1 ACCEPTED");
    assertThat(runtime.engine().ledger().outbox().unsent(10, Set.of())).isEmpty();
  }

  @Test
  void one_that_is_refused_again_and_again_while_others_go_out_is_given_up() {
    broker.refuse(text -> text.contains("\"a-1\""));
    ask("a", "one", "first");
    ledger().runs().cancel("a");

    for (int other = 0; other <= 2 * QuarantinedEvents.TRIES; other++) {
      ask("other" + other, "writeback" + other, "other" + other);
      looks(1);
    }
    looks(1);

    assertThat(taken()).contains("a-2 CANCELLED").doesNotContain("a-1 ACCEPTED");
    assertThat(runtime.engine().ledger().outbox().unsent(10, Set.of())).isEmpty();
  }

  @Test
  void while_the_broker_takes_nothing_none_is_given_up() {
    broker.refuse(text -> true);
    ask("a", "one", "first");
    ask("b", "two", "second");
    looks(4 * QuarantinedEvents.TRIES * QuarantinedEvents.IDLE_ROUNDS);
    broker.beGone(true);
    looks(QuarantinedEvents.IDLE_ROUNDS);
    broker.beGone(false);
    broker.refuse(text -> false);

    looks(QuarantinedEvents.IDLE_ROUNDS + 1);

    assertThat(taken()).containsExactlyInAnyOrder("a-1 ACCEPTED", "b-1 ACCEPTED");
  }

  /** A limit of 16,386 bytes that the publisher does not know. */
  @Test
  void a_broker_whose_limit_is_lower_gets_everything_else_and_of_the_large_one_the_state()
      throws Exception {
    int port = TestPorts.unused();
    Map<String, String> keys = Brokers.keys(port);
    keys.put("queue.max-message-bytes", "1");
    keys.put("queue.events", "elsewhere");
    QueueSettings client =
        Brokers.settings(
            Map.of(
                "queue.url",
                "tcp://127.0.0.1:" + port,
                "queue.username",
                Brokers.USER,
                "queue.password",
                Brokers.PASSWORD));
    JmsPoolConnectionFactory connections = HardenedJms.connections(client);
    try (EmbeddedBroker small =
        EmbeddedBroker.start(Brokers.settings(keys), folder.resolve("small"))) {
      assertThat(small).isNotNull();
      publisher = publisher(connections);
      for (int request = 0; request < 50; request++) {
        ask("a", "one", "r" + "0".repeat(190) + request);
      }
      ledger().runs().end("a", 1, RunState.FAILED, Code.DESTINATION_LOGIN, "down");

      for (int other = 0; other <= QuarantinedEvents.TRIES + 1; other++) {
        ask("other" + other, "writeback" + other, "other" + other);
        looks(1);
      }

      assertThat(runtime.engine().ledger().outbox().unsent(10, Set.of())).isEmpty();
      assertThat(Brokers.drain(Brokers.trusting(port), "writeback.events", 50 + 7 + 1))
          .filteredOn(text -> text.contains("FAILED"))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("\"a-51\"", "WB-406")
          .doesNotContain("requestIds");
    } finally {
      connections.stop();
    }
  }

  @Test
  void an_event_has_a_bounded_length_however_many_requests_the_run_answers() {
    for (int request = 0; request < 60; request++) {
      ask("a", "one", "r" + "0".repeat(190) + request);
    }
    ledger().runs().end("a", 1, RunState.FAILED, Code.DESTINATION_LOGIN, "\u0001".repeat(100_000));

    looks(2);

    assertThat(broker.taken()).hasSize(61);
    String last = broker.taken().get(60);
    assertThat(last).hasSizeLessThan(QueueSettings.EVENT_CHARACTERS).hasSizeGreaterThan(20_000);
    assertThat((List<?>) json(last).get("requestIds")).hasSize(EventText.MOST_IDS);
    assertThat(json(last).get("requests")).isEqualTo(60);
    assertThat((List<?>) json(broker.taken().get(59)).get("requestIds")).hasSize(1);
  }
}
