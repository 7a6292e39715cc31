package io.writeback.run;

import io.writeback.batch.Verdict;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.ledger.KnownChange;
import io.writeback.ledger.KnownObject;
import io.writeback.ledger.KnownScope;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.rows.Digest;
import java.util.List;

/**
 * What a run records of the objects that it writes.
 *
 * <p>An undo puts back what was there before the writeback wrote: from then on what the object
 * holds is not the writeback's, until a run writes it again.
 */
final class KnownObjects {
  /** Of a run whose plan does not ask for it. */
  static final KnownObjects NONE = new KnownObjects(null, null, 0, false);

  private final Plan plan;
  private final KnownScope scope;
  private final long run;
  private final boolean undo;

  private KnownObjects(Plan plan, KnownScope scope, long run, boolean undo) {
    this.plan = plan;
    this.scope = scope;
    this.run = run;
    this.undo = undo;
  }

  static KnownObjects of(RunEntry run, Plan plan, Ledger ledger) {
    return plan.remembers()
        .map(
            account ->
                new KnownObjects(
                    plan,
                    new KnownScope(run.writeback(), account, plan.target()),
                    ledger.knownObjects().number(run.id()),
                    run.isUndo()))
        .orElse(NONE);
  }

  /** What is known after a batch. */
  KnownChange settled(Verdict verdict) {
    if (scope == null) {
      return KnownChange.NONE;
    }
    List<Record> written = verdict.written().stream().map(Receipt.Written::record).toList();
    return undo
        ? new KnownChange(
            scope.id(), List.of(), written.stream().map(this::key).toList(), List.of())
        : new KnownChange(
            scope.id(), written.stream().map(this::object).toList(), List.of(), List.of());
  }

  private Digest key(Record record) {
    return plan.mapper().digest(record.key());
  }

  private KnownObject object(Record record) {
    return new KnownObject(
        key(record), plan.matchValue(record).map(Digest::of).orElse(Digest.NONE), run);
  }
}
