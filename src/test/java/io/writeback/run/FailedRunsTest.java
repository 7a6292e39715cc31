package io.writeback.run;

import static io.writeback.run.FakeDestination.answering;
import static io.writeback.run.FakeDestination.destination;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.batch.Batch;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.Staging;
import io.writeback.destination.Destination;
import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.Batches;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.rows.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever breaks, the run fails, says why, and still accounts for every row. */
final class FailedRunsTest extends RunFixture {
  @Test
  void a_batch_that_is_left_open_fails_the_run() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(250, row -> "value"));
              run.planOnce(destination());
              Iterator<Batch> batches = run.batches();
              Batch first = batches.next();
              first.release();
              while (batches.hasNext()) {
                pass(batches.next());
              }
            });

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.BOOKS_OPEN);
    assertThat(report.reason()).contains("batches without an account: 1");
    assertThat(report.tally().inDoubt()).isEqualTo(100);
    assertThat(report.exitCode()).isEqualTo(1);
  }

  @Test
  void a_batch_that_is_lost_fails_the_run() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(250, row -> "value"));
              run.planOnce(destination());
              Iterator<Batch> batches = run.batches();
              batches.next().release();
              while (batches.hasNext()) {
                pass(batches.next());
              }
            });

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.BOOKS_OPEN);
    assertThat(report.reason()).contains("rows in the ledger: 250, by the pipeline: 150");
  }

  @Test
  void a_pipeline_that_stops_early_fails_the_run() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(250, row -> "value"));
              run.planOnce(destination());
              pass(run.batches().next());
            });

    assertThat(report.code()).isEqualTo(Code.BOOKS_OPEN);
    assertThat(report.tally().notSent()).isEqualTo(150);
    assertCloses(report);
  }

  @Test
  void a_tally_that_is_not_the_ledgers_fails_the_run() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(250, row -> "value"));
              run.planOnce(destination());
              send(run);
              run.settled(new Tally(1, 1, 0, 0, 0, 0, 0, 0));
            });

    assertThat(report.code()).isEqualTo(Code.BOOKS_OPEN);
    assertThat(report.reason()).contains("rows confirmed in the ledger: 250, by the pipeline: 251");
  }

  @Test
  void an_account_behind_the_back_of_the_pipeline_fails_the_run() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(100, row -> "value"));
              run.planOnce(destination());
              send(run);
              BatchIntent again = new BatchIntent(run.id(), 1, 1, 100, 100, 0, 0, "");
              Batches.settle(
                  ledger,
                  new BatchAccount(again, 100, 0, 0, 0, List.of(), List.of(), 1, 100, 1, false),
                  2,
                  false);
            });

    assertThat(report.code()).isEqualTo(Code.BOOKS_OPEN);
    assertThat(report.reason()).contains("batches that leave a gap: 1");
  }

  @Test
  void a_route_that_does_not_reach_its_sink_fails_the_run() {
    Report report = execute(run -> run.stageOnce(rows(3, row -> "value")));

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.BAD_ROUTE_FILE);
    assertThat(report.reason()).isEqualTo("the route of project-status did not reach its sink");
    assertThat(report.tally().notSent()).isEqualTo(3);
    assertCloses(report);
  }

  @Test
  void a_sink_before_its_source_fails_the_run() {
    Report report = execute(run -> run.planOnce(destination()));

    assertThat(report.code()).isEqualTo(Code.BAD_ROUTE_FILE);
    assertThat(report.reason()).contains("reached before its source");
  }

  @Test
  void a_route_that_throws_an_error_fails_the_run() {
    Report report =
        execute(
            run -> {
              throw new StackOverflowError("too deep");
            });

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.INTERNAL);
    assertThat(report.reason()).contains("too deep");
  }

  @Test
  void a_source_that_fails_fails_the_run_also_if_the_route_catches_it() {
    DatasetSource source =
        new FakeSource("") {
          @Override
          public Snapshot stage(Path where, ReadContext reading) {
            throw new WritebackException(Code.DATASET_NOT_FOUND, "there is no such DataSet");
          }
        };
    Report report =
        execute(
            run -> assertThatThrownBy(() -> run.stageOnce(source)).hasMessageContaining("no such"));

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.DATASET_NOT_FOUND);
    assertThat(report.reason()).isEqualTo("there is no such DataSet");
    assertThat(report.tally().rows()).isZero();
  }

  @Test
  void a_run_that_a_person_cancels_while_its_rows_are_read_reads_no_more_of_them() {
    AtomicInteger read = new AtomicInteger();
    Report report =
        execute(
            run -> {
              run.stageOnce(
                  new FakeSource(5, row -> "v" + row) {
                    @Override
                    public Snapshot stage(Path folder, ReadContext reading) {
                      reading.staged(1);
                      ledger.runs().requestCancel(run.id());
                      reading.staged(2);
                      read.set(2);
                      return super.stage(folder, reading);
                    }
                  });
              run.planOnce(destination());
              send(run);
            });

    assertThat(report.state()).isEqualTo(RunState.CANCELLED);
    assertThat(read).as("rows after the wish").hasValue(0);
    assertThat(report.recordsSent()).isZero();
  }

  @Test
  void a_plan_that_fails_fails_the_run_and_nothing_is_sent() {
    Destination destination =
        new FakeDestination(
            () -> {
              throw new WritebackException(Code.UNKNOWN_OBJECT, "there is no such object");
            });
    Report report = execute(rows(3, row -> "value"), destination);

    assertThat(report.code()).isEqualTo(Code.UNKNOWN_OBJECT);
    assertThat(report.tally().notSent()).isEqualTo(3);
    assertCloses(report);
  }

  @Test
  void a_fault_in_the_middle_of_a_batch_leaves_it_in_doubt_and_fails_the_run() {
    AtomicInteger requests = new AtomicInteger();
    Report report =
        execute(
            rows(250, row -> "value"),
            answering(
                records -> {
                  if (requests.incrementAndGet() == 2) {
                    throw new IllegalStateException("a fault of ours");
                  }
                  return FakeDestination.byValue(records);
                }));

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.INTERNAL);
    assertThat(report.tally().confirmed()).isEqualTo(100);
    assertThat(report.tally().inDoubt()).isEqualTo(100);
    assertThat(report.tally().notSent()).isEqualTo(50);
    assertCloses(report);
  }

  @Test
  void a_snapshot_that_is_changed_beneath_the_run_fails_it_and_keeps_what_was_sent() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(5_000, row -> "value"));
              run.planOnce(destination());
              Path file = run.folder().resolve(Staging.SNAPSHOT);
              // As many bytes, but the last rows are one row now.
              String text = Files.readString(file);
              int cut = text.indexOf("key-04900");
              Files.writeString(
                  file, text.substring(0, cut) + text.substring(cut).replace('\n', ' '));
              send(run);
            });

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code().id()).startsWith("WB-2");
    assertThat(report.tally().confirmed()).isBetween(100L, 4_899L);
    assertCloses(report);
  }

  @Test
  void a_ledger_that_breaks_is_reported() {
    assertThatThrownBy(
            () ->
                execute(
                    run -> {
                      run.stageOnce(rows(20, row -> "value"));
                      run.planOnce(destination());
                      ledger.close();
                      send(run);
                    }))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger.db");
  }
}
