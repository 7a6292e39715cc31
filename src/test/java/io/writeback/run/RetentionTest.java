package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.Batches;
import io.writeback.ledger.FingerprintChange;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RejectEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunStore;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.ledger.WrittenRow;
import io.writeback.problem.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long the snapshot of a run is kept. */
final class RetentionTest {
  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-03-01T02:00:00Z");
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), () -> now);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void apply() {
    new Retention(ledger, RunFolders.local(folder), Duration.ofDays(7), () -> now).apply();
  }

  private Path snapshot(String run) {
    return folder.resolve("runs").resolve(run).resolve("snapshot.csv");
  }

  private void run(String id, String snapshotFile) throws IOException {
    Files.createDirectories(snapshot(id).getParent());
    Files.writeString(snapshot(id), "rows");
    ledger.requests().accept(RunRequest.of(id, id, "w"));
    ledger.runs().snapshotTaken(id, 1, new SnapshotEntry("s", "v", snapshotFile, 1, 4, "ab"));
    ledger.runs().storePlan(id, 1, new RunStore.Plan("target", "{}", Set.of(), 0));
    now = now.plusSeconds(1);
  }

  private void rejected(String id) throws IOException {
    run(id, "snapshot.csv");
    Batches.settle(
        ledger,
        new BatchAccount(
            new BatchIntent(id, 0, 1, 1, 0, 0, 0, ""),
            0,
            0,
            0,
            0,
            List.of(new RejectEntry(1, "key", Code.VALUE_INVALID, "c", "r", "r")),
            List.of(),
            0,
            0,
            0,
            false),
        1,
        false);
    ledger.runs().end(id, 1, RunState.COMPLETE_WITH_REJECTS, null, null);
  }

  @Test
  void a_snapshot_stays_while_rejects_are_open_and_at_most_as_long_as_allowed() throws IOException {
    rejected("a");
    now = now.plus(Duration.ofDays(7)).minusSeconds(1);

    apply();
    assertThat(snapshot("a")).exists();

    now = now.plusSeconds(1);
    apply();
    assertThat(snapshot("a")).doesNotExist();
    assertThat(ledger.history().snapshotRemovedAt("a")).contains(now);
  }

  @Test
  void a_snapshot_goes_when_the_last_reject_is_superseded() throws IOException {
    rejected("a");
    run("b", "snapshot.csv");
    Batches.settle(
        ledger,
        new BatchAccount(
            new BatchIntent("b", 0, 1, 1, 1, 0, 0, ""),
            1,
            0,
            0,
            0,
            List.of(),
            List.of(),
            1,
            1,
            1,
            false),
        1,
        false,
        FingerprintChange.NONE,
        List.of(new WrittenRow(1, "key")));

    apply();

    assertThat(snapshot("a")).doesNotExist();
    assertThat(snapshot("b")).as("it is not over").exists();
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCEPTED", "SNAPSHOT", "RUNNING", "PAUSED", "STOPPED"})
  void a_run_that_can_continue_keeps_its_rows_for_good(RunState state) throws IOException {
    run("a", "snapshot.csv");
    ledger.runs().end("a", 1, state, null, null);
    now = now.plus(Duration.ofDays(900));

    apply();

    assertThat(snapshot("a")).exists();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETE", "COMPLETE_WITH_REJECTS", "FAILED", "CANCELLED"})
  void a_run_that_is_over_without_open_rejects_keeps_none(RunState state) throws IOException {
    run("a", "snapshot.csv");
    ledger.runs().end("a", 1, state, Code.DESTINATION_UNAVAILABLE, "x");

    apply();

    assertThat(snapshot("a")).doesNotExist();
  }

  @Test
  void the_rows_of_a_run_whose_books_do_not_close_can_be_looked_at() throws IOException {
    run("a", "snapshot.csv");
    ledger.runs().end("a", 1, RunState.FAILED, Code.BOOKS_OPEN, "x");

    apply();
    assertThat(snapshot("a")).exists();

    now = now.plus(Duration.ofDays(8));
    apply();
    assertThat(snapshot("a")).doesNotExist();
  }

  @Test
  void the_messages_that_a_complete_run_took_go_with_its_snapshot() throws IOException {
    run("a", "snapshot.csv");
    ledger.runs().end("a", 1, RunState.COMPLETE, null, null);
    run("b", "snapshot.csv");
    ledger.runs().end("b", 1, RunState.FAILED, Code.BATCH_REFUSED, "refused");
    for (String run : List.of("a", "b")) {
      Path rows = Files.createDirectories(folder.resolve("runs").resolve(run).resolve("rows"));
      Files.writeString(rows.resolve("00000000000001-g.jsonl"), "[\"1\"]\n");
    }

    apply();

    assertThat(folder.resolve("runs/a/rows")).doesNotExist();
    assertThat(folder.resolve("runs/b/rows/00000000000001-g.jsonl"))
        .as("no other run has the rows that it did not send")
        .exists();
  }

  @Test
  void nothing_but_the_file_in_the_folder_of_the_run_is_removed() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious.txt"), "x");
    run("a", "../../precious.txt");
    ledger.runs().end("a", 1, RunState.COMPLETE, null, null);
    Files.writeString(snapshot("a").resolveSibling("rejects.csv"), "x");

    apply();

    assertThat(precious).exists();
    assertThat(snapshot("a")).exists();
    assertThat(snapshot("a").resolveSibling("rejects.csv")).exists();
  }

  @Test
  void what_cannot_be_removed_is_tried_again() throws IOException {
    run("a", "snapshot.csv");
    ledger.runs().end("a", 1, RunState.COMPLETE, null, null);
    Files.delete(snapshot("a"));
    Path within = Files.createDirectories(snapshot("a")).resolve("x");
    Files.writeString(within, "x");

    apply();
    assertThat(within).exists();

    Files.delete(within);
    Files.delete(snapshot("a"));
    Files.writeString(snapshot("a"), "rows");
    apply();
    assertThat(snapshot("a")).doesNotExist();
  }
}
