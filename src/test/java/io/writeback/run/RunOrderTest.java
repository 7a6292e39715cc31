package io.writeback.run;

import static io.writeback.run.FakeDestination.destination;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.dataset.DatasetSource;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import org.junit.jupiter.api.Test;

/** Which run of a target comes first. */
final class RunOrderTest extends RunFixture {
  private Report stopsAfter(DatasetSource source) {
    return stopsAfter(source, new StopReason(Code.INTERRUPTED, "a signal", true));
  }

  private Report stopsAfter(DatasetSource source, StopReason stop) {
    return execute(
        run -> {
          run.stageOnce(source);
          run.planOnce(destination());
          run.stop(stop);
        });
  }

  @Test
  void no_run_goes_before_one_whose_rows_are_nowhere_else() {
    Report first = stopsAfter(rows(1, row -> "older").takenAway());
    assertThat(first.state()).isEqualTo(RunState.STOPPED);

    Report second = execute(rows(1, row -> "newer"), destination());

    assertThat(second.state()).isEqualTo(RunState.ACCEPTED);
    assertThat(runs.heldBy(second.run())).contains(first.run());
    assertThat(runs.interrupted()).extracting(run -> run.id()).contains(first.run());
    ledger.runs().cancel(first.run());
    Report again =
        execute(
            entry(second),
            run -> {
              run.stageOnce(rows(1, row -> "newer"));
              run.planOnce(destination());
              send(run);
            });
    assertThat(again.state()).isEqualTo(RunState.COMPLETE);
    assertThat(runs.heldBy(second.run())).isEmpty();
  }

  @Test
  void a_run_that_was_interrupted_is_resumed_before_anything_newer_begins() {
    Report first = stopsAfter(rows(1, row -> "older"));

    Report second = execute(rows(1, row -> "newer"), destination());

    assertThat(second.state()).isEqualTo(RunState.ACCEPTED);
    assertThat(runs.heldBy(second.run())).contains(first.run());
  }

  @Test
  void a_run_whose_place_a_newer_one_has_taken_ends_by_itself_and_names_that_one() {
    Report first =
        stopsAfter(
            rows(1, row -> "older"),
            new StopReason(Code.LEDGER_FAILED, "for a person to see to", true));

    Report second = execute(rows(1, row -> "newer"), destination());
    runs.endAbandoned();

    assertThat(second.state()).isEqualTo(RunState.COMPLETE);
    RunEntry older = entry(first);
    assertThat(older.state()).isEqualTo(RunState.CANCELLED);
    assertThat(older.code()).isEqualTo(Code.OVERTAKEN);
    assertThat(older.reason()).contains(second.run());
    assertThat(runs.interrupted()).isEmpty();
  }

  @Test
  void ids_sort_as_runs_do() {
    String first = runs.newId();
    now = now.plusSeconds(1);
    String second = runs.newId();

    assertThat(first).isLessThan(second).matches("20260301-020000-[0-9a-f]{6}");
  }
}
