package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeCounter;
import io.writeback.changes.ChangeSummary;
import io.writeback.changes.ChangeWriter;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Held;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.http.CallFailure;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds what a run would change: asks the destination what it holds of all records that the run
 * would send, and writes each field that differs into the folder of the run. Writes nothing else.
 */
final class ChangeSearch {
  private final Plan plan;
  private final ChangeWriter changes;
  private final ChangeCounter counter = new ChangeCounter();
  private final List<Record> asked = new ArrayList<>();
  private long looks;
  private long lookedNanos;

  private ChangeSearch(Plan plan, ChangeWriter changes) {
    this.plan = plan;
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
    Path summary = folder.resolve(RunFiles.SUMMARY);
    try {
      AtomicFile.write(summary, out -> out.write(found.toJson()));
      return found;
    } catch (IOException e) {
      throw new WritebackException(
          Code.CHANGES_FILE, "%s cannot be written: %s".formatted(summary, Reason.of(e)), e);
    }
  }

  private static PlannedChanges ofRecords(Plan plan, Rows rows, Path folder, InstantSource clock) {
    if (plan.mostLookedAt() == 0) {
      throw new WritebackException(
          Code.NOT_A_PLAN,
          "%s does not show what %s holds in a way that a plan can be made of"
              .formatted(plan.product(), plan.target()));
    }
    try (ChangeWriter changes = new ChangeWriter(folder.resolve(RunFiles.CHANGES))) {
      ChangeSearch search = new ChangeSearch(plan, changes);
      rows.each(search::add);
      search.ask();
      for (int part = 0; part < plan.besides(); part++) {
        search.compare(plan.beside(part));
      }
      changes.finish();
      return search.found(clock.millis());
    }
  }

  /** Each batch is looked at again before it is written. */
  private PlannedChanges found(long millis) {
    ChangeSummary summary = counter.summary();
    BatchPolicy policy = plan.policy();
    long batches = (summary.rows().changed() + policy.records() - 1) / policy.records();
    long each = looks == 0 ? 0 : lookedNanos / looks;
    long seconds =
        TimeUnit.NANOSECONDS.toSeconds(2 * batches * each / Math.max(1, policy.concurrency()));
    return new PlannedChanges(summary, 2 * batches, seconds, millis);
  }

  private void add(Mapped row) {
    if (row instanceof Mapped.Rejected) {
      counter.rejected(1);
    } else if (row instanceof Mapped.Sendable sendable) {
      asked.add(sendable.record());
      if (asked.size() == plan.mostLookedAt()) {
        ask();
      }
    }
  }

  private void ask() {
    if (!asked.isEmpty()) {
      compare(asked);
      asked.clear();
    }
  }

  /** An answer may be too large for the limits of a response: fewer records have a smaller one. */
  private void compare(List<Record> records) {
    Held held;
    long begun = System.nanoTime();
    try {
      held = (Held) plan.ask(plan.look(records).orElseThrow());
    } catch (CallFailure e) {
      if (records.size() == 1) {
        throw new WritebackException(
            Code.DESTINATION_UNAVAILABLE,
            "%s does not say what it holds for row %,d: %s"
                .formatted(plan.product(), records.get(0).row(), e.getMessage()),
            e);
      }
      int half = records.size() / 2;
      compare(records.subList(0, half));
      compare(records.subList(half, records.size()));
      return;
    }
    looks++;
    lookedNanos += System.nanoTime() - begun;
    held.entries().forEach(this::compare);
  }

  private void compare(Held.Entry entry) {
    Record record = entry.record();
    if (!entry.found()) {
      counter.notFound(1);
      return;
    }
    boolean equal = true;
    for (Held.Cell cell : entry.cells()) {
      equal &= cell instanceof Held.Value value && value.equal();
      if (cell instanceof Held.Unreadable) {
        counter.unreadable(record.row(), cell.field());
      } else if (cell instanceof Held.Value value && !value.equal()) {
        changes(
            new Change(
                record.row(),
                record.key(),
                cell.field(),
                value.before(),
                record.fields().get(cell.field())));
      }
    }
    if (equal) {
      counter.equal(record.rows());
    }
  }

  private void changes(Change change) {
    changes.add(change);
    counter.add(change);
  }
}
