package io.writeback.batch;

import io.writeback.destination.Exchange;
import io.writeback.destination.Held;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The look at what the destination holds before any of a batch is written: one question, unless the
 * destination answers fewer records at once. The first batch of a run also looks at what the run
 * changes beside its rows.
 */
final class FirstLook {
  private final Plan plan;

  /** What is not looked at yet; more follows while there are parts beside the rows. */
  private List<Record> left;

  /** The parts beside the rows that follow, and how many there are. */
  private int part;

  private final int parts;

  /** The records of one question. */
  private int most;

  private FirstLook(Plan plan, List<Record> records, int parts) {
    this.plan = plan;
    this.left = records;
    this.parts = parts;
    this.most = plan.mostLookedAt();
    advance();
  }

  /** One that is over: nobody wants to know what is overwritten. */
  static FirstLook none(Plan plan) {
    return new FirstLook(plan, List.of(), 0);
  }

  /**
   * That of a batch.
   *
   * @param first whether it is the first batch of its run
   */
  static FirstLook of(Plan plan, List<Record> records, boolean first) {
    List<Record> there = records.stream().filter(record -> !record.isCreate()).toList();
    return new FirstLook(plan, there, first ? plan.besides() : 0);
  }

  private void advance() {
    while (left.isEmpty() && part < parts) {
      left = plan.beside(part++);
    }
  }

  boolean isOver() {
    return left.isEmpty();
  }

  /** The next question. */
  Step.Look next() {
    List<Record> asked = left.subList(0, Math.min(most, left.size()));
    Exchange question = plan.look(asked).orElseThrow();
    return new Step.Look(asked, question);
  }

  /** The destination said what it holds, and that is on disk. */
  void answered(Held held) {
    without(held.entries().stream().map(Held.Entry::record).toList());
  }

  /** Records that are looked at, or are not written any more. */
  void without(List<Record> records) {
    Set<Record> known = Bisection.identities(records);
    List<Record> others = new ArrayList<>(left);
    others.removeIf(known::contains);
    left = others;
    advance();
  }

  /** Some records are written in another form, see {@link Bisection#replaced}. */
  void replaced(Map<Record, Record> others) {
    left = Bisection.replaced(left, others);
    advance();
  }

  /**
   * The destination refuses to answer: it may answer fewer records.
   *
   * @return false if it was asked about one already
   */
  boolean asksFewer() {
    int asked = Math.min(most, left.size());
    most = Math.max(1, asked / 2);
    return asked > 1;
  }
}
