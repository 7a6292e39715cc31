package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeCounter;
import io.writeback.changes.ChangeSummary;
import io.writeback.changes.ChangeWriter;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Held;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.problem.WritebackException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Finds what a run would change: asks the destination what it holds of all records that the run
 * would send, and writes each field that differs into the folder of the run. Writes nothing else.
 */
final class ChangeSearch {
  private final ChangeWriter changes;
  private final ChangeCounter rows = new ChangeCounter();
  private final ChangeCounter gone = new ChangeCounter();

  /** Of what is found now. */
  private ChangeCounter counter = rows;

  private ChangeSearch(ChangeWriter changes) {
    this.changes = changes;
  }

  /** Hands over what mapping makes of each row that counts, in ascending order of rows. */
  @FunctionalInterface
  interface Rows {
    void each(Consumer<Mapped> row);
  }

  /**
   * Finds the changes of all rows, and keeps them.
   *
   * @throws WritebackException if the destination does not say what it holds, or the disk is full
   */
  static PlannedChanges of(
      Plan plan, Snapshot snapshot, Rows rows, Path folder, InstantSource clock) {
    PlannedChanges found =
        plan.whole().isPresent()
            ? FileSearch.of(plan, snapshot, folder, clock)
            : ofRecords(plan, rows, folder, clock);
    found.write(folder);
    return found;
  }

  private static PlannedChanges ofRecords(Plan plan, Rows all, Path folder, InstantSource clock) {
    try (ChangeWriter changes = new ChangeWriter(folder.resolve(RunFiles.CHANGES))) {
      ChangeSearch search = new ChangeSearch(changes);
      Looks looks = new Looks(plan, search::compare);
      all.each(row -> search.add(row, looks));
      looks.finish();
      search.counter = plan instanceof GonePlan ? search.gone : search.rows;
      for (int part = 0; part < plan.besides(); part++) {
        looks.askAt(plan.beside(part));
      }
      changes.finish();
      return looks.planned(search.summary(plan), clock.millis());
    }
  }

  private ChangeSummary summary(Plan plan) {
    return plan instanceof GonePlan
        ? rows.summary().with(gone.summary(), plan.gone().orElseThrow().done())
        : rows.summary();
  }

  private void add(Mapped row, Looks looks) {
    if (row instanceof Mapped.Rejected) {
      counter.rejected(1);
    } else if (row instanceof Mapped.Sendable sendable) {
      looks.add(sendable.record());
    }
  }

  private void compare(Held.Entry entry) {
    Record record = entry.record();
    if (record.isCreate()) {
      record.fields().forEach((field, value) -> create(record, field, value));
      return;
    }
    if (!entry.found()) {
      counter.notFound(1);
      return;
    }
    boolean equal = true;
    for (Held.Cell cell : entry.cells()) {
      if (cell instanceof Held.Value value
          && !value.isBlank()
          && record.onlyIfBlank().contains(value.field())) {
        // It is not overwritten.
        continue;
      }
      equal &= cell instanceof Held.Value value && value.equal();
      if (cell instanceof Held.Unreadable) {
        counter.unreadable(record.row(), cell.field());
      } else if (cell instanceof Held.Value value && !value.equal()) {
        changes(change(record, value));
      }
    }
    if (equal) {
      counter.equal(record.rows());
    }
  }

  private void create(Record record, String field, Object value) {
    if (value != null) {
      changes(Change.created(record.row(), record.key(), field, value));
    }
  }

  /** What a record would change in a field that holds something else. */
  static Change change(Record record, Held.Value held) {
    return new Change(
        record.row(), record.key(), held.field(), held.before(), record.fields().get(held.field()));
  }

  private void changes(Change change) {
    changes.add(change);
    counter.add(change);
  }
}
