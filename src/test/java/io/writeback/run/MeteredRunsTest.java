package io.writeback.run;

import static io.writeback.run.FakeDestination.answering;
import static io.writeback.run.FakeDestination.destination;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.http.CallFailure;
import io.writeback.http.HostState;
import io.writeback.http.Outcome;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunFigures;
import io.writeback.ledger.RunState;
import io.writeback.metrics.Metrics;
import io.writeback.metrics.Scrape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the metrics say of runs, with a clock that the test sets. */
final class MeteredRunsTest extends RunFixture {
  private static final String NAME = "project-status";

  private Metrics metrics;

  MeteredRunsTest() {
    super(PausePolicy.STANDARD, RetryPolicy.STANDARD);
  }

  @BeforeEach
  void observe() {
    metrics = startedNow(Runnable::run);
    listeners.add(metrics.runs());
  }

  /** The metrics of a process that starts. */
  private Metrics startedNow(Executor reader) {
    return new Metrics(
        Set.of(NAME, "never-run"),
        new Metrics.Observed() {
          @Override
          public List<HostState> hosts() {
            return List.of(new HostState("api.example.com:443", 3, 8, 2, 1, Duration.ofSeconds(7)));
          }

          @Override
          public RunFigures figures() {
            return ledger.figures();
          }
        },
        () -> now,
        () -> Duration.between(Instant.EPOCH, now).toNanos(),
        reader);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Scrape scrape() {
    return new Scrape(metrics.scrape());
  }

  private static double results(Scrape scrape, RunState result) {
    return scrape.value(
        "writeback_runs_total",
        "writeback",
        NAME,
        "result",
        result.name().toLowerCase(Locale.ROOT));
  }

  private static double rowsOf(Scrape scrape, String outcome) {
    return scrape.value("writeback_rows_total", "writeback", NAME, "outcome", outcome);
  }

  private static double unfinished(Scrape scrape, String phase) {
    return scrape.value("writeback_runs_unfinished", "writeback", NAME, "phase", phase);
  }

  private static double last(Scrape scrape, String result) {
    return scrape.value("writeback_run_last_result", "writeback", NAME, "result", result);
  }

  private static double sinceSuccess(Scrape scrape) {
    return scrape.value("writeback_run_last_success_age_seconds", "writeback", NAME);
  }

  @Test
  void the_rows_of_a_run_are_counted_by_what_became_of_them() {
    execute(
        new FakeSource(
            """
            a,first,
            b,reject this,
            c,,
            a,second,
            d,refuse this,
            e,differ from this,
            f,value,
            """),
        destination());

    Scrape scrape = scrape();
    assertThat(rowsOf(scrape, "confirmed")).isEqualTo(2);
    assertThat(rowsOf(scrape, "differs")).isEqualTo(1);
    assertThat(rowsOf(scrape, "unchanged")).isEqualTo(1);
    assertThat(rowsOf(scrape, "superseded")).isEqualTo(1);
    assertThat(rowsOf(scrape, "rejected")).isEqualTo(2);
    assertThat(rowsOf(scrape, "in_doubt")).isZero();
    assertThat(rowsOf(scrape, "not_sent")).isZero();
    assertThat(results(scrape, RunState.COMPLETE_WITH_REJECTS)).isEqualTo(1);
    assertThat(results(scrape, RunState.COMPLETE)).isZero();
  }

  @Test
  void the_rows_of_settled_batches_are_counted_while_the_run_is_in_progress() {
    execute(
        run -> {
          run.stageOnce(rows(250, row -> "value"));
          run.planOnce(destination());
          pass(run.batches().next());

          Scrape during = scrape();
          assertThat(rowsOf(during, "confirmed")).isEqualTo(100);
          assertThat(results(during, RunState.COMPLETE)).isZero();

          send(run);
          runs.close(run);
        });

    assertThat(rowsOf(scrape(), "confirmed")).isEqualTo(250);
  }

  @Test
  void a_run_that_pauses_and_resumes_counts_each_row_once() {
    boolean[] away = {true};
    FakeSource source = rows(250, row -> "value");
    FakeDestination destination =
        answering(
            records -> {
              if (away[0] && records.get(0).row() > 100) {
                throw new CallFailure(Outcome.MISDIRECTED, "moved");
              }
              return FakeDestination.byValue(records);
            });
    Report paused = execute(source, destination);
    assertThat(paused.state()).isEqualTo(RunState.PAUSED);
    Scrape then = scrape();
    assertThat(then.value("writeback_run_pauses_total", "writeback", NAME, "kind", "configuration"))
        .isEqualTo(1);
    assertThat(unfinished(then, "waits_for_person")).isEqualTo(1);

    away[0] = false;
    runs.resume(entry(paused));
    Report ended =
        execute(
            entry(paused),
            () -> destination.planning().get(),
            run -> {
              send(run);
              runs.close(run);
            });

    assertThat(ended.state()).isEqualTo(RunState.COMPLETE);
    pass(Duration.ofSeconds(5));
    Scrape scrape = scrape();
    assertThat(rowsOf(scrape, "confirmed")).isEqualTo(250);
    assertThat(results(scrape, RunState.COMPLETE)).isEqualTo(1);
    assertThat(unfinished(scrape, "waits_for_person")).isZero();
    assertThat(scrape.value("writeback_run_wait_seconds_count", "writeback", NAME))
        .as("it began once")
        .isEqualTo(1);
  }

  @Test
  void a_run_that_waits_is_as_old_as_its_acceptance_until_it_begins() {
    RunEntry run = runs.accept(NAME, "k").run();
    pass(Duration.ofSeconds(90));
    Scrape waiting = scrape();
    assertThat(waiting.value("writeback_run_oldest_waiting_age_seconds", "writeback", NAME))
        .isEqualTo(90);
    assertThat(unfinished(waiting, "waiting")).isEqualTo(1);

    execute(
        run,
        sent -> {
          sent.stageOnce(rows(1, row -> "value"));
          sent.planOnce(destination());
          send(sent);
          runs.close(sent);
        });

    pass(Duration.ofSeconds(5));
    Scrape begun = scrape();
    assertThat(begun.value("writeback_run_wait_seconds_sum", "writeback", NAME)).isEqualTo(90);
    assertThat(begun.value("writeback_run_oldest_waiting_age_seconds", "writeback", NAME)).isZero();
    assertThat(begun.value("writeback_run_duration_seconds_sum", "writeback", NAME)).isEqualTo(90);
  }

  @Test
  void the_last_success_ages_through_failures_and_a_restart() {
    execute(rows(1, row -> "value"), destination());
    pass(Duration.ofHours(24));
    execute(
        run -> {
          throw new IllegalStateException("of a test");
        });
    pass(Duration.ofHours(1));
    Scrape scrape = scrape();
    assertThat(sinceSuccess(scrape)).isEqualTo(Duration.ofHours(25).toSeconds());
    assertThat(last(scrape, "failed") + last(scrape, "stopped")).isEqualTo(1);
    assertThat(last(scrape, "complete")).isZero();

    open(PausePolicy.STANDARD);
    metrics = startedNow(Runnable::run);

    assertThat(sinceSuccess(scrape())).isEqualTo(Duration.ofHours(25).toSeconds());
    assertThat(results(scrape(), RunState.COMPLETE)).as("counters begin again").isZero();
  }

  @Test
  void a_writeback_that_never_ran_is_as_old_as_the_process() {
    pass(Duration.ofHours(2));

    assertThat(scrape().value("writeback_run_last_success_age_seconds", "writeback", "never-run"))
        .isEqualTo(Duration.ofHours(2).toSeconds());
  }

  @Test
  void the_ledger_is_read_every_five_seconds_at_most() {
    scrape();
    runs.accept(NAME, "k");
    pass(Duration.ofMillis(4_999));
    assertThat(unfinished(scrape(), "waiting")).isZero();

    pass(Duration.ofMillis(1));

    assertThat(unfinished(scrape(), "waiting")).isEqualTo(1);
  }

  @Test
  void a_ledger_that_is_away_is_reported_and_what_it_said_last_holds() {
    runs.accept(NAME, "k");
    assertThat(scrape().value("writeback_ledger_readable")).isEqualTo(1);
    boolean[] away = {true};
    Executor reader =
        work -> {
          if (!away[0]) {
            work.run();
          }
        };
    Metrics late = startedNow(reader);
    assertThat(new Scrape(late.scrape()).value("writeback_ledger_readable")).isZero();
    assertThat(unfinished(new Scrape(late.scrape()), "waiting")).isNaN();

    ledger.close();
    pass(Duration.ofSeconds(6));

    assertThat(scrape().value("writeback_ledger_readable")).isZero();
    assertThat(unfinished(scrape(), "waiting")).isEqualTo(1);
  }

  @Test
  void the_limits_of_hosts_are_those_of_the_governor() {
    Scrape scrape = scrape();

    String host = "api.example.com:443";
    assertThat(scrape.value("writeback_host_limit", "host", host)).isEqualTo(3);
    assertThat(scrape.value("writeback_host_limit_ceiling", "host", host)).isEqualTo(8);
    assertThat(scrape.value("writeback_host_in_flight", "host", host)).isEqualTo(2);
    assertThat(scrape.value("writeback_host_waiting", "host", host)).isEqualTo(1);
    assertThat(scrape.value("writeback_host_throttled_seconds", "host", host)).isEqualTo(7);
  }

  @Test
  void commits_of_the_ledger_are_timed() {
    ledger.onCommit(metrics.commits());

    runs.accept(NAME, "k");

    assertThat(scrape().value("writeback_ledger_commit_seconds_count")).isEqualTo(1);
    assertThat(scrape().value("writeback_ledger_commit_seconds_sum")).isPositive();
  }

  @Test
  void runs_and_writebacks_that_are_not_configured_add_no_series() {
    scrape();
    int before = scrape().size();
    for (int run = 0; run < 20; run++) {
      execute(
          runs.accept("removed-" + run, "k" + run).run(),
          sent -> {
            sent.stageOnce(rows(3, row -> "value"));
            sent.planOnce(destination());
            send(sent);
            runs.close(sent);
          });
    }

    assertThat(scrape().size()).isEqualTo(before);
    assertThat(scrape().value("writeback_runs_total", "writeback", "other", "result", "complete"))
        .isEqualTo(20);
  }
}
