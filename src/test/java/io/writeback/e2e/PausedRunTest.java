package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.ledger.RunState;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Paused runs, through the routes, with a clock that the test sets. */
@Timeout(120)
final class PausedRunTest {
  private static final int ROWS = 1_000;
  private static final Fault THROTTLED =
      Fault.answer(429, "{\"error\":{\"message\":\"Too many\"}}")
          .header("Retry-After", "600")
          .onMethod("PUT");

  @RegisterExtension private final Home home = new Home();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T02:00:00Z"));
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    home.without("writeback.pauses").csvToWorkfront("projects", "projects.csv");
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= ROWS; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      csv.append(id(row)).append(",new ").append(row).append('\n');
    }
    home.file("projects.csv", csv.toString());
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private WritebackMain open() {
    return new WritebackMain(home.configuration(), ProgressListener.NONE, now::get);
  }

  private void pass(Duration time) {
    now.updateAndGet(then -> then.plus(time));
  }

  private static Report untilPaused(WritebackMain main, String run) {
    return await()
        .until(() -> main.engine().runs().report(run), report -> report.state() == RunState.PAUSED);
  }

  private static Report untilEnded(WritebackMain main, String run) {
    return await().until(() -> main.engine().runs().report(run), report -> report.state().ended());
  }

  private void assertWhole(Report report) {
    assertThat(report.state()).as(report.toString()).isEqualTo(RunState.COMPLETE);
    assertThat(report.tally().confirmed()).isEqualTo(ROWS);
    for (int row = 1; row <= ROWS; row++) {
      assertThat(sandbox.object("PROJ", id(row)).orElseThrow().get("name").asText())
          .isEqualTo("new " + row);
    }
  }

  @Test
  void a_server_leaves_a_throttled_destination_alone_and_resumes_by_itself_when_it_is_time() {
    sandbox.faults().add(THROTTLED.nth(4));
    try (WritebackMain main = open()) {
      main.startAll();
      String run = main.control().accept("projects", false, false).id();
      Report paused = untilPaused(main, run);

      assertThat(paused.pause()).isEqualTo("throttle");
      assertThat(Instant.parse(paused.resumesAt())).isEqualTo(now.get().plusSeconds(600));
      assertThat(paused.tally().notSent()).isPositive();
      assertThat(paused.tally().confirmed() + paused.tally().notSent())
          .as(paused.toString())
          .isEqualTo(ROWS);
      assertThat(sandbox.stats().recordsWritten()).isEqualTo(paused.tally().confirmed());
      pass(Duration.ofSeconds(600));
      assertWhole(untilEnded(main, run));
      assertThat(sandbox.stats().recordsWritten()).as("nothing was written twice").isEqualTo(ROWS);
    }
  }

  @Test
  void a_command_waits_for_its_paused_run_and_resumes_with_it() throws Exception {
    sandbox.faults().add(THROTTLED.nth(4));
    try (WritebackMain main = open()) {
      main.start("projects");
      var accepted = main.control().accept("projects", false, false);
      CompletableFuture<Report> waiting =
          CompletableFuture.supplyAsync(() -> main.control().finish(accepted, report -> {}));
      untilPaused(main, accepted.id());
      assertThat(waiting).isNotDone();

      pass(Duration.ofSeconds(600));

      assertWhole(waiting.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void a_command_that_waits_for_its_paused_run_can_be_ended_and_the_run_stays_as_it_is()
      throws Exception {
    sandbox.faults().add(THROTTLED.nth(4));
    String run;
    try (WritebackMain main = open()) {
      main.start("projects");
      var accepted = main.control().accept("projects", false, false);
      run = accepted.id();
      CompletableFuture<Report> waiting =
          CompletableFuture.supplyAsync(() -> main.control().finish(accepted, report -> {}));
      untilPaused(main, run);
      main.end().request("stopped by a signal");

      Report left = waiting.get(30, TimeUnit.SECONDS);
      assertThat(left.state()).isEqualTo(RunState.PAUSED);
      assertThat(left.exitCode()).isEqualTo(4);
    }
    try (WritebackMain later = open()) {
      later.startAll();
      assertThat(later.engine().runs().due()).isEmpty();
      assertThat(later.engine().runs().report(run).state()).isEqualTo(RunState.PAUSED);

      pass(Duration.ofSeconds(600));

      assertWhole(untilEnded(later, run));
    }
  }

  @Test
  void a_run_that_is_paused_again_keeps_no_other_from_going_on() throws Exception {
    home.csvToWorkfront("names", "names.csv").file("names.csv", "ID,Name\n" + id(1) + ",last\n");
    sandbox.faults().add(THROTTLED.nth(4));
    try (Sandbox tenant = Sandbox.start(Home.EMPTY);
        WritebackMain main = alsoTo(tenant)) {
      main.open();
      String throttled = main.control().accept("projects", false, false).id();
      pass(Duration.ofSeconds(1));
      String behind = main.control().accept("names", false, false).id();
      pass(Duration.ofSeconds(1));
      String elsewhere = main.control().accept("tenant", false, false).id();
      main.startForResume();
      CompletableFuture<List<Report>> resumed =
          CompletableFuture.supplyAsync(() -> main.control().resume());

      assertThat(untilEnded(main, elsewhere).state()).isEqualTo(RunState.COMPLETE);
      assertThat(untilPaused(main, throttled).pause()).isEqualTo("throttle");
      assertThat(main.engine().runs().report(behind).state())
          .as("its rows are newer, and come after")
          .isEqualTo(RunState.ACCEPTED);
      pass(Duration.ofSeconds(600));

      assertThat(resumed.get(30, TimeUnit.SECONDS))
          .extracting(Report::run, Report::state)
          .containsExactly(
              tuple(throttled, RunState.COMPLETE),
              tuple(behind, RunState.COMPLETE),
              tuple(elsewhere, RunState.COMPLETE));
      assertThat(sandbox.object("PROJ", id(1)).orElseThrow().get("name").asText())
          .isEqualTo("last");
    }
  }

  /** With a writeback to another tenant, which is on another host. */
  private WritebackMain alsoTo(Sandbox tenant) {
    tenant.putObject("PROJ", Map.of("ID", id(1), "name", "old"));
    home.set(
            "account.tenant.url",
            tenant.workfrontUrl().toString().replace("127.0.0.1", "localhost"))
        .set("account.tenant.api-key", Workfront.API_KEY)
        .set("account.tenant.allow-private", "true")
        .csvToWorkfront("tenant", "names.csv", "account: tenant");
    return open();
  }

  @Test
  void resume_resumes_itself_if_the_server_ends_before_it_has() {
    sandbox.faults().add(THROTTLED.nth(4));
    try (WritebackMain resuming = open()) {
      String run;
      try (WritebackMain server = open()) {
        server.startAll();
        run = server.control().accept("projects", false, false).id();
        untilPaused(server, run);
        resuming.startForResume();
        assertThat(resuming.engine().mayExecute()).isFalse();
      }

      assertThat(resuming.control().resume()).singleElement().satisfies(this::assertWhole);
      assertThat(resuming.engine().runs().report(run).state()).isEqualTo(RunState.COMPLETE);
    }
  }

  @Test
  void a_destination_that_is_down_is_asked_after_one_and_five_minutes_and_then_gets_every_row() {
    sandbox.faults().add(Fault.answer(503, "down").onMethod("PUT").nth(4).times(100_000));
    try (WritebackMain main = open()) {
      main.startAll();
      String run = main.control().accept("projects", false, false).id();
      Report first = untilPaused(main, run);
      assertThat(first.pause()).isEqualTo("outage");
      assertThat(first.resumesAt()).isEqualTo(now.get().plusSeconds(60).toString());
      assertThat(first.tally().confirmed() + first.tally().inDoubt() + first.tally().notSent())
          .isEqualTo(ROWS);

      pass(Duration.ofMinutes(1));
      String second = now.get().plus(Duration.ofMinutes(5)).toString();
      await().until(() -> second.equals(main.engine().runs().report(run).resumesAt()));
      sandbox.faults().clear();
      pass(Duration.ofMinutes(5));

      assertWhole(untilEnded(main, run));
    }
  }

  @Test
  void a_run_whose_credentials_are_refused_is_shown_and_continues_when_a_person_says_so()
      throws IOException {
    sandbox
        .faults()
        .add(
            Fault.answer(401, "{\"error\":{\"message\":\"Invalid API key\"}}")
                .onMethod("PUT")
                .nth(4)
                .times(1_000));

    Home.Done done = home.run("run", "projects", "--json");

    JsonNode report = done.json();
    assertThat(done.exitCode()).as(done.err()).isEqualTo(4);
    assertThat(report.get("state").asText()).isEqualTo("PAUSED");
    assertThat(report.get("pause").asText()).isEqualTo("auth");
    assertThat(report.get("resumesAt").isNull()).isTrue();
    assertThat(done.err()).contains("is paused (auth, until a person resumes it)");
    assertThat(home.run("runs").out()).contains("PAUSED auth ").contains("WB-406");
    assertThat(home.run("runs", "--state", "paused").out()).contains("projects");
    assertThat(home.run("show", "last").out())
        .contains("PAUSED  WB-406")
        .contains("account.workfront.api-key")
        .contains("resume at once: ./writeback resume");
    sandbox.faults().clear();

    assertThat(home.run("resume").exitCode()).isZero();
    assertThat(home.run("show", "last").out()).contains("COMPLETE").doesNotContain("paused");
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(ROWS);
  }

  @Test
  void a_paused_run_is_shown_with_its_time_and_is_cancelled_at_once() throws Exception {
    sandbox.faults().add(THROTTLED.nth(4));
    try (WritebackMain main = open()) {
      main.start("projects");
      CompletableFuture<Report> waiting =
          CompletableFuture.supplyAsync(
              () ->
                  main.control()
                      .finish(main.control().accept("projects", false, false), report -> {}));
      await()
          .until(
              () -> home.run("runs").out().contains("PAUSED throttle until 2026-03-01T02:10:00Z"));
      assertThat(home.run("show", "last").out())
          .contains("throttle, until 2026-03-01T02:10:00Z")
          .contains("resumes by itself at 2026-03-01T02:10:00Z");
      JsonNode listed = new ObjectMapper().readTree(home.run("runs", "--json").out());
      assertThat(listed.at("/runs/0/pause").asText()).isEqualTo("throttle");
      assertThat(listed.at("/runs/0/resumesAt").asText()).isEqualTo("2026-03-01T02:10:00Z");
      assertThat(listed.at("/runs/0/interrupted").asBoolean()).isFalse();

      assertThat(home.run("cancel", "last").out()).contains("is cancelled");

      Report cancelled = waiting.get(30, TimeUnit.SECONDS);
      assertThat(cancelled.state()).isEqualTo(RunState.CANCELLED);
      assertThat(cancelled.exitCode()).isEqualTo(4);
    }
  }

  @Test
  void pauses_that_are_set_short_are_gone_through_by_one_command() {
    home.set("writeback.pauses", "100ms, 200ms");
    sandbox.faults().add(Fault.answer(503, "down").onMethod("PUT").nth(4).times(60));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.err()).contains("is paused (outage");
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(ROWS);
  }
}
