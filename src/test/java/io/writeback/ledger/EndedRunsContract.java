package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.problem.Code;
import io.writeback.rows.SentKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which runs are removed from a ledger, and in what steps. */
abstract class EndedRunsContract {
  private static final int MANY = 1_000;
  private static final List<String> TABLES =
      List.of(
          "batch",
          "sent_keys",
          "reject",
          "difference",
          "run_event",
          "request",
          "run_alias",
          "triggered_run");

  private Ledger ledger;

  abstract LedgerAddress address();

  /** How many rows a table has. */
  abstract long rows(String table);

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), InstantSource.system());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static Instant later() {
    return Instant.now().plus(Duration.ofDays(1));
  }

  private int remove(Instant before) {
    return ledger.endedRuns().removeSome(before, EndedRuns.Position.FIRST, MANY).removed();
  }

  private boolean isThere(String run) {
    return ledger.history().find(run).isPresent();
  }

  private void planned(String run, long number) {
    ledger.requests().accept(RunRequest.of(run, "key of " + run, "w"));
    plan(run, number);
  }

  private void plan(String run, long number) {
    ledger.runs().snapshotTaken(run, 1, new SnapshotEntry("s", "v", "snapshot.csv", 1, 1, "ab"));
    ledger.runs().storePlan(run, 1, new RunStore.Plan("target", "{}", Set.of(), number));
  }

  private void settle(String run, int rejects) {
    List<RejectEntry> rejected =
        LongStream.rangeClosed(1, rejects)
            .mapToObj(row -> new RejectEntry(row, "k" + row, Code.VALUE_INVALID, "", "r", "r"))
            .toList();
    Batches.settle(
        ledger,
        new BatchAccount(
            new BatchIntent(run, 0, 1, rejects + 1, 1, 0, 0, ""),
            0,
            1,
            0,
            0,
            rejected,
            List.of(new DifferenceEntry(rejects + 1, "k", "name", "a", "b")),
            1,
            1,
            1,
            false),
        1,
        false,
        FingerprintChange.NONE,
        List.of(),
        SentKeys.of(List.of(new SentKeys.Sent(rejects + 1, "k", true))));
  }

  private void complete(String run) {
    planned(run, 0);
    ledger.runs().end(run, 1, RunState.COMPLETE, null, null);
  }

  @Test
  void a_run_that_ended_goes_with_all_that_belongs_to_it_and_its_removal_is_known() {
    ledger.outbox().open();
    AcceptedRun run =
        ledger
            .schedules()
            .accept(
                RunRequest.of("a", "key of a", "w"),
                new Fire("s", "t", Instant.EPOCH, "", "", false, new Fire.Tries(0, Duration.ZERO)));
    ledger
        .requests()
        .accept(RunRequest.of("joins", "another key", "w"), new ExternalRequest("id", "digest"));
    plan(run.run().id(), 0);
    settle("a", 5);
    ledger.runs().end("a", 1, RunState.COMPLETE_WITH_REJECTS, null, null);
    ledger.followUps().markDone("a");
    ledger.outbox().sent(ledger.outbox().unsent(MANY, Set.of()));
    ledger.outbox().close();
    TABLES.forEach(table -> assertThat(rows(table)).as(table).isPositive());
    complete("b");

    EndedRuns.Step step = ledger.endedRuns().removeSome(later(), EndedRuns.Position.FIRST, MANY);

    assertThat(step.removed()).isEqualTo(1);
    assertThat(step.openRejects()).isEqualTo(5);
    assertThat(isThere("a")).isFalse();
    TABLES.forEach(table -> assertThat(rows(table)).as(table).isZero());
    assertThat(ledger.endedRuns().removedSince(Instant.EPOCH, "", MANY))
        .extracting(EndedRuns.Removed::runId)
        .containsExactly("a");
  }

  private Optional<AcceptedRun> replay(String parent) {
    return ledger
        .requests()
        .acceptReplay(
            new RunRequest("replay", "key of replay", "w", false, parent),
            new SnapshotEntry("s", "", "snapshot.csv", 1, 1, "ab"),
            () -> LongStream.of(1),
            "");
  }

  @Test
  void a_run_that_ended_after_the_time_stays() {
    complete("a");
    complete("b");

    assertThat(remove(Instant.EPOCH.plusSeconds(1))).isZero();
    assertThat(isThere("a")).isTrue();
  }

  @Test
  void the_last_complete_run_of_a_writeback_and_what_came_after_it_stay() {
    complete("a");
    planned("b", 0);
    ledger.runs().end("b", 1, RunState.FAILED, Code.NO_KEY_COLUMN, "r");

    assertThat(remove(later())).isZero();
    complete("c");

    assertThat(remove(later())).isEqualTo(2);
    assertThat(isThere("c")).isTrue();
  }

  @Test
  void a_run_stays_while_another_of_its_writeback_or_its_target_is_unfinished() {
    complete("a");
    complete("b");
    ledger.requests().accept(RunRequest.of("c", "key of c", "another"));
    plan("c", 0);

    assertThat(remove(later())).isZero();
    ledger
        .runs()
        .end("c", 1, RunState.STOPPED, Code.DESTINATION_UNAVAILABLE, "a person has to look");
    assertThat(remove(later())).isZero();
    ledger.runs().cancel("c");

    assertThat(remove(later())).isEqualTo(1);
  }

  @Test
  void a_run_stays_as_long_as_the_replay_of_its_rejects() {
    planned("a", 0);
    settle("a", 1);
    ledger.runs().end("a", 1, RunState.COMPLETE_WITH_REJECTS, null, null);
    assertThat(replay("a")).isPresent();
    ledger.runs().end("replay", 1, RunState.FAILED, Code.NO_KEY_COLUMN, "r");
    complete("b");

    assertThat(remove(later())).as("the replay").isEqualTo(1);
    assertThat(isThere("a")).isTrue();
    assertThat(remove(later())).isEqualTo(1);
    assertThat(isThere("a")).isFalse();
  }

  @Test
  void the_run_with_the_highest_number_of_a_target_stays() {
    planned("a", 7);
    ledger.runs().end("a", 1, RunState.COMPLETE, null, null);
    complete("b");

    assertThat(remove(later())).isZero();
    assertThat(ledger.history().highestNumber("target")).isEqualTo(7);
  }

  @Test
  void a_run_stays_until_its_events_are_sent_and_nothing_has_to_follow_it() {
    ledger.outbox().open();
    complete("a");
    ledger.outbox().close();
    ledger
        .schedules()
        .accept(
            RunRequest.of("s", "key of s", "w"),
            new Fire("s", "t", Instant.EPOCH, "", "", false, new Fire.Tries(0, Duration.ZERO)));
    ledger.runs().end("s", 1, RunState.FAILED, Code.NO_KEY_COLUMN, "r");
    complete("b");

    assertThat(remove(later())).isZero();
    ledger.outbox().sent(ledger.outbox().unsent(MANY, Set.of()));
    ledger.followUps().markDone("s");

    assertThat(remove(later())).isEqualTo(2);
  }

  @Test
  void a_run_that_took_row_messages_and_did_not_write_them_stays() {
    planned("a", 0);
    ledger.runs().rowsTaken("a", 1);
    ledger.runs().end("a", 1, RunState.FAILED, Code.NO_KEY_COLUMN, "r");
    complete("b");

    assertThat(remove(later())).isZero();
  }

  @Test
  void a_large_run_goes_in_small_steps_in_which_no_replay_of_it_begins() {
    planned("a", 0);
    settle("a", 24);
    ledger.runs().end("a", 1, RunState.COMPLETE_WITH_REJECTS, null, null);
    complete("b");
    EndedRuns runs = ledger.endedRuns();

    EndedRuns.Step first = runs.removeSome(later(), EndedRuns.Position.FIRST, 10);

    assertThat(first.removed()).isZero();
    assertThat(first.more()).isTrue();
    assertThat(rows("reject")).isEqualTo(14);
    assertThat(replay("a")).isEmpty();
    List<EndedRuns.Step> steps = new ArrayList<>(List.of(first));
    while (steps.get(steps.size() - 1).more()) {
      steps.add(runs.removeSome(later(), steps.get(steps.size() - 1).next(), 10));
    }
    assertThat(steps).hasSize(3);
    assertThat(steps).extracting(EndedRuns.Step::openRejects).containsExactly(10L, 10L, 4L);
    assertThat(isThere("a")).isFalse();
    assertThat(isThere("b")).isTrue();
  }
}
