package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.problem.Code;
import io.writeback.rows.SentKeys;
import io.writeback.rows.Tally;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ledger does, whatever database it is in. */
abstract class LedgerContract {
  private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
  static final String RUN = "20260301-020000-000001";

  Instant now = START;
  Ledger ledger;

  /** A place where no ledger is yet, the same for all of a test. */
  abstract LedgerAddress address() throws Exception;

  private String place() throws Exception {
    return address() instanceof LedgerAddress.InDirectory directory
        ? directory.file().toString()
        : address().toString();
  }

  /**
   * The time that the ledger reports.
   *
   * @param given by the clock that it was opened with
   * @param recorded by the ledger
   */
  abstract Instant recorded(Instant given, Instant recorded);

  /** A connection of another client. */
  abstract Connection connection() throws SQLException;

  @BeforeEach
  void open() throws Exception {
    ledger = Ledger.open(address(), () -> now);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private RunEntry accept() {
    return ledger.requests().accept(RunRequest.of(RUN, "the key", "project-status")).run();
  }

  private static BatchIntent intent(int number, long first, long last) {
    return new BatchIntent(RUN, number, first, last, (int) (last - first + 1), 0, 0, "");
  }

  /** An account in which every row is confirmed but the rejected ones. */
  private static BatchAccount account(BatchIntent intent, RejectEntry... rejects) {
    long rows = intent.lastRow() - intent.firstRow() + 1;
    return new BatchAccount(
        intent,
        rows - intent.unchanged() - intent.superseded() - rejects.length,
        0,
        0,
        0,
        List.of(rejects),
        List.of(),
        2,
        3,
        4,
        false);
  }

  private static RejectEntry reject(long row, String cause) {
    return new RejectEntry(
        row, "key " + row, Code.ROW_REFUSED, "Status", cause + " in " + row, cause);
  }

  @Test
  void an_accepted_run_is_new_and_has_nothing_yet() {
    AcceptedRun accepted =
        ledger.requests().accept(RunRequest.of(RUN, "the key", "project-status"));

    assertThat(accepted.isNew()).isTrue();
    assertThat(accepted.run())
        .isEqualTo(
            new RunEntry(
                RUN,
                "the key",
                "project-status",
                RunState.ACCEPTED,
                1,
                null,
                null,
                recorded(START, accepted.run().acceptedAt()),
                null,
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
                null));
  }

  @Test
  void the_character_nul_of_a_cell_is_kept_as_its_sign() {
    accept();
    RejectEntry hostile =
        new RejectEntry(
            1, "k\u0000y", Code.KEY_INVALID, "ID", "\"k\u0000y\" is no ID", "\"\u0000\" is no ID");

    Batches.settle(ledger, account(intent(0, 1, 1), hostile), 1, false);
    ledger.runs().end(RUN, 1, RunState.FAILED, Code.INTERNAL, "a \u0000 reason");

    List<RejectEntry> found = new ArrayList<>();
    ledger.rejects().each(RUN, found::add);
    assertThat(found)
        .containsExactly(
            new RejectEntry(
                1,
                "k\u2400y",
                Code.KEY_INVALID,
                "ID",
                "\"k\u2400y\" is no ID",
                "\"\u2400\" is no ID"));
    assertThat(ledger.history().find(RUN).orElseThrow().reason()).isEqualTo("a \u2400 reason");
  }

  @Test
  void rejects_are_handed_over_page_by_page_and_the_ledger_is_free_meanwhile() {
    accept();
    RejectEntry[] many = new RejectEntry[2_500];
    for (int i = 0; i < many.length; i++) {
      many[i] = reject(i + 1, "refused");
    }
    Batches.settle(ledger, account(intent(0, 1, many.length), many), 1, false);

    List<Long> rows = new ArrayList<>();
    ledger
        .rejects()
        .each(
            RUN,
            reject -> {
              if (reject.row() % 1_000 == 1) {
                // Would wait for its connection if this reading held one.
                assertThat(ledger.batches().totals(RUN).rejectRows()).isEqualTo(many.length);
              }
              rows.add(reject.row());
            });

    assertThat(rows).hasSize(many.length).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void differences_of_one_row_that_fill_a_page_are_all_handed_over() {
    accept();
    List<DifferenceEntry> many = new ArrayList<>();
    for (int i = 0; i < 2_001; i++) {
      many.add(new DifferenceEntry(1, "key 1", "field %05d".formatted(i), "sent", "found"));
    }
    Batches.settle(
        ledger,
        new BatchAccount(intent(0, 1, 1), 0, 1, 0, 0, List.of(), many, 1, 1, 1, false),
        1,
        false);

    List<DifferenceEntry> found = new ArrayList<>();
    ledger.rejects().eachDifference(RUN, found::add);

    assertThat(found).isEqualTo(many);
  }

  @Test
  void the_account_of_a_batch_says_what_was_left_out_since_its_intent() {
    accept();
    Batches.intend(ledger, intent(0, 1, 10), 1);
    BatchIntent later = new BatchIntent(RUN, 0, 1, 10, 8, 0, 2, "");

    Batches.settle(ledger, account(later), 1, true);

    RunTotals totals = ledger.batches().totals(RUN);
    assertThat(totals.tally().confirmed()).isEqualTo(8);
    assertThat(totals.tally().superseded()).isEqualTo(2);
  }

  @Test
  void a_key_that_was_accepted_before_gives_back_the_run_that_has_it() {
    accept();

    AcceptedRun again =
        ledger.requests().accept(RunRequest.of("another-id", "the key", "project-status"));

    assertThat(again.isNew()).isFalse();
    assertThat(again.run().id()).isEqualTo(RUN);
    assertThat(ledger.history().find("another-id")).isEmpty();
  }

  @Test
  void a_run_goes_from_accepted_over_snapshot_and_running_to_its_end() {
    accept();
    List<RunState> states = new ArrayList<>();
    ledger
        .runs()
        .snapshotTaken(RUN, 1, new SnapshotEntry("a CSV", "v1", "snapshot.csv", 7, 80, "ab"));
    states.add(ledger.history().find(RUN).orElseThrow().state());
    ledger.runs().storePlan(RUN, 1, new RunStore.Plan("fake:things", "{}", Set.of(), 0));
    states.add(ledger.history().find(RUN).orElseThrow().state());
    now = START.plus(Duration.ofMinutes(3));
    ledger.runs().end(RUN, 1, RunState.STOPPED, Code.ANSWER_UNKNOWN, "no answer");

    RunEntry ended = ledger.history().find(RUN).orElseThrow();
    assertThat(states).containsExactly(RunState.SNAPSHOT, RunState.RUNNING);
    assertThat(ended.state()).isEqualTo(RunState.STOPPED);
    assertThat(ended.code()).isEqualTo(Code.ANSWER_UNKNOWN);
    assertThat(ended.reason()).isEqualTo("no answer");
    assertThat(ended.finished()).contains(recorded(now, ended.finishedAt()));
    assertThat(ended.source()).isEqualTo("a CSV");
    assertThat(ended.target()).isEqualTo("fake:things");
    assertThat(ended.snapshotRows()).isEqualTo(7);
  }

  @Test
  void a_run_that_has_ended_is_not_written_to_any_more() {
    accept();
    Batches.intend(ledger, intent(0, 1, 10), 1);
    ledger.runs().end(RUN, 1, RunState.FAILED, Code.BOOKS_OPEN, "open");

    assertThatThrownBy(() -> ledger.runs().end(RUN, 1, RunState.COMPLETE, null, null))
        .isInstanceOf(LedgerException.class);
    assertThatThrownBy(
            () -> ledger.runs().snapshotTaken(RUN, 1, new SnapshotEntry("s", "", "f", 1, 1, "")))
        .isInstanceOf(LedgerException.class);
    assertThatThrownBy(
            () -> ledger.runs().storePlan(RUN, 1, new RunStore.Plan("t", "{}", Set.of(), 0)))
        .isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> Batches.intend(ledger, intent(1, 11, 20), 1))
        .isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> Batches.settle(ledger, account(intent(0, 1, 10)), 1, true))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("taken over by another process, or has ended");
    assertThat(ledger.history().find(RUN).orElseThrow().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void an_epoch_that_is_not_the_runs_writes_nothing() {
    accept();
    Batches.intend(ledger, intent(0, 1, 10), 1);

    assertFenced(
        () -> ledger.runs().snapshotTaken(RUN, 2, new SnapshotEntry("s", "", "f", 1, 1, "")));
    assertFenced(() -> ledger.runs().storePlan(RUN, 2, new RunStore.Plan("t", "{}", Set.of(), 0)));
    assertFenced(() -> Batches.intend(ledger, intent(1, 11, 20), 2));
    assertFenced(() -> Batches.settle(ledger, account(intent(0, 1, 10)), 2, true));
    assertFenced(() -> Batches.settle(ledger, account(intent(1, 11, 20)), 2, false));
    assertFenced(() -> ledger.runs().end(RUN, 2, RunState.COMPLETE, null, null));
    assertThat(ledger.history().find(RUN).orElseThrow().state()).isEqualTo(RunState.ACCEPTED);
    assertThat(ledger.batches().totals(RUN).openBatches()).isEqualTo(1);
  }

  private static void assertFenced(org.assertj.core.api.ThrowableAssert.ThrowingCallable update) {
    assertThatThrownBy(update)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("taken over by another process");
  }

  @Test
  void who_lost_a_run_cannot_settle_the_batches_it_had_intended() throws Exception {
    accept();
    Batches.intend(ledger, intent(0, 1, 10), 1);
    sql("update run set epoch = 2");

    assertFenced(
        () -> Batches.settle(ledger, account(intent(0, 1, 10), reject(3, "bad")), 1, true));
    assertThat(ledger.batches().totals(RUN).openBatches()).isEqualTo(1);
    assertThat(ledger.batches().totals(RUN).rejectRows()).isZero();
  }

  @Test
  void a_batch_is_intended_once() throws Exception {
    accept();
    Batches.intend(ledger, intent(0, 1, 10), 1);

    assertThatThrownBy(() -> Batches.intend(ledger, intent(0, 1, 10), 1))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("the ledger " + place());
  }

  @Test
  void a_batch_is_settled_once() {
    accept();
    Batches.intend(ledger, intent(0, 1, 10), 1);
    Batches.settle(ledger, account(intent(0, 1, 10)), 1, true);

    assertFenced(() -> Batches.settle(ledger, account(intent(0, 1, 10)), 1, true));
    assertThat(ledger.batches().totals(RUN).tally().confirmed()).isEqualTo(10);
  }

  @Test
  void an_account_that_does_not_close_is_refused() {
    accept();
    Batches.intend(ledger, intent(0, 1, 10), 1);
    BatchAccount open =
        new BatchAccount(intent(0, 1, 10), 9, 0, 0, 0, List.of(), List.of(), 1, 10, 1, false);

    assertThatThrownBy(() -> Batches.settle(ledger, open, 1, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not close");
    assertThat(ledger.batches().totals(RUN).openBatches()).isEqualTo(1);
  }

  @Test
  void an_account_is_written_whole_or_not_at_all() {
    accept();
    Batches.intend(ledger, intent(0, 1, 10), 1);
    BatchAccount twice = account(intent(0, 1, 10), reject(3, "bad"), reject(3, "bad"));

    assertThatThrownBy(() -> Batches.settle(ledger, twice, 1, true))
        .isInstanceOf(LedgerException.class);
    RunTotals totals = ledger.batches().totals(RUN);
    assertThat(totals.openBatches()).isEqualTo(1);
    assertThat(totals.tally().confirmed()).isZero();
    assertThat(totals.rejectRows()).isZero();
  }

  private void settleWithKeys(BatchIntent intent, long epoch, String... keys) {
    List<SentKeys.Sent> sent = new ArrayList<>();
    for (String key : keys) {
      sent.add(new SentKeys.Sent(intent.firstRow() + sent.size(), key, true));
    }
    Batches.settle(
        ledger,
        account(intent),
        epoch,
        false,
        FingerprintChange.NONE,
        List.of(),
        SentKeys.of(sent));
  }

  private List<SentKeys.Found> found(String key) {
    return ledger.sentKeys().containing(List.of(RUN), SentKeys.hash(key)).stream()
        .flatMap(keys -> SentKeys.find(keys.keys(), SentKeys.hash(key)).stream())
        .toList();
  }

  @Test
  void a_key_that_was_sent_is_found_by_the_database() {
    accept();
    settleWithKeys(intent(0, 1, 2), 1, "a", "b");
    settleWithKeys(intent(1, 3, 4), 1, "c", "a");

    assertThat(found("a"))
        .containsExactly(new SentKeys.Found(1, true), new SentKeys.Found(4, true));
    assertThat(ledger.sentKeys().containing(List.of(RUN), SentKeys.hash("c")))
        .extracting(SentKeyStore.Keys::number)
        .containsExactly(1);
    assertThat(found("never sent")).isEmpty();
    assertThat(ledger.batches().withRow(RUN, 3))
        .hasValueSatisfying(one -> assertThat(one.number()).isEqualTo(1));
    assertThat(ledger.batches().withRow(RUN, 5)).isEmpty();
  }

  @Test
  void the_keys_of_a_batch_are_there_with_its_account_or_not_at_all() {
    accept();

    assertFenced(() -> settleWithKeys(intent(0, 1, 1), 2, "a"));
    Batches.intend(ledger, intent(0, 1, 1), 1);

    assertThat(found("a")).isEmpty();
    assertThat(ledger.sentKeys().open(List.of(RUN))).containsExactly(RUN);
  }

  @Test
  void what_was_in_doubt_while_its_batch_was_open_is_certain_once_it_is_settled() {
    accept();
    Batches.intend(ledger, intent(0, 1, 1), 1);
    byte[] doubtful = SentKeys.of(List.of(new SentKeys.Sent(1, "a", false)));
    ledger.batches().leaveOpen(account(intent(0, 1, 1)), 1, null, doubtful);
    assertThat(found("a")).containsExactly(new SentKeys.Found(1, false));

    byte[] certain = SentKeys.of(List.of(new SentKeys.Sent(1, "a", true)));
    ledger
        .batches()
        .settle(
            account(intent(0, 1, 1)),
            1,
            FingerprintChange.NONE,
            KnownChange.NONE,
            List.of(),
            certain);

    assertThat(found("a")).containsExactly(new SentKeys.Found(1, true));
  }

  @Test
  void runs_that_have_batches_are_found_by_their_target() {
    accept();
    settleWithKeys(intent(0, 1, 1), 1, "a");

    assertThat(ledger.sentKeys().runs(true, List.of(), null, 10))
        .extracting(RunEntry::id)
        .containsExactly(RUN);
    assertThat(ledger.sentKeys().runs(true, List.of(), RUN, 10)).isEmpty();
    assertThat(ledger.sentKeys().runs(false, List.of("another"), null, 10)).isEmpty();
  }

  @Test
  void a_batch_with_nothing_to_send_has_an_account() {
    accept();
    BatchIntent nothing = new BatchIntent(RUN, 0, 1, 10, 0, 4, 5, "");
    Batches.settle(ledger, account(nothing, reject(10, "bad")), 1, false);

    RunTotals totals = ledger.batches().totals(RUN);
    assertThat(totals)
        .isEqualTo(new RunTotals(new Tally(10, 0, 0, 4, 5, 1, 0, 0), 10, 1, 0, 0, 1, 2, 3, 4));
  }

  @Test
  void totals_add_up_batches_and_count_the_rows_of_open_ones_in_doubt() {
    accept();
    BatchIntent first = new BatchIntent(RUN, 0, 1, 10, 8, 1, 1, "");
    Batches.intend(ledger, first, 1);
    Batches.settle(
        ledger,
        new BatchAccount(
            first,
            2,
            1,
            2,
            2,
            List.of(reject(9, "bad")),
            List.of(new DifferenceEntry(4, "key 4", "name", "a", "b")),
            3,
            30,
            300,
            false),
        1,
        true);
    Batches.intend(ledger, new BatchIntent(RUN, 1, 11, 30, 15, 3, 2, ""), 1);

    assertThat(ledger.batches().totals(RUN))
        .isEqualTo(
            new RunTotals(new Tally(30, 2, 1, 4, 3, 1, 2 + 15, 2), 30, 2, 1, 0, 1, 3, 30, 300));
  }

  @Test
  void a_run_without_batches_has_totals_of_nothing() {
    accept();

    assertThat(ledger.batches().totals(RUN))
        .isEqualTo(new RunTotals(Tally.NOTHING, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void totals_tell_of_batches_that_do_not_begin_where_the_one_before_ended() {
    accept();
    Batches.settle(ledger, account(intent(0, 2, 10)), 1, false);
    Batches.settle(ledger, account(intent(1, 11, 20)), 1, false);
    Batches.settle(ledger, account(intent(2, 20, 30)), 1, false);
    Batches.settle(ledger, account(intent(3, 35, 40)), 1, false);

    assertThat(ledger.batches().totals(RUN).brokenRanges()).isEqualTo(3);
  }

  @Test
  void totals_are_those_of_one_run() {
    accept();
    Batches.settle(ledger, account(intent(0, 1, 10)), 1, false);
    ledger.requests().accept(RunRequest.of("another", "another key", "project-status"));

    assertThat(ledger.batches().totals("another").tally().rows()).isZero();
  }

  @Test
  void rejects_are_grouped_by_cause_with_the_first_as_example() {
    accept();
    Batches.settle(
        ledger,
        account(intent(0, 1, 10), reject(9, "rare"), reject(7, "often"), reject(8, "often")),
        1,
        false);
    Batches.settle(
        ledger, account(intent(1, 11, 20), reject(11, "often"), reject(12, "third")), 1, false);

    assertThat(ledger.rejects().causes(RUN, 2))
        .containsExactly(
            new Cause("WB-303", "Status", "often", 3, 7, "often in 7"),
            new Cause("WB-303", "Status", "rare", 1, 9, "rare in 9"));
  }

  @Test
  void differences_are_grouped_by_field_with_the_first_as_example() {
    accept();
    settleWithDifferences();

    assertThat(ledger.rejects().differenceCauses(RUN, 5))
        .containsExactly(
            new Cause("", "name", "holds another value than was sent", 2, 2, "sent a, found b"),
            new Cause("", "cost", "holds another value than was sent", 1, 3, "sent 1, found 2"));
  }

  private void settleWithDifferences() {
    Batches.settle(
        ledger,
        new BatchAccount(
            intent(0, 1, 10),
            8,
            2,
            0,
            0,
            List.of(),
            List.of(
                new DifferenceEntry(3, "key 3", "name", "c", "d"),
                new DifferenceEntry(3, "key 3", "cost", "1", "2"),
                new DifferenceEntry(2, "key 2", "name", "a", "b")),
            1,
            10,
            1,
            false),
        1,
        false);
  }

  @Test
  void rejects_and_differences_come_in_the_order_of_their_rows() {
    accept();
    settleWithDifferences();
    Batches.settle(ledger, account(intent(1, 11, 20), reject(17, "b"), reject(12, "a")), 1, false);
    List<String> seen = new ArrayList<>();
    ledger.rejects().each(RUN, reject -> seen.add(reject.row() + " " + reject.reason()));
    ledger
        .rejects()
        .eachDifference(RUN, differs -> seen.add(differs.row() + " " + differs.field()));

    assertThat(seen).containsExactly("12 a in 12", "17 b in 17", "2 name", "3 cost", "3 name");
  }

  @Test
  void everything_is_there_after_closing_and_opening_again() throws Exception {
    accept();
    Batches.intend(ledger, intent(0, 1, 10), 1);
    Batches.settle(ledger, account(intent(0, 1, 10), reject(3, "bad")), 1, true);
    RunEntry before = ledger.history().find(RUN).orElseThrow();
    RunTotals totals = ledger.batches().totals(RUN);
    ledger.close();

    ledger = Ledger.open(address(), () -> now);

    assertThat(ledger.history().find(RUN)).contains(before);
    assertThat(ledger.batches().totals(RUN)).isEqualTo(totals);
    assertThat(ledger.rejects().causes(RUN, 5)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(RunState.class)
  void every_state_can_be_read_back(RunState state) {
    accept();
    ledger.runs().end(RUN, 1, state, null, null);

    assertThat(ledger.history().find(RUN).orElseThrow().state()).isEqualTo(state);
  }

  @Test
  void another_connection_sees_what_a_method_wrote() throws Exception {
    accept();

    assertThat(sql("select run_key from run")).isEqualTo("the key");
  }

  private String sql(String text) throws SQLException {
    return sql(connection(), text);
  }

  static String sql(Connection opened, String text) throws SQLException {
    try (Connection connection = opened;
        Statement statement = connection.createStatement()) {
      if (!statement.execute(text)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  @Test
  void the_time_of_a_schedule_and_what_a_person_should_know_are_kept() {
    Instant time = Instant.parse("2026-03-01T02:00:00Z");
    ledger.requests().accept(new RunRequest(RUN, "the key", "w", false, null, time));
    ledger.runs().addRemark(RUN, 1, "first");
    ledger.runs().addRemark(RUN, 1, "second");

    assertThat(ledger.history().find(RUN).orElseThrow().scheduled()).contains(time);
    assertThat(ledger.history().remarks(RUN)).containsExactly("first", "second");
  }

  @Test
  void the_highest_number_of_a_target_is_that_of_any_run_however_it_ended() {
    accept();
    ledger.runs().storePlan(RUN, 1, new RunStore.Plan("fake:files", "{}", Set.of(), 7));
    ledger.runs().end(RUN, 1, RunState.FAILED, Code.INTERNAL, "a test");
    ledger.requests().accept(RunRequest.of("another", "another key", "another"));
    ledger.runs().storePlan("another", 1, new RunStore.Plan("fake:files", "{}", Set.of(), 3));

    assertThat(ledger.history().highestNumber("fake:files")).isEqualTo(7);
    assertThat(ledger.history().highestNumber("fake:others")).isZero();
  }
}
