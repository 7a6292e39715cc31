package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.Batches;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RejectEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.problem.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a run are complete or absent. */
final class ReportFilesTest {
  private static final int ROWS = 5_000;

  @TempDir Path folder;
  private Ledger ledger;

  @BeforeEach
  void aRunOfRejects() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), InstantSource.system());
    ledger.requests().accept(RunRequest.of("a", "a", "w"));
    Batches.settle(
        ledger,
        new BatchAccount(
            new BatchIntent("a", 0, 1, ROWS, 0, 0, 0, ""),
            0,
            0,
            0,
            0,
            LongStream.rangeClosed(1, ROWS)
                .mapToObj(row -> new RejectEntry(row, "k" + row, Code.VALUE_INVALID, "", "r", "r"))
                .toList(),
            List.of(),
            1,
            1,
            1,
            false),
        1,
        false);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Snapshot snapshot(int rows) throws IOException {
    StringBuilder text = new StringBuilder("\"ID\"\n");
    LongStream.rangeClosed(1, rows).forEach(row -> text.append("\"k").append(row).append("\"\n"));
    Path file = Files.writeString(folder.resolve("snapshot.csv"), text);
    return new Snapshot(
        file,
        new Schema(List.of(new Column("ID", ColumnType.STRING))),
        rows,
        Files.size(file),
        "",
        "rows.csv",
        "");
  }

  @Test
  void rejects_that_could_not_be_written_to_their_end_are_not_offered() throws IOException {
    Snapshot cut = snapshot(ROWS - 1);

    assertThatThrownBy(() -> ReportFiles.writeRejects(folder, "a", cut, ledger))
        .isInstanceOf(RuntimeException.class);

    assertThat(folder.resolve("rejects.csv")).doesNotExist();
    assertThat(folder.resolve("rejects.csv.tmp")).doesNotExist();
  }

  @Test
  void rejects_that_are_written_again_take_the_place_of_what_was_left() throws IOException {
    Files.writeString(folder.resolve("rejects.csv.tmp"), "left by a process that was killed");
    Snapshot whole = snapshot(ROWS);

    ReportFiles.writeRejects(folder, "a", whole, ledger);

    assertThat(Files.readAllLines(folder.resolve("rejects.csv"))).hasSize(ROWS + 1);
    assertThat(folder.resolve("rejects.csv.tmp")).doesNotExist();
  }
}
