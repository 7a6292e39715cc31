package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.problem.Code;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rejects a written row closes. */
final class RejectStoreTest {
  private static final int ROWS = 2_500;

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-03-01T02:00:00Z");
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), () -> now);
    run("a", "target");
    settle("a", ROWS, List.of());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void run(String id, String target) {
    ledger.requests().accept(RunRequest.of(id, id, "w"));
    ledger.runs().storePlan(id, 1, new RunStore.Plan(target, "{}", Set.of(), 0));
    now = now.plusSeconds(1);
  }

  private void replay(String id, String parent) {
    ledger
        .requests()
        .acceptReplay(
            new RunRequest(id, id, "w", false, parent),
            new SnapshotEntry("s", "", "snapshot.csv", ROWS, 1, "ab"),
            () -> LongStream.rangeClosed(1, ROWS),
            "");
    ledger.runs().storePlan(id, 1, new RunStore.Plan("target", "{}", Set.of(), 0));
    now = now.plusSeconds(1);
  }

  /** A batch of as many rejects as asked for behind the rows that were written. */
  private void settle(String run, int rejects, List<WrittenRow> written) {
    List<RejectEntry> rejected =
        LongStream.rangeClosed(written.size() + 1, written.size() + rejects)
            .mapToObj(
                row ->
                    new RejectEntry(
                        row, row % 2 == 0 ? "k" + row : "", Code.VALUE_INVALID, "", "r", "r"))
            .toList();
    int rows = written.size() + rejects;
    Batches.settle(
        ledger,
        new BatchAccount(
            new BatchIntent(run, 0, 1, rows, written.size(), 0, 0, ""),
            written.size(),
            0,
            0,
            0,
            rejected,
            List.of(),
            1,
            written.size(),
            1,
            false),
        1,
        false,
        FingerprintChange.NONE,
        written);
  }

  private long count(String run) {
    return ledger.rejects().countOpen(run);
  }

  @Test
  void a_key_closes_the_rejects_of_earlier_runs_on_the_same_target_only() {
    run("other", "another target");
    settle("other", 4, List.of());
    run("b", "target");
    assertThat(ledger.rejects().anyOpenBefore("b")).isTrue();

    settle("b", 0, List.of(new WrittenRow(1, "k2"), new WrittenRow(2, "k99999")));

    assertThat(count("a")).isEqualTo(ROWS - 1);
    assertThat(ledger.rejects().supersededBy("a", 2)).contains("b");
    assertThat(count("other")).isEqualTo(4);
  }

  @Test
  void a_blank_key_closes_nothing_that_it_did_not_come_from() {
    run("b", "target");

    settle("b", 0, List.of(new WrittenRow(1, "")));

    assertThat(count("a")).isEqualTo(ROWS);
  }

  @Test
  void a_replayed_row_closes_all_that_it_came_from() {
    replay("b", "a");
    settle("b", ROWS, List.of());
    replay("c", "b");

    settle("c", 0, List.of(new WrittenRow(1, "right"), new WrittenRow(2, "right too")));

    assertThat(count("a")).isEqualTo(ROWS - 2);
    assertThat(count("b")).isEqualTo(ROWS - 2);
  }

  @Test
  void a_row_that_another_run_wrote_since_the_replay_was_accepted_is_known() {
    replay("b", "a");
    run("c", "target");
    settle("c", 0, List.of(new WrittenRow(1, "k2400")));
    settle("b", 0, List.of(new WrittenRow(1, "x")));
    List<Long> rows = new ArrayList<>();

    ledger.rejects().eachWrittenSince("b", rows::add);

    assertThat(rows).as("row 1 it wrote itself").containsExactly(2_400L);
  }

  @Test
  void a_write_within_a_read_is_refused_as_it_would_be_no_transaction() {
    replay("b", "a");
    run("c", "target");
    settle("c", 0, List.of(new WrittenRow(1, "k2400")));

    assertThatThrownBy(
            () -> ledger.rejects().eachWrittenSince("b", row -> ledger.runs().snapshotRemoved("b")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("within a read");
  }

  @Test
  void a_run_without_open_rejects_before_it_has_none_to_close() {
    run("elsewhere", "a third target");

    assertThat(ledger.rejects().anyOpenBefore("elsewhere")).isFalse();
    assertThat(ledger.rejects().anyOpenBefore("a")).isFalse();
  }
}
