package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeCounter;
import io.writeback.changes.ChangeWriter;
import io.writeback.destination.Held;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.problem.WritebackException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * Finds what an undo would restore: asks the destination what it holds of all that the run changed.
 * A field that holds what the run wrote becomes a change, one that holds what it held before is
 * equal, and any other is kept. Writes that into the folder of the undo, and nothing else.
 */
final class UndoSearch {
  private final ChangeWriter changes;
  private final KeptField.Writer kept;
  private final ChangeCounter counter = new ChangeCounter();
  private boolean inRows = true;

  private UndoSearch(ChangeWriter changes, KeptField.Writer kept) {
    this.changes = changes;
    this.kept = kept;
  }

  /**
   * Finds the changes of all rows.
   *
   * @throws WritebackException if the destination does not say what it holds, or the disk is full
   */
  static PlannedChanges of(Plan plan, UndoneRows rows, Path folder, InstantSource clock) {
    try (ChangeWriter changes = new ChangeWriter(folder.resolve(RunFiles.CHANGES));
        KeptField.Writer kept = new KeptField.Writer(folder.resolve(RunFiles.KEPT))) {
      UndoSearch search = new UndoSearch(changes, kept);
      Looks looks = new Looks(plan, search::compare);
      rows.each(undone -> search.look(undone, rows, looks));
      looks.finish();
      kept.finish();
      changes.finish();
      PlannedChanges found = looks.planned(search.counter.summary(), clock.millis());
      found.write(folder);
      return found;
    }
  }

  /** What is beside the rows may be far from them, and is asked about apart. */
  private void look(List<Change> undone, UndoneRows rows, Looks looks) {
    boolean isRow = rows.isRow(undone.get(0).row());
    if (inRows && !isRow) {
      looks.finish();
    }
    inRows = isRow;
    looks.add(ChangedFields.record(undone));
  }

  private void compare(Held.Entry entry) {
    Record record = entry.record();
    if (!entry.found()) {
      counter.notFound(1);
      kept.add(KeptField.gone(record.row(), record.key()));
      return;
    }
    boolean changes = false;
    boolean keeps = false;
    for (Held.Cell cell : entry.cells()) {
      Object before = record.expected().get(cell.field());
      if (cell instanceof Held.Unreadable unreadable) {
        keep(record, cell.field(), "(cannot be read: " + unreadable.why() + ")");
        keeps = true;
      } else if (cell instanceof Held.Value now && !ApprovedPlan.isSame(now.before(), before)) {
        if (now.equal()) {
          restore(new Change(record.row(), record.key(), cell.field(), now.before(), before));
          changes = true;
        } else {
          keep(record, cell.field(), now.before());
          keeps = true;
        }
      }
    }
    if (!changes) {
      counter.equal(keeps ? 0 : 1);
      counter.rejected(keeps ? 1 : 0);
    }
  }

  private void restore(Change change) {
    changes.add(change);
    counter.add(change);
  }

  private void keep(Record record, String field, Object found) {
    kept.add(
        new KeptField(
            record.row(),
            record.key(),
            field,
            record.fields().get(field),
            found,
            record.expected().get(field)));
  }
}
