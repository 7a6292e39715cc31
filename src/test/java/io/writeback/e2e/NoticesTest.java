package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.writeback.camel.Inside;
import io.writeback.config.Settings;
import io.writeback.engine.FollowUps;
import io.writeback.engine.LogEvent;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.FollowUpStore;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.notify.NoticeSettings;
import io.writeback.notify.NoticeText;
import io.writeback.notify.Notices;
import io.writeback.run.Report;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a notification is sent, and the allowed values of its keys. */
final class NoticesTest {
  private static final Instant END = Instant.parse("2026-11-25T02:10:00Z");

  @RegisterExtension private final TriggeredRuns team = new TriggeredRuns();
  private final Map<String, String> keys = new LinkedHashMap<>();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor());
  private FollowUpStore.Ended failed;
  private Report report;

  @BeforeEach
  void fail() throws Exception {
    context.start();
    // The report of a failed run, as read from the ledger.
    java.nio.file.Files.delete(team.path("w.csv"));
    team.run("run", "w");
    try (Ledger ledger = team.ledger()) {
      RunEntry run = team.runs().get(0).run();
      failed = new FollowUpStore.Ended(run, "writeback/w", 2, 0, Duration.ZERO, null, false);
      report =
          io.writeback.run.LedgerReport.report(
              ledger.history().summary(run.id()).orElseThrow(),
              END,
              ledger,
              new io.writeback.run.RunFiles(team.path("data"), run.id()));
    }
  }

  @AfterEach
  void close() throws Exception {
    context.close();
    http.close();
  }

  private NoticeSettings settings() {
    Settings own = new Settings("application.properties", "writeback.", keys);
    NoticeSettings settings = NoticeSettings.of(own);
    own.orThrow();
    return settings;
  }

  private void deliver(String channel) throws Notices.UndeliveredException {
    new Notices(Inside.endpoints(context), http, settings())
        .channels()
        .get(channel)
        .deliver(failed, report);
  }

  private static GreenMail mailServer() {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    return mail;
  }

  private void mailTo(GreenMail server) {
    keys.put("notify.mail-server", "smtp://127.0.0.1:" + server.getSmtp().getPort());
    keys.put("notify.mail-to", "night@example.com, data@example.com");
    keys.put("notify.mail-from", "writeback@example.com");
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
  void an_endpoint_that_does_not_exist_is_reported_before_any_run_fails(
      String uri, String reported) {
    keys.put("notify.endpoint", uri);

    var problem =
        Notices.endpointProblem(Inside.endpoints(context), settings(), List.of("direct:alert?a=b"));

    assertThat(problem.map(Object::toString).orElse(""))
        .contains(reported)
        .startsWith(reported.isEmpty() ? "" : "WB-103 writeback.notify.endpoint: ");
    assertThat(problem.isEmpty()).isEqualTo(reported.isEmpty());
  }

  @Test
  void a_mail_says_which_run_failed_and_why() throws Exception {
    GreenMail server = mailServer();
    try {
      mailTo(server);

      deliver("mail");

      MimeMessage[] mails = server.getReceivedMessages();
      assertThat(mails).hasSize(2);
      assertThat(mails[0].getSubject()).startsWith("camel-writeback: w is FAILED: ");
      assertThat(mails[0].getFrom()[0]).hasToString("writeback@example.com");
      assertThat(mails[0].getContent().toString())
          .startsWith("w: " + report.reason() + " (" + report.code() + "); run ")
          .contains("run " + report.run() + " is FAILED")
          .contains("that was the last of 3 tries");
    } finally {
      server.stop();
    }
  }

  @Test
  void a_failure_before_a_newer_run_says_that_the_newer_one_comes_instead_of_a_retry()
      throws Exception {
    FollowUpStore.Ended overtaken =
        new FollowUpStore.Ended(
            failed.run(), "writeback/w", 0, 3, Duration.ZERO, "newer-run", false);

    assertThat(
            new String(NoticeText.json(overtaken, report), java.nio.charset.StandardCharsets.UTF_8))
        .contains("it is not tried again, as run newer-run was asked for after it");
  }

  @Test
  void a_hostile_text_is_harmless_in_a_notice_an_event_and_a_line_of_the_log() throws Exception {
    String hostile = "\u001b[2J\u009b\u202e\u200b";
    String text = LogEvent.of("run ended").with("reason", "of " + hostile).toString();
    FollowUpStore.Ended named =
        new FollowUpStore.Ended(failed.run(), hostile, 0, 0, Duration.ZERO, hostile, false);

    String json =
        new String(NoticeText.json(named, report), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(text).isEqualTo("run ended reason=\"of \\u001b[2J\\u009b\\u202e\\u200b\"");
    assertThat(json).doesNotContain("\u001b", "\u009b", "\u202e", "\u200b");
    assertThat(
            new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(json)
                .get("startedBy")
                .asText())
        .isEqualTo(hostile);
  }

  @Test
  void a_login_is_not_sent_to_a_mail_server_without_tls() {
    GreenMail server = mailServer();
    try {
      mailTo(server);
      keys.put("notify.mail-user", "me");
      keys.put("notify.mail-password", "s3cret");

      assertThatThrownBy(() -> deliver("mail"))
          .isInstanceOf(Notices.UndeliveredException.class)
          .hasMessageContaining("STARTTLS")
          .hasMessageNotContaining("s3cret");
      assertThat(server.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void an_endpoint_gets_the_report_and_may_refuse_it() throws Exception {
    List<Object> got = new ArrayList<>();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:alert").process(exchange -> got.add(exchange.getMessage().getBody()));
            from("direct:deaf").throwException(new IllegalStateException("deaf"));
          }
        });
    keys.put("notify.endpoint", "direct:alert");
    deliver("endpoint");
    assertThat(got).containsExactly(report);

    keys.put("notify.endpoint", "direct:deaf");
    assertThatThrownBy(() -> deliver("endpoint"))
        .isInstanceOf(Notices.UndeliveredException.class)
        .hasMessage("deaf");
  }

  @Test
  void a_webhook_on_a_private_address_is_refused_and_its_path_is_not_reported() {
    keys.put("notify.webhook", "http://127.0.0.1:9/services/s3cret");

    assertThatThrownBy(() -> deliver("webhook"))
        .isInstanceOf(Notices.UndeliveredException.class)
        .hasMessageContaining("private")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "notify.webhook, ftp://example.com/s3cret, is not an address",
    "notify.webhook, https://me:s3cret@example.com, is not an address",
    "notify.webhook, https://my_host/s3cret, has an underscore",
    "notify.mail-server, http://example.com, is not an address",
    "notify.mail-to, nobody, mail-to is \"nobody\"",
    "notify.webhok, x, did you mean writeback.notify.webhook",
  })
  void a_mistake_is_reported_without_the_value_of_an_address(
      String key, String value, String message) {
    keys.put(key, value);

    assertThatThrownBy(this::settings)
        .hasMessageContaining(message)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void tries_come_less_and_less_often() {
    assertThat(FollowUps.pause(1)).isEqualTo(Duration.ofSeconds(15));
    assertThat(FollowUps.pause(3)).isEqualTo(Duration.ofMinutes(1));
    assertThat(FollowUps.pause(1_000)).isEqualTo(Duration.ofHours(1));
  }
}
