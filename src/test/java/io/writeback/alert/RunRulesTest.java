package io.writeback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.config.Settings;
import io.writeback.ledger.AlertHistory;
import io.writeback.ledger.AlertHistory.Counts;
import io.writeback.ledger.AlertHistory.Entry;
import io.writeback.ledger.AlertRule;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules about runs, one by one. */
final class RunRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");

  private final List<Entry> runs = new ArrayList<>();
  private final List<AlertHistory.Paused> paused = new ArrayList<>();
  private final List<AlertHistory.Undelivered> undelivered = new ArrayList<>();
  private final Map<String, Counts> counts = new HashMap<>();
  private final Map<String, Long> openRejects = new HashMap<>();
  private final Map<String, String> keys = new TreeMap<>();

  /** A run of 100 rows and ten minutes, newer than all before. */
  private Entry run(RunState state, Code code, long rows, Duration took) {
    int number = runs.size() + 1;
    boolean ended = state.ended();
    Instant begin = NOW.minus(took);
    return new Entry(
        "r" + number,
        number,
        state,
        code,
        code == null ? null : "reason",
        begin,
        begin,
        ended ? NOW : null,
        rows,
        false,
        0,
        false);
  }

  private Entry add(Entry run) {
    runs.add(0, run);
    return run;
  }

  private Entry add(RunState state, Code code) {
    return add(run(state, code, 100, Duration.ofMinutes(10)));
  }

  private static Entry with(Entry run, int attempt, boolean triedAgain, boolean rowsTaken) {
    return new Entry(
        run.id(),
        run.number(),
        run.state(),
        run.code(),
        run.reason(),
        run.acceptedAt(),
        run.workingSince(),
        run.finishedAt(),
        run.snapshotRows(),
        rowsTaken,
        attempt,
        triedAgain);
  }

  private Optional<Finding> finding(AlertRule rule) {
    AlertHistory history = new AlertHistory(NOW, "w", runs, paused, undelivered, List.of());
    RunCounts rows =
        new RunCounts() {
          @Override
          public Counts counts(String runId) {
            return counts.getOrDefault(runId, new Counts(0, 0, 0));
          }

          @Override
          public long openRejects(String runId, long most) {
            return Math.min(most, openRejects.getOrDefault(runId, counts(runId).rejected()));
          }
        };
    AlertRules rules = AlertRules.of(new Settings("f", "alert.", keys));
    return new RunRules(history, rules, rows)
        .findings().stream().filter(finding -> finding.rule() == rule).findFirst();
  }

  private void assertBroken(AlertRule rule, String run, String message) {
    Finding finding = finding(rule).orElseThrow();
    assertThat(finding.broken()).isTrue();
    assertThat(finding.runId()).isEqualTo(run);
    assertThat(finding.message().get()).contains(message);
  }

  private void assertKept(AlertRule rule) {
    assertThat(finding(rule)).map(Finding::broken).contains(false);
  }

  @ParameterizedTest
  @CsvSource({
    "FAILED, WB-406, broken",
    "STOPPED, WB-407, broken",
    "STOPPED, WB-504, none",
    "STOPPED, WB-520, none",
    "COMPLETE, , kept",
    "COMPLETE_WITH_REJECTS, , kept",
    "CANCELLED, WB-506, none",
    "RUNNING, , none",
    "PAUSED, WB-407, none",
  })
  void the_last_run_that_ended_says_whether_a_writeback_fails(
      RunState state, String code, String expected) {
    add(state, code == null ? null : Code.of(code).orElseThrow());

    assertThat(
            finding(AlertRule.FAILED)
                .map(finding -> finding.broken() ? "broken" : "kept")
                .orElse("none"))
        .isEqualTo(expected);
  }

  @Test
  void a_run_that_is_in_progress_or_was_cancelled_changes_nothing_of_the_failure_before() {
    add(RunState.FAILED, Code.DESTINATION_LOGIN);
    add(RunState.CANCELLED, Code.RUN_CANCELLED);
    add(RunState.RUNNING, null);
    counts.put("r1", new Counts(12, 0, 0));

    assertBroken(
        AlertRule.FAILED,
        "r1",
        "reason (WB-406); run r1 is FAILED; 12 of 100 rows written; it is not tried again; see"
            + " ./writeback show r1");
  }

  @Test
  void a_run_that_is_tried_again_has_not_failed_for_good_before_its_last_try() {
    add(RunState.COMPLETE, null);
    Entry first = run(RunState.FAILED, Code.DESTINATION_LOGIN, 100, Duration.ZERO);
    add(with(first, 0, true, false));
    assertThat(finding(AlertRule.FAILED)).isEmpty();

    Entry last = run(RunState.FAILED, Code.DESTINATION_LOGIN, 100, Duration.ZERO);
    add(with(last, 2, false, false));

    assertBroken(AlertRule.FAILED, "r3", "that was the last of 3 tries");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, false",
    "0, 1, 0, true",
    "0, 0, 1, true",
    "3, 2, 1, false",
    "3, 3, 1, true",
    "3%, 2, 1, false",
    "3%, 3, 1, true",
    "off, 50, 50, false",
  })
  void more_rejects_and_differences_than_allowed_are_too_many(
      String allowed, long rejects, long differences, boolean broken) {
    keys.put("rejects", allowed);
    add(RunState.COMPLETE_WITH_REJECTS, null);
    counts.put("r1", new Counts(90, rejects, differences));

    assertThat(finding(AlertRule.REJECTS).map(Finding::broken).orElse(false)).isEqualTo(broken);
  }

  @Test
  void rejects_that_a_replay_wrote_do_not_count_any_more() {
    add(RunState.COMPLETE_WITH_REJECTS, null);
    counts.put("r1", new Counts(90, 5, 0));
    assertBroken(
        AlertRule.REJECTS, "r1", "run r1 ended with 5 rejects and 0 differences of 100 rows");

    openRejects.put("r1", 0L);

    assertKept(AlertRule.REJECTS);
  }

  private void usual(int times) {
    for (int i = 0; i < times; i++) {
      add(RunState.COMPLETE, null);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "5, COMPLETE, 31, broken",
    "5, COMPLETE, 30, kept",
    "5, RUNNING, 31, broken",
    "5, RUNNING, 30, none",
    "6, FAILED, 31, kept",
    "4, COMPLETE, 31, none",
  })
  void a_run_is_slow_if_it_takes_more_than_three_times_as_long_as_usual(
      int before, RunState state, int minutes, String expected) {
    usual(before);
    add(run(state, null, 100, Duration.ofMinutes(minutes)));

    assertThat(
            finding(AlertRule.SLOW)
                .map(finding -> finding.broken() ? "broken" : "kept")
                .orElse("none"))
        .isEqualTo(expected);
  }

  @Test
  void a_slow_run_is_compared_with_the_median_and_named_with_both_times() {
    usual(3);
    add(run(RunState.COMPLETE, null, 100, Duration.ofHours(10)));
    add(run(RunState.COMPLETE, null, 100, Duration.ofSeconds(1)));
    add(run(RunState.RUNNING, null, 100, Duration.ofMinutes(130)));

    assertBroken(
        AlertRule.SLOW, "r6", "run r6 is in progress for 2 h 10 min, usual are 10 min; see");
  }

  @Test
  void short_runs_and_those_that_wait_for_a_person_are_never_slow() {
    for (int i = 0; i < 5; i++) {
      add(run(RunState.COMPLETE, null, 100, Duration.ofSeconds(1)));
    }
    add(run(RunState.COMPLETE, null, 100, Duration.ofMinutes(5)));
    assertKept(AlertRule.SLOW);
    Entry waits = add(run(RunState.PAUSED, Code.DESTINATION_LOGIN, 100, Duration.ofDays(1)));
    paused.add(
        new AlertHistory.Paused(
            waits.id(), "w", waits.number(), Code.DESTINATION_LOGIN, "refused", NOW));

    assertKept(AlertRule.SLOW);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 49, COMPLETE, broken",
    "5, 50, COMPLETE, kept",
    "5, 49, FAILED, broken",
    "5, 49, RUNNING, broken",
    "6, 49, CANCELLED, kept",
    "4, 49, COMPLETE, none",
  })
  void a_run_has_few_rows_if_it_has_less_than_half_of_the_usual_ones(
      int before, long rows, RunState state, String expected) {
    usual(before);
    add(run(state, null, rows, Duration.ofMinutes(10)));

    assertThat(
            finding(AlertRule.FEW_ROWS)
                .map(finding -> finding.broken() ? "broken" : "kept")
                .orElse("none"))
        .isEqualTo(expected);
  }

  @Test
  void the_number_of_row_messages_is_never_unusual() {
    usual(6);
    Entry few = run(RunState.COMPLETE, null, 1, Duration.ofMinutes(10));
    add(with(few, 0, false, true));

    assertKept(AlertRule.FEW_ROWS);
    add(run(RunState.COMPLETE, null, 1, Duration.ofMinutes(10)));
    assertBroken(AlertRule.FEW_ROWS, "r8", "run r8 has 1 row, usual are 100");
  }

  @Test
  void a_run_that_a_person_has_to_resume_is_named_with_the_command() {
    assertKept(AlertRule.PAUSED);
    paused.add(
        new AlertHistory.Paused("r1", "w", 1, Code.DESTINATION_LOGIN, "the key was refused", NOW));

    assertBroken(
        AlertRule.PAUSED,
        "r1",
        "the key was refused (WB-406); run r1 is PAUSED and waits for a person, then ./writeback"
            + " resume r1");
  }

  @Test
  void a_run_that_waits_for_approval_is_not_one_to_resume() {
    paused.add(
        new AlertHistory.Paused(
            "r1", "w", 1, Code.APPROVAL_NEEDED, "9 rows would change; the budget allows 5", NOW));

    assertBroken(
        AlertRule.PAUSED,
        "r1",
        "9 rows would change; the budget allows 5 (WB-527); run r1 is PAUSED and waits for approval");
  }

  private void undelivered(String run, Duration ago, String failure, boolean givenUp) {
    undelivered.add(
        new AlertHistory.Undelivered(
            run,
            "w",
            undelivered.size() + 1,
            "rows",
            "domo:Results",
            NOW.minus(ago),
            7,
            failure,
            givenUp));
  }

  @ParameterizedTest
  @CsvSource({"59, 1h, kept", "60, 1h, broken", "60, 2h, kept", "1, 1m, broken"})
  void results_that_take_too_long_are_reported(int minutes, String allowed, String expected) {
    keys.put("results-undelivered", allowed);
    undelivered("r1", Duration.ofMinutes(minutes), "status 503", false);

    assertThat(finding(AlertRule.RESULTS_UNDELIVERED).orElseThrow().broken())
        .isEqualTo(expected.equals("broken"));
  }

  @Test
  void the_oldest_results_that_take_too_long_are_named_with_the_reason() {
    assertKept(AlertRule.RESULTS_UNDELIVERED);
    undelivered("r1", Duration.ofHours(3), "status 503", false);
    undelivered("r2", Duration.ofHours(2), "status 503", false);

    assertBroken(
        AlertRule.RESULTS_UNDELIVERED,
        "r1",
        "rows of run r1 to domo:Results, not delivered for 3 h 00 min in 7 tries: status 503; see"
            + " ./writeback show r1");
  }

  @Test
  void results_that_were_given_up_are_reported_however_long_they_may_take() {
    keys.put("results-undelivered", "30d");
    undelivered("r1", Duration.ofDays(8), "status 503", true);

    assertBroken(AlertRule.RESULTS_UNDELIVERED, "r1", "given up after 7 tries: status 503");
  }

  @Test
  void a_rule_that_is_off_says_nothing() {
    AlertRules.KEYS.stream()
        .map(io.writeback.config.Option::name)
        .filter(name -> !List.of("usual-runs", "slow-least").contains(name))
        .forEach(name -> keys.put(name, "off"));
    usual(5);
    add(run(RunState.FAILED, Code.DESTINATION_LOGIN, 1, Duration.ofDays(1)));
    paused.add(new AlertHistory.Paused("r1", "w", 1, null, null, NOW));
    undelivered("r1", Duration.ofDays(1), "status 503", false);

    for (AlertRule rule : AlertRule.values()) {
      assertThat(finding(rule)).as(rule.key()).isEmpty();
    }
  }
}
