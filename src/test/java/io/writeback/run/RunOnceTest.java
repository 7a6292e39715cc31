package io.writeback.run;

import static io.writeback.run.FakeDestination.destination;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.writeback.batch.Batch;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Snapshot;
import io.writeback.http.HttpRequest;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A run is staged, planned, sent and closed once. */
final class RunOnceTest extends RunFixture {
  @Test
  void a_run_is_closed_once_although_its_sink_and_its_route_both_do() {
    List<Report> closed = new ArrayList<>();
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(20, row -> "value"));
              run.planOnce(destination());
              send(run);
              closed.add(runs.close(run));
            });

    assertThat(closed).containsExactly(report);
    assertThat(closed.get(0)).isSameAs(report);
    assertThat(ended).containsExactly(report);
  }

  @Test
  void a_route_that_fails_after_its_sink_does_not_change_what_the_books_say() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(20, row -> "value"));
              run.planOnce(destination());
              send(run);
              runs.close(run);
              throw new IllegalStateException("the alert could not be sent");
            });

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(entry(report).state()).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void staging_and_planning_happen_once_however_often_the_route_is_entered() {
    AtomicInteger staged = new AtomicInteger();
    DatasetSource counting =
        new FakeSource(120, row -> "value") {
          @Override
          public Snapshot stage(Path where, ReadContext reading) {
            staged.incrementAndGet();
            return super.stage(where, reading);
          }
        };
    Report report =
        execute(
            run -> {
              for (int i = 0; i < 3; i++) {
                run.stageOnce(counting);
                run.planOnce(destination());
                send(run);
              }
            });

    assertThat(staged).hasValue(1);
    assertThat(report.requests()).isEqualTo(2);
    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void a_key_that_was_accepted_before_runs_nothing_and_gives_back_the_report_of_its_run() {
    AtomicInteger entered = new AtomicInteger();
    Runs.Route route =
        run -> {
          entered.incrementAndGet();
          run.stageOnce(rows(120, row -> row == 7 ? "refuse" : "value"));
          run.planOnce(destination());
          send(run);
        };
    Report first = execute("the key", route);
    now = now.plusSeconds(3_600);
    Report second = execute("the key", route);

    assertThat(entered).hasValue(1);
    assertThat(second).isEqualTo(first);
    assertThat(second.exitCode()).isEqualTo(3);
    assertThat(ended).hasSize(1);
  }

  @Test
  void a_key_whose_run_continues_reports_how_far_it_has_come() {
    List<Report> meanwhile = new ArrayList<>();
    execute(
        "the key",
        run -> {
          run.stageOnce(rows(250, row -> "value"));
          run.planOnce(destination());
          pass(run.batches().next());
          meanwhile.add(
              execute(
                  "the key",
                  again -> {
                    throw new IllegalStateException("entered twice");
                  }));
          send(run);
        });

    assertThat(meanwhile)
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.state()).isEqualTo(RunState.RUNNING);
              assertThat(report.tally().confirmed()).isEqualTo(100);
              assertThat(report.tally().notSent()).isEqualTo(150);
              assertThat(report.finishedAt()).isNull();
              assertThat(report.exitCode()).isEqualTo(4);
            });
    assertThat(ended).singleElement().extracting(Report::state).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void a_batch_that_comes_late_meets_closed_books() {
    List<Batch> late = new ArrayList<>();
    execute(
        run -> {
          run.stageOnce(rows(20, row -> "value"));
          run.planOnce(destination());
          late.add(run.batches().next());
        });

    assertThatThrownBy(() -> late.get(0).book().settle(late.get(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("of project-status is closed");
  }

  @Test
  void what_waited_for_its_turn_while_its_run_was_stopped_does_not_go_out_and_is_not_counted() {
    List<Batch> batches = new ArrayList<>();
    List<Throwable> refusals = new ArrayList<>();
    execute(
        run -> {
          run.stageOnce(rows(20, row -> "value"));
          run.planOnce(destination());
          Batch batch = run.batches().next();
          batches.add(batch);
          batch.next(now);
          HttpRequest waiting = batch.send();
          run.stop(new StopReason(Code.INTERRUPTED, "a signal", true));
          refusals.add(catchThrowable(() -> waiting.guard().check()));
        });

    assertThat(refusals)
        .singleElement()
        .isInstanceOfSatisfying(
            WritebackException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(Code.INTERRUPTED);
              assertThat(refusal).hasMessage("WB-504 a signal");
            });
    assertThat(batches)
        .singleElement()
        .satisfies(
            batch -> {
              assertThat(batch.requests()).isZero();
              assertThat(batch.recordsSent()).isZero();
              assertThat(batch.bytes()).isZero();
            });
  }
}
