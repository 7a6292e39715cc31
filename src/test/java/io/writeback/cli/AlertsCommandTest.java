package io.writeback.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.writeback.ledger.AlertChange;
import io.writeback.ledger.AlertRule;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands alerts and alerts test. */
final class AlertsCommandTest {
  @RegisterExtension private final Home home = new Home();
  private final WireMockServer hook =
      new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

  @BeforeEach
  void listen() {
    hook.start();
    hook.stubFor(post(urlEqualTo("/good")).willReturn(aResponse().withStatus(200)));
    hook.stubFor(post(urlEqualTo("/bad")).willReturn(aResponse().withStatus(404)));
  }

  @AfterEach
  void close() {
    hook.stop();
  }

  private void hookAt(String channel, String path) {
    home.set("alert." + channel, "http://127.0.0.1:" + hook.port() + path)
        .set("alert.allow-private", "true");
  }

  private static JsonNode json(Home.Done done) throws Exception {
    return new ObjectMapper().readTree(done.out());
  }

  @Test
  void without_an_alert_it_says_so_and_makes_no_ledger() throws Exception {
    assertThat(home.run("alerts").out()).isEqualTo("No alert is open.\n");
    assertThat(json(home.run("alerts", "--json")).get("alerts")).isEmpty();
    assertThat(home.path("data")).doesNotExist();
  }

  @Test
  void an_open_alert_is_listed_with_its_message() throws Exception {
    try (Ledger ledger =
        Ledger.open(
            new LedgerAddress.InDirectory(home.path("data")),
            () -> Instant.parse("2026-11-25T02:00:00Z"))) {
      ledger
          .alerts()
          .update(
              "project-status",
              history ->
                  List.of(
                      new AlertChange(
                          AlertChange.Kind.RAISED,
                          "project-status",
                          AlertRule.NOT_STARTED,
                          null,
                          0,
                          "the fire has no run")),
              List.of());
    }

    assertThat(home.run("alerts").out())
        .isEqualTo(
            """
            writeback       alert        since                 run
            project-status  not-started  2026-11-25T02:00:00Z

            project-status: not-started: the fire has no run
            """);
    JsonNode alert = json(home.run("alerts", "--json")).get("alerts").get(0);
    assertThat(alert.get("rule").asText()).isEqualTo("not-started");
    assertThat(alert.get("since").asText()).isEqualTo("2026-11-25T02:00:00Z");
    assertThat(alert.get("run").isNull()).isTrue();
  }

  @Test
  void a_test_message_goes_through_each_channel_and_what_happened_is_reported() throws Exception {
    hookAt("webhook", "/good");
    hookAt("slack", "/bad");

    Home.Done done = home.run("alerts", "test");

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.out())
        .containsPattern("webhook +yes +\\d+")
        .containsPattern("slack +no +\\d+")
        .contains("WB-138 slack: 127.0.0.1 answered 404");
    hook.verify(1, postRequestedFor(urlEqualTo("/good")));
    JsonNode slack = json(home.run("alerts", "test", "--json")).get("channels").get(1);
    assertThat(slack.get("channel").asText()).isEqualTo("slack");
    assertThat(slack.get("delivered").asBoolean()).isFalse();
    assertThat(slack.get("code").asText()).isEqualTo("WB-138");
  }

  @Test
  void one_channel_alone_can_be_tested() {
    hookAt("webhook", "/good");
    hookAt("slack", "/bad");

    assertThat(home.run("alerts", "test", "--channel", "webhook").exitCode()).isZero();
    assertThat(home.run("alerts", "test", "--channel", "mail").err())
        .contains("WB-103 --channel: \"mail\" is no channel that is configured")
        .contains("webhook, slack");
    hook.verify(0, postRequestedFor(urlEqualTo("/bad")));
  }

  @Test
  void a_route_of_the_team_gets_a_test_message_too() {
    home.set("alert.endpoint", "direct:alert")
        .file(
            "routes/alert.camel.yaml",
            """
            - route:
                id: alert
                from:
                  uri: direct:alert
                  steps:
                    - setBody: {simple: "${header.event}: ${header.rule}"}
                    - to: file:alerts?fileName=alert.txt
            """
                .replace("file:alerts", "file:" + home.path("alerts")));

    Home.Done done = home.run("alerts", "test");

    assertThat(done.exitCode()).as(done.err() + done.out()).isZero();
    assertThat(home.path("alerts/alert.txt")).hasContent("alert.raised: failed");
  }

  @Test
  void without_a_channel_there_is_nothing_to_test() {
    Home.Done done = home.run("alerts", "test");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-102 no channel of alerts is configured: set alert.webhook");
  }

  @Test
  void rules_for_a_writeback_that_does_not_exist_are_reported_by_check() {
    home.csvToWorkfront("projects", "projects.csv").set("alert.project.failed", "off");

    assertThat(home.run("check", "projects").err())
        .contains(
            "alert.project.… is about a writeback that does not exist; did you mean projects?");
  }
}
