package io.writeback.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.FollowUpStore;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.ledger.WatchedDataset;
import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision tables for the end of a run and for a poll of a DataSet. */
final class FollowUpTest {
  private static final Instant END = Instant.parse("2026-11-25T02:10:00Z");

  @ParameterizedTest
  @CsvSource({
    "COMPLETE, , 3, , false, 0, OVER",
    "COMPLETE_WITH_REJECTS, , 3, , false, 0, OVER",
    "CANCELLED, WB-506, 3, , false, 99, OVER",
    "FAILED, WB-406, 3, , false, 14, WAIT",
    "FAILED, WB-406, 3, , false, 15, RETRY",
    "FAILED, WB-406, 0, , false, 0, OVER",
    "FAILED, WB-406, 3, newer, false, 0, OVER",
    "FAILED, WB-406, 0, newer, false, 0, OVER",
    "FAILED, WB-406, 3, newer, true, 0, OVER",
    "FAILED, WB-406, 0, newer, true, 15, OVER",
    "STOPPED, WB-407, 1, , false, 14, WAIT",
    "STOPPED, WB-407, 1, , false, 15, RESUME",
    "STOPPED, WB-407, 0, , false, 0, OVER",
    "STOPPED, WB-407, 1, newer, false, 15, OVER",
    "STOPPED, WB-504, 1, , false, 99, WAIT",
    "STOPPED, WB-504, 0, , false, 99, WAIT",
    "STOPPED, WB-511, 3, , false, 0, OVER",
    "STOPPED, WB-511, 3, newer, true, 0, OVER",
    "STOPPED, WB-504, 1, newer, false, 99, WAIT",
    "STOPPED, WB-504, 1, newer, true, 99, OVER"
  })
  void the_end_of_a_run_is_followed_by(
      RunState state,
      String code,
      int retriesLeft,
      String newer,
      boolean newerComplete,
      long minutes,
      FollowUp next) {
    RunEntry run =
        new RunEntry(
            "r",
            "k",
            "w",
            state,
            1,
            code == null ? null : Code.of(code).orElseThrow(),
            "",
            END,
            END,
            null,
            null,
            null,
            false,
            null,
            null,
            null,
            false,
            null,
            null,
            null);

    assertThat(
            FollowUp.of(
                new FollowUpStore.Ended(
                    run, "o", 0, retriesLeft, Duration.ofMinutes(15), newer, newerComplete),
                END.plus(Duration.ofMinutes(minutes))))
        .isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "never, v1, REMEMBER, REMEMBER",
    "never, v1, RUN, RUN",
    "never, '', RUN, REMEMBER",
    "'', v1, REMEMBER, RUN",
    "v1, v1, RUN, NOTHING",
    "v1, v2, REMEMBER, RUN",
    "v2, v1, REMEMBER, RUN",
    "v1, '', REMEMBER, REMEMBER"
  })
  void a_look_at_a_dataset_is_followed_by(
      String before, String now, RefreshDecision.OnFirst onFirst, RefreshDecision next) {
    Optional<WatchedDataset> known =
        before.equals("never")
            ? Optional.empty()
            : Optional.of(new WatchedDataset("w", "d", before, END, null, null, null, null));

    assertThat(RefreshDecision.of(known, now, onFirst)).isEqualTo(next);
  }
}
