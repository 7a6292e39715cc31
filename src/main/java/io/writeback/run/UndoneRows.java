package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeCursor;
import io.writeback.changes.ChangeSource;
import io.writeback.ledger.Ledger;
import io.writeback.problem.Code;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of a run of which fields are to be put back. Row 1 of an undo is the first of them,
 * whenever they are read: the run has ended, so they stay the same.
 */
final class UndoneRows {
  private final ChangeSource overwritten;

  /** Rows that the run left alone, as somebody had changed them. */
  private final BitSet conflicts;

  /** The last row that the run came to. */
  private final long last;

  private UndoneRows(ChangeSource overwritten, BitSet conflicts, long last) {
    this.overwritten = overwritten;
    this.conflicts = conflicts;
    this.last = last;
  }

  /** Those of a run that has ended. */
  static UndoneRows of(String runId, ChangeSource overwritten, Ledger ledger) {
    return of(runId, overwritten, ledger, ledger.batches().totals(runId).lastRow());
  }

  /**
   * The same.
   *
   * @param last the last row that the run came to
   */
  static UndoneRows of(String runId, ChangeSource overwritten, Ledger ledger, long last) {
    BitSet conflicts = new BitSet();
    ledger
        .rejects()
        .each(
            runId,
            reject -> {
              if (reject.code() == Code.CHANGED_SINCE) {
                conflicts.set(Math.toIntExact(reject.row()));
              }
            });
    return new UndoneRows(overwritten, conflicts, last);
  }

  /** Hands over the changes of each row, in ascending order of rows. */
  void each(Consumer<List<Change>> row) {
    try (ChangeCursor changes = overwritten.open()) {
      List<Change> same = new ArrayList<>();
      while (changes.hasNext()) {
        Change change = changes.next();
        if (!same.isEmpty() && same.get(0).row() != change.row()) {
          row.accept(List.copyOf(same));
          same.clear();
        }
        if (change.row() <= last && !conflicts.get(Math.toIntExact(change.row()))) {
          same.add(change);
        }
      }
      if (!same.isEmpty()) {
        row.accept(List.copyOf(same));
      }
    }
  }
}
