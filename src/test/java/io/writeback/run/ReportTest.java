package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.writeback.ledger.RunState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
  @ParameterizedTest
  @CsvSource({
    "COMPLETE,0",
    "FAILED,1",
    "COMPLETE_WITH_REJECTS,3",
    "STOPPED,4",
    "PAUSED,4",
    "CANCELLED,4",
    "ACCEPTED,4",
    "SNAPSHOT,4",
    "RUNNING,4"
  })
  void every_state_has_its_exit_code(RunState state, int exitCode) throws JsonProcessingException {
    assertThat(report(state, null).exitCode()).isEqualTo(exitCode);
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETE, , 0",
    "COMPLETE_WITH_REJECTS, , 3",
    "STOPPED, WB-407, 4",
    "STOPPED, , 4",
    "PAUSED, WB-407, 4",
    "PAUSED, WB-521, 4",
    "CANCELLED, , 4",
    "RUNNING, , 4",
    "FAILED, WB-409, 1",
    "FAILED, WB-401, 2",
    "FAILED, WB-501, 1",
    "STOPPED, WB-501, 1",
  })
  void the_exit_code_says_how_the_run_ended_and_a_ledger_that_failed_is_a_failure(
      RunState state, String code, int exitCode) throws JsonProcessingException {
    assertThat(report(state, code).exitCode()).isEqualTo(exitCode);
  }

  private static Report report(RunState state, String code) throws JsonProcessingException {
    return Report.fromJson(
        """
        {"state": "%s", "code": %s, "unmatchedColumns": [], "warnings": [], "expectedRefusals": [],
         "rejectCauses": [], "differenceCauses": []}
        """
            .formatted(state, code == null ? "null" : '"' + code + '"'));
  }
}
