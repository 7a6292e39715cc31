package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.writeback.camel.WritebackRuntime;
import io.writeback.config.Configuration;
import io.writeback.engine.FollowUps;
import io.writeback.ledger.Fire;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.Pause;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications, poll by poll, with a clock that the test sets. */
final class FollowUpsTest {
  private static final Instant TWO = Instant.parse("2026-11-25T02:00:00Z");

  @TempDir private Path folder;
  private final CamelContext context = new DefaultCamelContext();
  private final AtomicReference<Instant> now = new AtomicReference<>(TWO);
  private final List<String> notified = new ArrayList<>();
  private WritebackRuntime runtime;
  private FollowUps followUps;

  /** How the user's endpoint handles a report. */
  @FunctionalInterface
  private interface Alert {
    void take(Report report) throws Exception;
  }

  private void start(Alert alert, Map<String, String> more) throws Exception {
    Map<String, String> keys = new TreeMap<>(more);
    keys.put("writeback.notify.endpoint", "direct:alert");
    runtime =
        new WritebackRuntime(
            context,
            new Configuration(folder, "application.properties", keys, Map.of()),
            ProgressListener.NONE,
            now::get);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:alert")
                .process(
                    exchange -> {
                      Report report = exchange.getMessage().getBody(Report.class);
                      alert.take(report);
                      notified.add(report.run() + " " + report.state());
                    });
          }
        });
    runtime.open(Set.of());
    context.start();
    followUps = runtime.engine().followUps();
  }

  @AfterEach
  void stop() throws Exception {
    context.stop();
    runtime.close();
  }

  private Ledger ledger() {
    return runtime.engine().ledger();
  }

  /** A run started by a schedule. */
  private void fired(String run) {
    ledger()
        .schedules()
        .accept(
            RunRequest.of(run, run, "writeback-of-" + run),
            new Fire("schedule", "timing", TWO, "", "", false, Fire.Tries.NONE));
  }

  private void pause(String run) {
    ledger().runs().pause(run, 1, Pause.Kind.AUTH, null, 1, Code.KEY_INVALID, "refused");
  }

  @Test
  void what_cannot_be_delivered_about_a_run_that_waits_is_given_up_after_a_day() throws Exception {
    start(
        report -> {
          throw new IllegalStateException("deaf");
        },
        Map.of());
    fired("a");
    pause("a");

    followUps.poll();
    now.set(TWO.plus(Duration.ofHours(23)));
    followUps.poll();
    assertThat(ledger().followUps().noticesDone("a")).isEmpty();
    now.set(TWO.plus(Duration.ofHours(25)));
    followUps.poll();
    assertThat(ledger().followUps().noticesDone("a")).containsExactly("endpoint");
    followUps.poll();

    assertThat(ledger().followUps().ended()).isEmpty();
  }

  @Test
  void of_a_run_that_continues_while_another_is_reported_nothing_is_said() throws Exception {
    start(report -> ledger().runs().resume("b"), Map.of());
    fired("a");
    fired("b");
    pause("a");
    pause("b");

    followUps.poll();

    assertThat(notified).containsExactly("a PAUSED");
  }

  @Test
  void of_a_run_that_continues_between_two_channels_the_second_says_nothing_untrue()
      throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try {
      start(
          report -> ledger().runs().resume("a"),
          Map.of(
              "writeback.notify.mail-server",
              "smtp://127.0.0.1:" + mail.getSmtp().getPort(),
              "writeback.notify.mail-to",
              "night@example.com",
              "writeback.notify.mail-from",
              "writeback@example.com"));
      fired("a");
      pause("a");

      followUps.poll();

      assertThat(notified).containsExactly("a PAUSED");
      assertThat(mail.getReceivedMessages()).isEmpty();
      assertThat(ledger().history().find("a").orElseThrow().state()).isEqualTo(RunState.ACCEPTED);
    } finally {
      mail.stop();
    }
  }

  @Test
  void a_failure_is_reported_although_the_next_run_waits_already() throws Exception {
    start(report -> {}, Map.of());
    fired("a");
    ledger().runs().end("a", 1, RunState.FAILED, Code.DESTINATION_LOGIN, "down");
    now.set(TWO.plusSeconds(1));
    ledger().requests().accept(RunRequest.of("b", "b", "writeback-of-a"));

    followUps.poll();
    followUps.poll();
    followUps.poll();

    assertThat(notified).containsExactly("a FAILED");
    assertThat(ledger().followUps().ended()).isEmpty();
  }

  @Test
  void a_failure_is_not_reported_any_more_once_a_newer_run_is_complete() throws Exception {
    start(report -> {}, Map.of());
    fired("a");
    ledger().runs().end("a", 1, RunState.FAILED, Code.DESTINATION_LOGIN, "down");
    now.set(TWO.plusSeconds(1));
    ledger().requests().accept(RunRequest.of("b", "b", "writeback-of-a"));
    ledger().runs().end("b", 1, RunState.COMPLETE, null, null);

    followUps.poll();

    assertThat(notified).isEmpty();
    assertThat(ledger().followUps().ended()).isEmpty();
  }
}
