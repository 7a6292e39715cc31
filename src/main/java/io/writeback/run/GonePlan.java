package io.writeback.run;

import io.writeback.destination.DelegatingPlan;
import io.writeback.destination.GonePolicy;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.rows.Digest;
import java.util.ArrayList;
import java.util.List;

/** A plan that clears or deletes, after the last row, the objects whose rows are gone. */
final class GonePlan extends DelegatingPlan {
  private final GoneKeys keys;
  private final boolean restores;

  /**
   * @param plan has nothing beside its rows
   * @param restores whether it is an undo, which puts back what was cleared
   */
  GonePlan(Plan plan, GoneKeys keys, boolean restores) {
    super(plan);
    if (plan.besides() > 0) {
      throw new IllegalArgumentException("the plan has more beside its rows");
    }
    this.keys = keys;
    this.restores = restores;
  }

  private GonePolicy policyOfGone() {
    return plan.gone().orElseThrow();
  }

  /** Whether a record is of an object that is cleared or deleted. */
  boolean takes(Record record) {
    return !restores && record.row() >= keys.first();
  }

  boolean deletes() {
    return policyOfGone().deletes();
  }

  long objects() {
    return keys.count();
  }

  /** Objects are deleted one by one. */
  private int atOnce() {
    return deletes() ? 1 : Math.max(1, Math.min(plan.policy().records(), plan.mostLookedAt()));
  }

  @Override
  public int besides() {
    return Math.toIntExact((keys.count() + atOnce() - 1) / atOnce());
  }

  @Override
  public List<Record> beside(int part) {
    long from = (long) part * atOnce();
    List<Record> records = new ArrayList<>();
    for (Digest key : keys.some(from, atOnce())) {
      records.add(plan.gone(keys.first() + from + records.size(), plan.mapper().key(key)));
    }
    return records;
  }
}
