package io.writeback.run;

import io.writeback.changes.ChangeSummary;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Held;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.http.CallFailure;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks a destination what it holds of records, in as few questions as it takes. Writes nothing to
 * it.
 */
final class Looks {
  private final Plan plan;
  private final Consumer<Held.Entry> found;
  private final List<Record> asked = new ArrayList<>();
  private long looks;
  private long nanos;

  /**
   * @param found receives what is held of each record, in the order of the records
   * @throws WritebackException if the destination cannot be asked
   */
  Looks(Plan plan, Consumer<Held.Entry> found) {
    if (plan.mostLookedAt() == 0) {
      throw new WritebackException(
          Code.NOT_A_PLAN,
          "%s does not show what %s holds in a way that a plan can be made of"
              .formatted(plan.product(), plan.target()));
    }
    this.plan = plan;
    this.found = found;
  }

  /** Asks about a record, together with others before it that are near enough. */
  void add(Record record) {
    if (!asked.isEmpty() && record.row() - asked.get(0).row() >= mostRows()) {
      finish();
    }
    asked.add(record);
    if (asked.size() == plan.mostLookedAt()) {
      finish();
    }
  }

  /** From the first row of a question to its last one are no more rows than this. */
  private long mostRows() {
    return plan.policy().span() == Long.MAX_VALUE ? Long.MAX_VALUE : plan.mostLookedAt();
  }

  /** Asks about what was added last. */
  void finish() {
    if (!asked.isEmpty()) {
      ask(asked);
      asked.clear();
    }
  }

  /** Asks about records at once, which have no place among the others. */
  void askAt(List<Record> records) {
    ask(records);
  }

  /** An answer may be too large for the limits of a response: fewer records have a smaller one. */
  private void ask(List<Record> records) {
    List<Record> there = records.stream().filter(record -> !record.isCreate()).toList();
    if (there.isEmpty()) {
      hand(new Held(List.of()), records);
      return;
    }
    Held held;
    long begun = System.nanoTime();
    try {
      held = (Held) plan.ask(plan.look(there).orElseThrow());
    } catch (CallFailure e) {
      if (records.size() == 1) {
        throw new WritebackException(
            Code.DESTINATION_UNAVAILABLE,
            "%s does not say what it holds for row %,d: %s"
                .formatted(plan.product(), records.get(0).row(), e.getMessage()),
            e);
      }
      int half = records.size() / 2;
      ask(records.subList(0, half));
      ask(records.subList(half, records.size()));
      return;
    }
    looks++;
    nanos += System.nanoTime() - begun;
    hand(held, records);
  }

  /** What is to be created was not asked about, and comes in the order of its row. */
  private void hand(Held held, List<Record> records) {
    Iterator<Held.Entry> entries = held.entries().iterator();
    for (Record record : records) {
      found.accept(record.isCreate() ? Held.Entry.gone(record) : entries.next());
    }
  }

  /**
   * What was found, and about what it takes to send it: each batch is looked at again before it is
   * written.
   *
   * @param millis when the last look was, since 1970
   */
  PlannedChanges planned(ChangeSummary summary, long millis) {
    BatchPolicy policy = plan.policy();
    long batches = (summary.rows().changed() + policy.records() - 1) / policy.records();
    long each = looks == 0 ? 0 : nanos / looks;
    long seconds =
        TimeUnit.NANOSECONDS.toSeconds(2 * batches * each / Math.max(1, policy.concurrency()));
    return new PlannedChanges(summary, 2 * batches, seconds, millis);
  }
}
