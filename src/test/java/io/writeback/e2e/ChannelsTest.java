package io.writeback.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.writeback.TestPorts;
import io.writeback.alert.AlertSettings;
import io.writeback.alert.Channels;
import io.writeback.camel.Inside;
import io.writeback.camel.queue.AlertBroker;
import io.writeback.config.Configuration;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.AlertMessage;
import io.writeback.ledger.AlertRule;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.queue.Brokers;
import io.writeback.queue.EmbeddedBroker;
import io.writeback.queue.QueueSettings;
import io.writeback.run.Report;
import jakarta.jms.TextMessage;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a message of an alert is on each channel. */
final class ChannelsTest {
  private static final Instant TWO = Instant.parse("2026-11-25T02:00:00Z");

  @RegisterExtension private final TriggeredRuns team = new TriggeredRuns();
  private final Map<String, String> keys = new LinkedHashMap<>();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Http http =
      new Http(
          new HttpLimits(
              Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(2), 1 << 20),
          RetryPolicy.STANDARD,
          new Governor());
  private final WireMockServer hook =
      new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
  private Report report;

  @BeforeEach
  void fail() throws Exception {
    context.start();
    hook.start();
    hook.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));
    // The report of a failed run, as read from the ledger.
    java.nio.file.Files.delete(team.path("w.csv"));
    team.run("run", "w");
    try (Ledger ledger = team.ledger()) {
      RunEntry run = team.runs().get(0).run();
      report =
          io.writeback.run.LedgerReport.report(
              ledger.history().summary(run.id()).orElseThrow(),
              TWO,
              ledger,
              io.writeback.run.RunFolders.local(team.path("data")).files(run.id()));
    }
  }

  @AfterEach
  void close() throws Exception {
    context.close();
    http.close();
    hook.stop();
  }

  private AlertSettings settings() {
    AlertSettings settings =
        AlertSettings.of(
            new Configuration(team.folder(), "application.properties", keys, Map.of()));
    assertThat(settings.problems()).isEmpty();
    return settings;
  }

  private Optional<String> deliver(String channel) {
    return deliver(channel, "w", false, "the file is gone; run " + report.run() + " is FAILED");
  }

  private Optional<String> deliver(
      String channel, String writeback, boolean recovered, String message) {
    QueueSettings queue =
        QueueSettings.of(
            new Configuration(team.folder(), "application.properties", keys, Map.of()));
    return new Channels(
            settings(),
            http,
            Inside.endpoints(context),
            new AlertBroker(queue),
            run -> Optional.of("<!DOCTYPE html><p>the page of " + run + " – “as a file”"))
        .deliver(
            new AlertMessage(
                7,
                channel,
                writeback,
                AlertRule.FAILED,
                recovered,
                TWO,
                TWO.plusSeconds(recovered ? 7_200 : 0),
                report.run(),
                message,
                1,
                TWO),
            Optional.of(report));
  }

  private void hookAt(String channel, String path) {
    keys.put("alert." + channel, "http://127.0.0.1:" + hook.port() + path);
    keys.put("alert.allow-private", "true");
  }

  @Test
  void a_webhook_gets_the_sentence_the_facts_and_the_report_with_its_own_headers() {
    hookAt("webhook", "/services/s3cret");
    keys.put("alert.webhook-token", "t0ken");
    keys.put("alert.webhook-header.X-Team", "data");

    assertThat(deliver("webhook")).isEmpty();

    hook.verify(
        1,
        postRequestedFor(urlEqualTo("/services/s3cret"))
            .withHeader("Authorization", equalTo("Bearer t0ken"))
            .withHeader("X-Team", equalTo("data"))
            .withRequestBody(matchingJsonPath("$.event", equalTo("alert.raised")))
            .withRequestBody(matchingJsonPath("$.id", equalTo("7")))
            .withRequestBody(matchingJsonPath("$.rule", equalTo("failed")))
            .withRequestBody(matchingJsonPath("$.writeback", equalTo("w")))
            .withRequestBody(matchingJsonPath("$.since", equalTo(TWO.toString())))
            .withRequestBody(matchingJsonPath("$.run", equalTo(report.run())))
            .withRequestBody(matchingJsonPath("$.code", equalTo(report.code().id())))
            .withRequestBody(matchingJsonPath("$.report.state", equalTo("FAILED"))));
  }

  @Test
  void a_chat_gets_a_text_that_it_reads_as_it_is() {
    hookAt("slack", "/services/T0/B0/s3cret");

    assertThat(deliver("slack", "w", true, "run <a> & b")).isEmpty();

    hook.verify(
        1,
        postRequestedFor(urlEqualTo("/services/T0/B0/s3cret"))
            .withRequestBody(
                equalToJson(
                    "{\"text\":\"w: recovered (failed) after 2 h 00 min: run &lt;a&gt; &amp;"
                        + " b\"}")));
  }

  @Test
  void a_webhook_that_refuses_or_hangs_is_named_without_its_path() {
    hookAt("webhook", "/services/s3cret");
    hook.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(403)));
    assertThat(deliver("webhook")).contains("127.0.0.1 answered 403");
    hook.stubFor(post(anyUrl()).willReturn(aResponse().withFixedDelay(30_000)));

    assertThat(deliver("webhook").orElseThrow())
        .startsWith("127.0.0.1 did not answer: ")
        .doesNotContain("s3cret");
  }

  @Test
  void a_webhook_on_a_private_address_is_refused_unless_it_is_allowed() {
    keys.put("alert.webhook", "https://127.0.0.1:9/services/s3cret");

    assertThat(deliver("webhook").orElseThrow()).contains("private").doesNotContain("s3cret");
  }

  private static GreenMail mailServer() {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    return mail;
  }

  private void mailTo(GreenMail server) {
    keys.put("alert.mail-server", "smtp://127.0.0.1:" + server.getSmtp().getPort());
    keys.put("alert.mail-to", "night@example.com, data@example.com");
    keys.put("alert.mail-from", "writeback@example.com");
  }

  @Test
  void a_mail_says_which_run_failed_and_why() throws Exception {
    GreenMail server = mailServer();
    try {
      mailTo(server);

      assertThat(deliver("mail")).isEmpty();

      MimeMessage[] mails = server.getReceivedMessages();
      assertThat(mails).hasSize(2);
      assertThat(mails[0].getSubject())
          .startsWith("camel-writeback: w: failed: the file is gone; run ");
      assertThat(mails[0].getFrom()[0]).hasToString("writeback@example.com");
      assertThat(mails[0].getContent().toString())
          .startsWith("w: failed: the file is gone; run " + report.run() + " is FAILED")
          .contains("\"state\":\"FAILED\"");
    } finally {
      server.stop();
    }
  }

  @Test
  void a_mail_has_the_page_of_the_run_with_it_if_the_settings_say_so() throws Exception {
    GreenMail server = mailServer();
    try {
      mailTo(server);
      keys.put("alert.mail-report", "true");

      assertThat(deliver("mail")).isEmpty();

      MimeMultipart parts = (MimeMultipart) server.getReceivedMessages()[0].getContent();
      assertThat(parts.getCount()).isEqualTo(2);
      assertThat(parts.getBodyPart(0).getContent().toString()).startsWith("w: failed: ");
      assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("run-" + report.run() + ".html");
      assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
      assertThat(parts.getBodyPart(1).getContent().toString())
          .isEqualTo("<!DOCTYPE html><p>the page of " + report.run() + " – “as a file”");
    } finally {
      server.stop();
    }
  }

  @Test
  void a_login_is_not_sent_to_a_mail_server_without_tls() {
    GreenMail server = mailServer();
    try {
      mailTo(server);
      keys.put("alert.mail-user", "me");
      keys.put("alert.mail-password", "s3cret");

      assertThat(deliver("mail").orElseThrow()).contains("STARTTLS").doesNotContain("s3cret");
      assertThat(server.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void a_queue_gets_the_facts_without_the_report() throws Exception {
    int port = TestPorts.unused();
    keys.putAll(Brokers.keys(port));
    keys.put("alert.queue", "ops.alerts");
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(Brokers.settings(Brokers.keys(port)), team.path("broker"))) {
      assertThat(broker.isAccepting()).isTrue();

      assertThat(deliver("queue")).isEmpty();

      TextMessage message = (TextMessage) Brokers.receive(Brokers.trusting(port), "ops.alerts");
      assertThat(message.getStringProperty("rule")).isEqualTo("failed");
      assertThat(message.getStringProperty("alertId")).isEqualTo("7");
      assertThat(new ObjectMapper().readTree(message.getText()).get("run").asText())
          .isEqualTo(report.run());
      assertThat(message.getText()).doesNotContain("\"report\"");
    }
    assertThat(deliver("queue").orElseThrow()).startsWith("the broker did not accept it: ");
  }

  @Test
  void a_route_gets_the_facts_and_may_refuse_them() throws Exception {
    List<String> got = new ArrayList<>();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:alert")
                .process(
                    exchange ->
                        got.add(
                            exchange.getMessage().getHeader("rule")
                                + " "
                                + exchange.getMessage().getBody(String.class)));
            from("direct:deaf").throwException(new IllegalStateException("deaf"));
          }
        });
    keys.put("alert.endpoint", "direct:alert");
    assertThat(deliver("endpoint")).isEmpty();
    assertThat(got).hasSize(1);
    assertThat(got.get(0))
        .startsWith("failed {\"event\":\"alert.raised\"")
        .contains("\"report\":{");

    keys.put("alert.endpoint", "direct:deaf");
    assertThat(deliver("endpoint")).contains("deaf");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          direct:alert,         ''
          direct:alarm,         'is direct:alarm, but no route begins with that'
          seda:alert,           'is seda:alert, but no route begins with that'
          log:alerts,           ''
          'log:alerts?levle=WARN', 'levle'
          nosuchthing:alerts,   'nosuchthing'
          """)
  void an_endpoint_that_does_not_exist_is_reported_before_any_alert(String uri, String reported) {
    keys.put("alert.endpoint", uri);

    var problem =
        Channels.endpointProblem(
            Inside.endpoints(context), settings(), List.of("direct:alert?a=b"));

    assertThat(problem.map(Object::toString).orElse(""))
        .contains(reported)
        .startsWith(reported.isEmpty() ? "" : "WB-103 alert.endpoint: ");
    assertThat(problem.isEmpty()).isEqualTo(reported.isEmpty());
  }

  @Test
  void a_hostile_text_is_harmless_in_a_message() throws Exception {
    String hostile = "\u001b[2J\u009b\u202e\u200b";
    hookAt("webhook", "/");

    assertThat(deliver("webhook", hostile, false, hostile)).isEmpty();

    String json = hook.findAll(postRequestedFor(anyUrl())).get(0).getBodyAsString();
    assertThat(json).doesNotContain("\u001b", "\u009b", "\u202e", "\u200b");
    assertThat(new ObjectMapper().readTree(json).get("writeback").asText()).isEqualTo(hostile);
  }
}
