package io.writeback.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.writeback.Child;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts of a server, from the run to the channel. */
final class AlertsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @RegisterExtension private final TriggeredRuns team = new TriggeredRuns();
  private final WireMockServer hook =
      new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

  @BeforeEach
  void listen() {
    hook.start();
    hook.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));
    team.set("alert.webhook", "http://127.0.0.1:" + hook.port() + "/hook")
        .set("alert.allow-private", "true");
  }

  @AfterEach
  void close() {
    team.stop();
    hook.stop();
  }

  private List<String> events() {
    return hook.findAll(postRequestedFor(urlEqualTo("/hook"))).stream()
        .map(request -> event(request.getBodyAsString()))
        .toList();
  }

  private static String event(String body) {
    try {
      JsonNode json = new ObjectMapper().readTree(body);
      return "%s %s %s"
          .formatted(
              json.get("event").asText(), json.get("rule").asText(), json.get("run").asText());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void begin(String run) {
    try (Ledger ledger = team.ledger()) {
      ledger.requests().accept(RunRequest.of(run, run, "w"));
    }
  }

  private void awaitStates(RunState... states) {
    await().atMost(LONG).untilAsserted(() -> assertThat(team.states()).containsExactly(states));
  }

  private void awaitEvents(String... events) {
    await().atMost(LONG).untilAsserted(() -> assertThat(events()).containsExactly(events));
  }

  @Test
  void a_failing_run_is_one_message_a_second_failure_none_and_a_good_run_one() throws Exception {
    Files.delete(team.path("w.csv"));
    team.start();
    begin("a");
    awaitEvents("alert.raised failed a");
    begin("b");
    awaitStates(RunState.FAILED, RunState.FAILED);
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(team.run("alerts").out()).contains("run b is FAILED"));
    team.file("w.csv", "ID,Name\n" + TriggeredRuns.ID + ",Again\n");
    begin("c");

    awaitEvents("alert.raised failed a", "alert.recovered failed c");
    assertThat(team.run("alerts").out()).contains("No alert is open.");
  }

  @Test
  void after_the_last_try_and_not_before_the_webhook_is_called_once() throws Exception {
    Files.delete(team.path("w.csv"));
    team.schedule("often", "trigger.repeatInterval: 3600000", "retries: 1", "retryEvery: 15m");
    team.start();
    awaitStates(RunState.FAILED);
    team.later(Duration.ofMinutes(15));
    awaitStates(RunState.FAILED, RunState.FAILED);
    String last = team.runs().get(1).run().id();

    awaitEvents("alert.raised failed " + last);
    team.stop();
    team.start();
    team.stop();
    assertThat(events()).hasSize(1);
  }

  @Test
  void a_channel_that_hangs_holds_up_no_other_and_no_run() throws Exception {
    hook.stubFor(post(urlEqualTo("/hook")).willReturn(aResponse().withFixedDelay(20_000)));
    team.set("alert.slack", "http://127.0.0.1:" + hook.port() + "/chat");
    Files.delete(team.path("w.csv"));
    team.start();
    begin("a");
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> hook.verify(1, postRequestedFor(urlEqualTo("/chat"))));
    team.file("w.csv", "ID,Name\n" + TriggeredRuns.ID + ",Again\n");
    begin("b");

    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> hook.verify(2, postRequestedFor(urlEqualTo("/chat"))));
    assertThat(team.states()).containsExactly(RunState.FAILED, RunState.COMPLETE);
    try (Ledger ledger = team.ledger()) {
      assertThat(ledger.alerts().waitingChannels()).containsExactly("webhook");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALERT:before:1", "ALERT:after:1"})
  void killed_around_the_alert_its_message_arrives_once_all_the_same(String failPoint)
      throws Exception {
    Files.delete(team.path("w.csv"));
    begin("a");
    Process killed = Child.start(team, Child.failingAt(team, failPoint), "start");
    assertThat(killed.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(killed.exitValue()).as(Child.tail(team)).isEqualTo(137);
    assertThat(events()).isEmpty();

    team.start();

    awaitEvents("alert.raised failed a");
    team.stop();
    assertThat(events()).hasSize(1);
  }
}
