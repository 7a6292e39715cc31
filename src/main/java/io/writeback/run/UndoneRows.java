package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeCursor;
import io.writeback.changes.ChangeSource;
import io.writeback.destination.Record;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of a run of which fields are to be put back. They keep their numbers in the undo, which
 * a destination may find them by; numbers after the last row are of what the run changed beside its
 * rows. The run has ended, so they stay the same.
 */
final class UndoneRows {
  private final ChangeSource overwritten;

  /** Rows that the run left alone, as someone had changed them. */
  private final BitSet conflicts;

  private final long rows;
  private final long last;

  /**
   * @param rows how many rows the run had
   * @param last what it came to: nothing with a higher number was written
   */
  UndoneRows(ChangeSource overwritten, BitSet conflicts, long rows, long last) {
    this.overwritten = overwritten;
    this.conflicts = conflicts;
    this.rows = rows;
    this.last = last;
  }

  /** Those of a run that has ended. */
  static UndoneRows of(RunEntry run, ChangeSource overwritten, Ledger ledger) {
    BitSet conflicts = new BitSet();
    ledger
        .rejects()
        .each(
            run.id(),
            reject -> {
              if (reject.code() == Code.CHANGED_SINCE) {
                conflicts.set(Math.toIntExact(reject.row()));
              }
            });
    long last =
        run.state().isComplete() ? Long.MAX_VALUE : ledger.batches().totals(run.id()).lastRow();
    return new UndoneRows(overwritten, conflicts, run.snapshotRows(), last);
  }

  /** Whether a number is of a row, and not of what the run changed beside its rows. */
  boolean isRow(long number) {
    return number <= rows;
  }

  /** Hands over the changes of each row, in ascending order of rows. */
  void each(Consumer<List<Change>> row) {
    try (ChangeCursor changes = overwritten.open()) {
      List<Change> same = new ArrayList<>();
      while (changes.hasNext()) {
        Change change = changes.next();
        if (!same.isEmpty() && same.get(0).row() != change.row()) {
          accept(same, row);
          same.clear();
        }
        if (!change.created()
            && change.row() <= last
            && !conflicts.get(Math.toIntExact(change.row()))) {
          same.add(change);
        }
      }
      if (!same.isEmpty()) {
        accept(same, row);
      }
    }
  }

  /** What was deleted cannot be put back. */
  private void accept(List<Change> same, Consumer<List<Change>> row) {
    boolean deleted =
        !isRow(same.get(0).row())
            && same.stream().anyMatch(change -> change.field().equals(Record.DELETED));
    if (!deleted) {
      row.accept(List.copyOf(same));
    }
  }
}
