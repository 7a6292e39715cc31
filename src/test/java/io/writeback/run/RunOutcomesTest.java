package io.writeback.run;

import static io.writeback.run.FakeDestination.answering;
import static io.writeback.run.FakeDestination.destination;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.batch.Batch;
import io.writeback.destination.FakePlan;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.ledger.Cause;
import io.writeback.ledger.RunState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A run accounts for every row, and ends as its rows did. */
final class RunOutcomesTest extends RunFixture {
  @Test
  void a_run_whose_rows_are_all_written_is_complete() {
    Report report = execute(rows(250, row -> "value"), destination());

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(report.tally().confirmed()).isEqualTo(250);
    assertThat(report.written()).isEqualTo(250);
    assertThat(report.batches()).isEqualTo(3);
    assertThat(report.requests()).isEqualTo(3);
    assertThat(report.recordsSent()).isEqualTo(250);
    assertThat(report.rejectsFile()).isNull();
    assertThat(report.differencesFile()).isNull();
    assertThat(report.source()).isEqualTo("a DataSet of a test");
    assertThat(report.target()).isEqualTo("fake:things");
    assertThat(report.unmatchedColumns()).containsExactly("Note");
    assertThat(report.warnings()).containsExactly("this is only a fake");
    assertThat(report.exitCode()).isZero();
    assertCloses(report);
  }

  @Test
  void a_run_without_rows_is_complete() {
    Report report = execute(rows(0, row -> ""), destination());

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(report.tally().rows()).isZero();
    assertThat(report.batches()).isZero();
    assertThat(report.exitCode()).isZero();
  }

  @Test
  void a_run_counts_what_became_of_every_row() {
    FakeSource source =
        new FakeSource(
            """
            a,first,
            b,reject this,
            c,,
            a,second,
            d,refuse this,
            e,differ from this,
            ,no key,
            f,value,
            """);
    Report report = execute(source, destination());

    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
    assertThat(report.tally().rows()).isEqualTo(8);
    assertThat(report.tally().confirmed()).isEqualTo(2);
    assertThat(report.tally().differs()).isEqualTo(1);
    assertThat(report.tally().unchanged()).isEqualTo(1);
    assertThat(report.tally().superseded()).isEqualTo(1);
    assertThat(report.tally().rejected()).isEqualTo(3);
    assertThat(report.written()).isEqualTo(3);
    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.rejectCauses())
        .extracting(Cause::code)
        .containsExactlyInAnyOrder("WB-302", "WB-303", "WB-301");
    assertThat(report.differenceCauses())
        .containsExactly(
            new Cause(
                "",
                "value",
                "holds another value than was sent",
                1,
                6,
                "sent differ from this, found something else"));
    assertCloses(report);
  }

  @Test
  void the_books_of_any_mixture_close() {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      int count = random.nextInt(600);
      String[] kinds = {"value", "value", "value", "refuse", "differ", "reject", ""};
      FakeSource source = rows(count, row -> kinds[random.nextInt(kinds.length)]);
      // More would use up the retry budget.
      int failEvery = 12 + random.nextInt(20);
      AtomicInteger requests = new AtomicInteger();
      Report report =
          execute(
              source,
              answering(
                  records -> {
                    if (requests.incrementAndGet() % failEvery == 0) {
                      throw new CallFailure(Outcome.UNKNOWN, "lost");
                    }
                    return FakeDestination.byValue(records);
                  }));

      assertThat(report.state())
          .as("seed %d: %s", seed, report)
          .isIn(RunState.COMPLETE, RunState.COMPLETE_WITH_REJECTS);
      assertThat(report.tally().rows()).as("seed %d", seed).isEqualTo(count);
      assertCloses(report);
    }
  }

  @Test
  void batches_in_parallel_add_up_to_the_same() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Report report =
          execute(
              run -> {
                run.stageOnce(rows(5_000, row -> row % 97 == 0 ? "refuse" : "value"));
                run.planOnce(destination(FakePlan.policy(50, 1_000_000, 8)));
                List<Future<?>> passing = new ArrayList<>();
                Iterator<Batch> batches = run.batches();
                while (batches.hasNext()) {
                  Batch batch = batches.next();
                  passing.add(threads.submit(() -> pass(batch)));
                }
                for (Future<?> batch : passing) {
                  batch.get();
                }
                runs.close(run);
              });

      assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
      assertThat(report.tally().rejected()).isEqualTo(51);
      assertThat(report.tally().confirmed()).isEqualTo(4_949);
      assertCloses(report);
    } finally {
      threads.shutdownNow();
    }
  }
}
