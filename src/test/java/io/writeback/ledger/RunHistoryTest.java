package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.problem.Code;
import io.writeback.rows.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunHistoryTest {
  private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
  private static final Set<RunState> ALL = EnumSet.allOf(RunState.class);

  @TempDir Path folder;
  private Instant now = START;
  private Ledger ledger;
  private RunHistory history;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), () -> now);
    history = ledger.history();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static final LeaseTerms MINE = new LeaseTerms("mine", Duration.ofDays(1), Duration.ZERO);

  /** The run has its target and its plan; returns its epoch. */
  private long begin(String id, String target) {
    RunEntry run = ledger.history().find(id).orElseThrow();
    long epoch = ((Claim.Taken) ledger.leases().claim(run, target, MINE)).run().run().epoch();
    ledger.runs().storePlan(id, epoch, new RunStore.Plan(target, "{}", Set.of(), 0));
    return epoch;
  }

  private void accept(String id, String writeback) {
    // Replays, because these never serve each other.
    ledger.requests().accept(new RunRequest(id, "key of " + id, writeback, false, "its parent"));
    now = now.plusSeconds(60);
  }

  private static BatchAccount account(
      String run, int number, int rejected, int requests, int recordsSent) {
    long first = number * 10L + 1;
    List<RejectEntry> rejects =
        java.util.stream.LongStream.range(first, first + rejected)
            .mapToObj(
                row -> new RejectEntry(row, "k" + row, Code.ROW_REFUSED, "", "no " + row, "no"))
            .toList();
    return new BatchAccount(
        new BatchIntent(run, number, first, first + 9, 10, 0, 0, ""),
        10 - rejected,
        0,
        0,
        0,
        rejects,
        List.of(),
        requests,
        recordsSent,
        1,
        false);
  }

  private List<String> ids(String writeback, Set<RunState> states, int limit) {
    return history.list(writeback, states, limit).stream().map(one -> one.run().id()).toList();
  }

  @Test
  void runs_come_the_newest_first() {
    accept("c", "one");
    accept("a", "two");
    accept("b", "one");

    assertThat(ids(null, ALL, 20)).containsExactly("b", "a", "c");
    assertThat(ids(null, ALL, 2)).containsExactly("b", "a");
  }

  @Test
  void runs_are_those_of_a_writeback_or_in_a_state() {
    accept("a", "one");
    accept("b", "two");
    accept("c", "one");
    ledger.runs().end("c", 1, RunState.FAILED, Code.EXPORT_INCOMPLETE, "cut");

    assertThat(ids("one", ALL, 20)).containsExactly("c", "a");
    assertThat(ids("one", Set.of(RunState.ACCEPTED), 20)).containsExactly("a");
    assertThat(ids(null, Set.of(RunState.FAILED, RunState.ACCEPTED), 20))
        .containsExactly("c", "b", "a");
    assertThat(ids(null, Set.of(), 20)).isEmpty();
  }

  @Test
  void a_summary_counts_what_was_written_and_rejected() {
    accept("a", "one");
    Batches.settle(ledger, account("a", 0, 3, 1, 10), 1, false);
    Batches.settle(ledger, account("a", 1, 0, 1, 10), 1, false);
    accept("b", "one");

    RunSummary summary = history.summary("a").orElseThrow();
    assertThat(summary.written()).isEqualTo(17);
    assertThat(summary.rejected()).isEqualTo(3);
    assertThat(history.summary("b").orElseThrow().written()).isZero();
    assertThat(history.summary("c")).isEmpty();
  }

  @Test
  void the_last_event_is_the_end_or_else_the_last_batch_or_else_the_start() {
    accept("a", "one");
    assertThat(history.summary("a").orElseThrow().lastEvent()).isEqualTo(START);
    Batches.intend(ledger, new BatchIntent("a", 0, 1, 10, 10, 0, 0, ""), 1);
    assertThat(history.summary("a").orElseThrow().lastEvent()).isEqualTo(START.plusSeconds(60));
    now = START.plusSeconds(70);
    Batches.settle(ledger, account("a", 0, 0, 1, 10), 1, true);
    assertThat(history.summary("a").orElseThrow().lastEvent()).isEqualTo(now);
    now = START.plusSeconds(80);
    ledger.runs().end("a", 1, RunState.COMPLETE, null, null);
    assertThat(history.summary("a").orElseThrow().lastEvent()).isEqualTo(now);
  }

  @Test
  void an_id_is_found_by_its_beginning_and_nothing_is_a_pattern() {
    accept("20260301-1", "one");
    accept("20260301-2", "one");
    accept("20260302-1", "one");

    assertThat(history.idsBeginning("20260301", 5)).containsExactly("20260301-2", "20260301-1");
    assertThat(history.idsBeginning("2", 2)).containsExactly("20260302-1", "20260301-2");
    assertThat(history.idsBeginning("2026030_", 5)).isEmpty();
    assertThat(history.idsBeginning("%", 5)).isEmpty();
  }

  @Test
  void unfinished_runs_come_the_oldest_first() {
    for (RunState state : RunState.values()) {
      accept(state.name(), "one");
      ledger.runs().end(state.name(), 1, state, null, null);
    }

    assertThat(ledger.history().unfinished().stream().map(RunEntry::state))
        .containsExactly(
            RunState.ACCEPTED,
            RunState.SNAPSHOT,
            RunState.RUNNING,
            RunState.PAUSED,
            RunState.STOPPED);
  }

  @ParameterizedTest
  @EnumSource(
      value = RunState.class,
      names = {"ACCEPTED", "SNAPSHOT", "RUNNING", "PAUSED", "STOPPED"})
  void an_unfinished_run_is_cancelled(RunState state) {
    accept("a", "one");
    ledger.runs().end("a", 1, state, Code.DESTINATION_UNAVAILABLE, "no answer");

    assertThat(ledger.runs().cancel("a")).isTrue();
    RunEntry cancelled = ledger.history().find("a").orElseThrow();
    assertThat(cancelled.state()).isEqualTo(RunState.CANCELLED);
    assertThat(cancelled.finished()).contains(now);
    assertThat(cancelled.reason()).isEqualTo("no answer");
  }

  @ParameterizedTest
  @EnumSource(
      value = RunState.class,
      names = {"COMPLETE", "COMPLETE_WITH_REJECTS", "FAILED", "CANCELLED"})
  void a_run_that_is_over_is_not_cancelled(RunState state) {
    accept("a", "one");
    ledger.runs().end("a", 1, state, null, null);
    RunEntry before = ledger.history().find("a").orElseThrow();

    assertThat(ledger.runs().cancel("a")).isFalse();
    assertThat(ledger.runs().requestCancel("a")).isFalse();
    assertThat(ledger.history().find("a")).contains(before);
    assertThat(history.cancelAsked("a")).isEmpty();
  }

  @Test
  void who_worked_on_a_cancelled_run_is_shut_out() {
    accept("a", "one");
    Batches.intend(ledger, new BatchIntent("a", 0, 1, 10, 10, 0, 0, ""), 1);
    ledger.runs().cancel("a");

    assertThatThrownBy(() -> Batches.settle(ledger, account("a", 0, 0, 1, 10), 1, true))
        .isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> ledger.runs().end("a", 1, RunState.COMPLETE, null, null))
        .isInstanceOf(LedgerException.class);
    assertThat(ledger.history().find("a").orElseThrow().state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void who_is_asked_to_cancel_can_still_finish_and_the_first_time_counts() {
    accept("a", "one");
    long epoch = begin("a", "the target");
    BatchAccount inFlight = account("a", 0, 0, 1, 10);
    Batches.intend(ledger, inFlight.intent(), epoch);
    Instant asked = now;
    assertThat(ledger.runs().requestCancel("a")).isTrue();
    now = now.plusSeconds(9);
    assertThat(ledger.runs().requestCancel("a")).isTrue();

    assertThat(history.cancelAsked("a")).contains(asked);
    assertThat(ledger.history().find("a").orElseThrow().state()).isEqualTo(RunState.RUNNING);
    Batches.settle(ledger, inFlight, epoch, true);
    ledger.runs().end("a", epoch, RunState.CANCELLED, null, null);
    assertThat(ledger.history().find("a").orElseThrow().state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void a_run_that_waits_for_its_turn_is_cancelled_at_once() {
    accept("a", "one");

    assertThat(ledger.runs().requestCancel("a")).isTrue();

    assertThat(ledger.history().find("a").orElseThrow().state()).isEqualTo(RunState.CANCELLED);
    assertThat(ledger.runs().requestCancel("a")).isFalse();
  }

  @Test
  void a_run_is_overtaken_by_a_later_one_that_sent_to_the_same_target() {
    accept("a", "one");
    accept("b", "one");
    accept("c", "one");
    long a = begin("a", "the target");
    Batches.settle(ledger, account("a", 0, 0, 1, 10), a, false);
    ledger.runs().end("a", a, RunState.STOPPED, Code.LEDGER_FAILED, "for a person to see to");
    ledger.leases().release("a", MINE.holder());
    now = now.minusSeconds(900);
    long c = begin("c", "another");
    Batches.settle(ledger, account("c", 0, 0, 1, 10), c, false);
    long b = begin("b", "the target");
    Batches.settle(ledger, account("b", 0, 10, 0, 0), b, false);
    assertThat(history.overtakenBy("a")).as("nothing was sent by b").isEmpty();

    Batches.intend(ledger, new BatchIntent("b", 1, 11, 20, 10, 0, 0, ""), b);

    assertThat(history.overtakenBy("a")).contains("b");
    assertThat(history.overtakenBy("b")).isEmpty();
  }

  @Test
  void the_snapshot_and_the_plan_are_as_they_were_taken() {
    accept("a", "one");
    assertThat(history.stored("a")).isEmpty();
    SnapshotEntry snapshot = new SnapshotEntry("a CSV", "v1", "snapshot.csv", 7, 80, "ab");
    ledger.runs().snapshotTaken("a", 1, snapshot);
    ledger.runs().storePlan("a", 1, new RunStore.Plan("the target", "{}", Set.of(), 0));

    assertThat(history.stored("a"))
        .contains(
            new StoredRun(
                ledger.history().find("a").orElseThrow(),
                snapshot,
                "{}",
                0,
                null,
                SourceWait.NONE));
  }

  @Test
  void batches_come_in_their_order_open_ones_among_them() {
    accept("a", "one");
    Instant intended = now;
    Batches.intend(ledger, new BatchIntent("a", 1, 11, 20, 9, 1, 0, ""), 1);
    Batches.settle(ledger, account("a", 0, 2, 3, 15), 1, false);

    assertThat(ledger.batches().list("a"))
        .containsExactly(
            new BatchEntry(
                0,
                1,
                10,
                "CLOSED",
                10,
                new Tally(10, 8, 0, 0, 0, 2, 0, 0),
                3,
                15,
                intended,
                intended,
                null,
                null,
                null),
            new BatchEntry(
                1,
                11,
                20,
                "OPEN",
                9,
                new Tally(10, 0, 0, 1, 0, 0, 0, 0),
                0,
                0,
                intended,
                null,
                null,
                null,
                null));
  }

  @Test
  void batches_to_look_at_are_open_or_had_more_than_one_request_or_rows_not_confirmed() {
    accept("a", "one");
    Batches.settle(ledger, account("a", 0, 0, 1, 10), 1, false);
    Batches.settle(ledger, account("a", 1, 1, 1, 10), 1, false);
    Batches.settle(ledger, account("a", 2, 0, 2, 20), 1, false);
    Batches.settle(ledger, account("a", 3, 0, 1, 10), 1, false);
    Batches.intend(ledger, new BatchIntent("a", 4, 41, 50, 10, 0, 0, ""), 1);

    assertThat(ledger.batches().notable("a", 9))
        .extracting(BatchEntry::number)
        .containsExactly(1, 2, 4);
    assertThat(ledger.batches().notable("a", 2))
        .extracting(BatchEntry::number)
        .containsExactly(1, 2);
  }

  @Test
  void times_tell_of_the_first_the_last_and_the_slowest_batch() {
    accept("a", "one");
    assertThat(ledger.batches().times("a")).isEqualTo(new BatchTimes(null, null, null, null, null));
    Instant first = now;
    Batches.intend(ledger, new BatchIntent("a", 0, 1, 10, 10, 0, 0, ""), 1);
    Batches.intend(ledger, new BatchIntent("a", 1, 11, 20, 10, 0, 0, ""), 1);
    now = now.plus(Duration.ofMillis(100));
    Batches.settle(ledger, account("a", 0, 0, 1, 10), 1, true);
    now = now.plus(Duration.ofMillis(201));
    Batches.settle(ledger, account("a", 1, 0, 1, 10), 1, true);
    Batches.intend(ledger, new BatchIntent("a", 2, 21, 30, 10, 0, 0, ""), 1);

    assertThat(ledger.batches().times("a")).isEqualTo(new BatchTimes(first, now, 201L, 301L, 1));
  }

  @Test
  void rejects_come_in_the_order_of_their_rows() {
    accept("a", "one");
    Batches.settle(ledger, account("a", 1, 2, 1, 10), 1, false);
    Batches.settle(ledger, account("a", 0, 1, 1, 10), 1, false);

    assertThat(ledger.rejects().list("a", true, 9))
        .extracting(row -> row.reject().row())
        .containsExactly(1L, 11L, 12L);
    assertThat(ledger.rejects().list("a", true, 2))
        .extracting(row -> row.reject().row())
        .containsExactly(1L, 11L);
  }
}
