package io.writeback.run;

import static io.writeback.run.FakeDestination.answering;
import static io.writeback.run.FakeDestination.destination;
import static io.writeback.run.FakeDestination.value;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Receipt;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.ledger.Cause;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When a run ends early, and when it does not. */
final class StopRulesTest extends RunFixture {
  @Test
  void more_rejects_than_allowed_stop_the_run() {
    BatchPolicy policy = new BatchPolicy(10, 1_000_000, 1, 3, 1, 0, true);
    Report report =
        execute(rows(100, row -> row % 5 == 0 ? "reject" : "value"), destination(policy));

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.TOO_MANY_REJECTS);
    assertThat(report.reason()).isEqualTo("4 rows were rejected, maxFailedRecords allows 3");
    assertThat(report.rejectsFile()).isNotNull();
    assertThat(report.tally().notSent()).isGreaterThan(0);
    assertCloses(report);
  }

  @Test
  void as_many_rejects_as_allowed_do_not_stop_the_run() {
    BatchPolicy policy = new BatchPolicy(10, 1_000_000, 1, 20, 1, 0, true);
    Report report =
        execute(rows(100, row -> row % 5 == 0 ? "reject" : "value"), destination(policy));

    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
    assertThat(report.tally().rejected()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({"0,FAILED", "50,FAILED", "101,COMPLETE_WITH_REJECTS"})
  void the_error_threshold_is_judged_only_after_enough_rows(long after, RunState state) {
    BatchPolicy policy = new BatchPolicy(10, 1_000_000, 1, -1, 0.5, after, true);
    Report report =
        execute(rows(100, row -> row % 5 == 0 ? "value" : "reject"), destination(policy));

    assertThat(report.state()).isEqualTo(state);
    assertThat(report.tally().rejected() + report.tally().confirmed())
        .isGreaterThanOrEqualTo(Math.min(after, 100));
    assertCloses(report);
  }

  @Test
  void a_part_of_rejects_that_is_not_larger_than_the_threshold_does_not_stop_the_run() {
    BatchPolicy policy = new BatchPolicy(10, 1_000_000, 1, -1, 0.5, 0, true);
    Report report =
        execute(rows(100, row -> row % 2 == 0 ? "value" : "reject"), destination(policy));

    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
  }

  @Test
  void rejects_that_an_answer_names_cost_no_further_request() {
    Report report =
        execute(
            rows(250, row -> row % 25 == 0 ? "refuse" : "value"),
            answering(
                records ->
                    new Receipt.PerRecord(
                        records.stream()
                            .filter(record -> !value(record).equals("refuse"))
                            .map(FakeDestination::delivery)
                            .toList(),
                        records.stream()
                            .filter(record -> value(record).equals("refuse"))
                            .map(record -> new Receipt.Refusal(record, "not this", "Value"))
                            .toList())));

    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
    assertThat(report.tally().rejected()).isEqualTo(10);
    assertThat(report.requests()).isEqualTo(3);
    assertThat(report.rejectCauses()).extracting(Cause::column).containsExactly("Value");
    assertCloses(report);
  }

  @Test
  void a_cause_that_all_records_of_a_batch_share_stops_the_run_without_a_reject_for_them() {
    Report report =
        execute(
            rows(250, row -> "value"),
            answering(
                records -> new Receipt.Refused("no field \"x\" for " + records.get(0).key())));

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.BATCH_REFUSED);
    assertThat(report.reason())
        .contains("every record of rows 1 to 100")
        .contains("no field \"x\"");
    assertThat(report.tally().rejected()).isZero();
    assertThat(report.tally().notSent()).isEqualTo(250);
    assertCloses(report);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"UNKNOWN", "THROTTLED", "UNREACHED", "UNAUTHORISED", "MISDIRECTED"})
  void a_destination_that_cannot_be_used_stops_the_run(Outcome outcome) {
    AtomicInteger requests = new AtomicInteger();
    Report report =
        execute(
            rows(250, row -> "value"),
            answering(
                records -> {
                  if (requests.incrementAndGet() > 1) {
                    throw new CallFailure(outcome, "of a test");
                  }
                  return FakeDestination.byValue(records);
                }));

    boolean person = outcome == Outcome.MISDIRECTED || outcome == Outcome.UNAUTHORISED;
    assertThat(report.state()).isEqualTo(person ? RunState.PAUSED : RunState.STOPPED);
    assertThat(report.exitCode()).isEqualTo(4);
    assertThat(report.tally().confirmed()).isEqualTo(100);
    assertThat(report.tally().inDoubt()).isEqualTo(outcome == Outcome.UNKNOWN ? 100 : 0);
    assertThat(report.tally().notSent()).isEqualTo(outcome == Outcome.UNKNOWN ? 50 : 150);
    assertCloses(report);
  }
}
