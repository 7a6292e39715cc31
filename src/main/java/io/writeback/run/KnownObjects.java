package io.writeback.run;

import io.writeback.batch.Batch;
import io.writeback.batch.Verdict;
import io.writeback.destination.Difference;
import io.writeback.destination.KnownKeys;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.ledger.CreateMarks;
import io.writeback.ledger.GoneObject;
import io.writeback.ledger.GoneObject.Outcome;
import io.writeback.ledger.KnownChange;
import io.writeback.ledger.KnownObject;
import io.writeback.ledger.KnownObjectStore;
import io.writeback.ledger.KnownScope;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.rows.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run records of the objects that it writes, clears or deletes.
 *
 * <p>An undo puts back what was there before the writeback wrote: from then on what the object
 * holds is not the writeback's, until a run writes it again. So is what was cleared.
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

  /** What a plan may ask of it. */
  static KnownKeys keys(String writeback, Plan plan, Ledger ledger) {
    return plan.remembers()
        .<KnownKeys>map(
            account ->
                new LedgerKeys(
                    ledger.knownObjects(), new KnownScope(writeback, account, plan.target())))
        .orElse(KnownKeys.NONE);
  }

  /** The keys of this writeback's objects in the ledger, which are IDs. */
  record LedgerKeys(KnownObjectStore ledger, KnownScope scope) implements KnownKeys {
    @Override
    public Map<String, Set<String>> matching(Collection<String> values) {
      Map<String, Set<String>> keys = new HashMap<>();
      ledger
          .matching(scope, values)
          .forEach(
              (value, objects) ->
                  keys.put(
                      value,
                      objects.stream()
                          .map(object -> object.key().id())
                          .collect(Collectors.toSet())));
      return keys;
    }

    @Override
    public Map<String, String> inDoubt(Collection<String> values) {
      return ledger.inDoubt(scope, values);
    }
  }

  /** What is in doubt once a batch may be sent: what it creates and cannot be found again. */
  CreateMarks intended(Batch.Rows rows) {
    return scope == null
        ? CreateMarks.NONE
        : new CreateMarks(
            scope.id(),
            rows.records().stream()
                .filter(record -> record.creation() == Record.Creation.ONCE)
                .map(record -> new CreateMarks.Begun(Digest.of(record.match()), record.row()))
                .toList(),
            List.of());
  }

  /**
   * What is no longer in doubt after a batch: what has an object now, and what was refused. What
   * may have been created stays in doubt for all later runs.
   */
  CreateMarks known(Batch batch, Verdict verdict) {
    if (scope == null) {
      return CreateMarks.NONE;
    }
    Map<Long, Code> rejects =
        verdict.rejects().stream().collect(Collectors.toMap(RowReject::row, RowReject::code));
    Stream<Record> refused =
        batch.rows().records().stream()
            .filter(record -> record.creation() == Record.Creation.ONCE)
            .filter(record -> rejects.get(record.row()) != Code.CREATE_IN_DOUBT)
            .filter(record -> batch.requests() == 0 || rejects.containsKey(record.row()));
    return new CreateMarks(
        scope.id(),
        List.of(),
        Stream.concat(refused, verdict.written().stream().map(Receipt.Written::record))
            .map(Record::match)
            .filter(Objects::nonNull)
            .map(Digest::of)
            .distinct()
            .toList());
  }

  KnownScope scope() {
    return scope;
  }

  /** What is known after a batch. */
  KnownChange settled(Batch batch, Verdict verdict) {
    if (scope == null) {
      return KnownChange.NONE;
    }
    if (plan instanceof GonePlan gone && batch.isCleanup()) {
      return gone(outcomes(gone, batch, undo));
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

  private KnownChange gone(List<GoneObject> outcomes) {
    if (undo) {
      return new KnownChange(scope.id(), List.of(), List.of(), List.of(), outcomes);
    }
    return new KnownChange(
        scope.id(),
        List.of(),
        keys(outcomes, Set.of(Outcome.CLEARED, Outcome.NOTHING)),
        keys(outcomes, Set.of(Outcome.DELETED)),
        outcomes);
  }

  private List<Digest> keys(List<GoneObject> outcomes, Set<Outcome> of) {
    return outcomes.stream()
        .filter(each -> of.contains(each.outcome()))
        .map(each -> plan.mapper().digest(each.key()))
        .toList();
  }

  /** What became of the objects of a cleanup; none of those that were not sent yet. */
  private static List<GoneObject> outcomes(GonePlan plan, Batch batch, boolean undo) {
    Outcome ofDone = undo ? Outcome.RESTORED : plan.deletes() ? Outcome.DELETED : Outcome.CLEARED;
    Verdict verdict = batch.besidesVerdict();
    Map<Long, Receipt.Written> written = new HashMap<>();
    verdict.written().forEach(each -> written.put(each.record().row(), each));
    Map<Long, RowReject> rejects = new HashMap<>();
    verdict.rejects().forEach(each -> rejects.put(each.row(), each));
    Set<Long> sent = new HashSet<>();
    batch.besides().forEach(record -> sent.add(record.row()));
    List<GoneObject> outcomes = new ArrayList<>();
    for (Record record : plan.beside(batch.cleanup())) {
      long row = record.row();
      if (written.containsKey(row)) {
        outcomes.add(done(record, written.get(row).differences(), ofDone));
      } else if (rejects.containsKey(row)) {
        outcomes.add(left(record, rejects.get(row)));
      } else if (!sent.contains(row)) {
        outcomes.add(new GoneObject(row, record.key(), Outcome.NOTHING, null, ""));
      } else if (batch.requests() > 0) {
        String why = verdict.failure() == null ? "" : Failures.stop(verdict.failure()).reason();
        outcomes.add(new GoneObject(row, record.key(), Outcome.IN_DOUBT, Code.ANSWER_UNKNOWN, why));
      }
    }
    return outcomes;
  }

  private static GoneObject done(Record record, List<Difference> differences, Outcome outcome) {
    return differences.isEmpty()
        ? new GoneObject(record.row(), record.key(), outcome, null, "")
        : new GoneObject(
            record.row(),
            record.key(),
            Outcome.REFUSED,
            Code.GONE_REFUSED,
            differences.stream()
                .map(
                    each ->
                        "%s is %s still".formatted(each.field(), ApprovedPlan.shown(each.found())))
                .collect(Collectors.joining("; ")));
  }

  private static GoneObject left(Record record, RowReject reject) {
    boolean kept = reject.code() == Code.CHANGED_SINCE;
    return new GoneObject(
        record.row(),
        record.key(),
        kept ? Outcome.KEPT : Outcome.REFUSED,
        kept ? reject.code() : Code.GONE_REFUSED,
        reject.reason());
  }
}
