package io.writeback.run;

import io.writeback.batch.Batch;
import io.writeback.batch.Verdict;
import io.writeback.destination.ChangedMode;
import io.writeback.destination.Fingerprint;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.RowReject;
import io.writeback.ledger.ConfirmedKey;
import io.writeback.ledger.FingerprintChange;
import io.writeback.ledger.FingerprintGeneration;
import io.writeback.ledger.FingerprintScope;
import io.writeback.ledger.FingerprintStore;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.problem.Lengths;
import io.writeback.problem.WritebackException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which rows a run sends: decided when it is planned, and kept with its plan, so that a resumed run
 * decides the same.
 *
 * @param every whether every row is sent, not only those that changed
 * @param because why every row is sent although the writeback sends changed ones, else ""
 * @param fingerprints what the run trusts and adds to; null if its writeback keeps none
 * @param partial whether records have some of their fields only, so that they confirm no row
 */
record RunMode(boolean every, String because, FingerprintGeneration fingerprints, boolean partial) {
  /** Every row, as the writeback says. */
  static final RunMode EVERY = new RunMode(true, "", null);

  RunMode(boolean every, String because, FingerprintGeneration fingerprints) {
    this(every, because, fingerprints, false);
  }

  static final String FULL = "full";
  static final String CHANGED = "changed";

  /**
   * Decides for a run that is being planned.
   *
   * @throws WritebackException if an earlier run has to end first
   */
  static RunMode of(RunEntry run, Plan plan, Ledger ledger) {
    FingerprintStore known = ledger.fingerprints();
    if (plan.followsEarlierRuns()) {
      ledger.history().openOn(plan.target(), run.id()).ifPresent(open -> refuse(open, ledger));
    }
    if (plan.whole().isPresent()) {
      // It compares the one record itself.
      return plan.whole().get().compared() ? new RunMode(false, "", null) : EVERY;
    }
    if (plan.changed().isEmpty()) {
      known.forget(run.writeback(), plan.target());
      return EVERY;
    }
    ChangedMode changed = plan.changed().get();
    FingerprintScope scope = scope(run, plan, changed);
    Optional<String> because = everyRow(run, changed, known.lastComplete(scope));
    if (because.isPresent()) {
      return new RunMode(true, because.get(), known.beginFull(scope));
    }
    return new RunMode(false, "", known.beginChanged(scope));
  }

  /**
   * That of an undo, which sends what was shown: what was confirmed of its records is forgotten,
   * and so is all that was confirmed for another key column or account since.
   *
   * @param plan that of the run which it undoes
   */
  static RunMode ofUndo(RunEntry undo, Plan plan, Ledger ledger) {
    if (plan.followsEarlierRuns()) {
      ledger.history().openOn(plan.target(), undo.id()).ifPresent(open -> refuse(open, ledger));
    }
    if (plan.changed().isEmpty()) {
      ledger.fingerprints().forget(undo.writeback(), plan.target());
      return EVERY.ofParts();
    }
    FingerprintScope scope = scope(undo, plan, plan.changed().get());
    return new RunMode(true, "", ledger.fingerprints().beginChanged(scope), true);
  }

  /**
   * A row that was confirmed while no known objects were kept would be left out as unchanged, and
   * its object never be known: so those fingerprints are others.
   */
  private static FingerprintScope scope(RunEntry run, Plan plan, ChangedMode changed) {
    return new FingerprintScope(
        run.writeback(),
        changed.account(),
        plan.target(),
        changed.keyColumn() + (plan.remembers().isPresent() ? "\0remembers" : ""));
  }

  private static Optional<String> everyRow(
      RunEntry run, ChangedMode changed, Optional<FingerprintStore.Completed> last) {
    if (run.parent() != null) {
      // It has some of the rows only: it can be no run that sent every row.
      return Optional.empty();
    }
    if (run.full()) {
      return Optional.of("--full asked for it");
    }
    if (last.isEmpty()) {
      return Optional.of("no run that sent every row was completed yet");
    }
    return last.filter(full -> full.ago().compareTo(changed.fullEvery()) >= 0)
        .map(
            full ->
                "the last run that sent every row was completed at %s, and fullEvery is %s"
                    .formatted(full.at(), Lengths.text(changed.fullEvery())));
  }

  private static void refuse(RunEntry open, Ledger ledger) {
    boolean overtaken = ledger.history().overtakenBy(open.id()).isPresent();
    throw new WritebackException(
        Code.EARLIER_RUN_OPEN,
        ("run %s of %s has batches in flight or in doubt on %s, so its content is unknown;"
                + " %s./writeback cancel %s cancels it")
            .formatted(
                open.id(),
                open.writeback(),
                open.target(),
                overtaken ? "" : "./writeback resume resumes it, ",
                open.id()));
  }

  /** The same for a run that sends some fields of its records only. */
  RunMode ofParts() {
    return new RunMode(every, because, fingerprints, true);
  }

  /** As it is reported: {@code full} or {@code changed}. */
  String mode() {
    return every ? FULL : CHANGED;
  }

  /** Whether rows are compared with fingerprints before they are sent. */
  boolean compares() {
    return !every && fingerprints != null;
  }

  /** What the intent of a batch makes doubtful: all that it may send. */
  FingerprintChange intended(Batch batch, RowMapper mapper) {
    return fingerprints == null
        ? FingerprintChange.NONE
        : new FingerprintChange(
            fingerprints,
            Stream.concat(batch.rows().records().stream(), batch.besides().stream())
                .map(record -> mapper.digest(record.key()))
                .toList(),
            List.of());
  }

  /** What is known after a batch: what was confirmed, and of its other keys nothing. */
  FingerprintChange settled(Batch.Rows rows, Verdict verdict, RowMapper mapper) {
    if (fingerprints == null) {
      return FingerprintChange.NONE;
    }
    Map<String, ConfirmedKey> confirmed = new LinkedHashMap<>();
    Stream<Record> asWanted =
        Stream.concat(
            verdict.written().stream()
                .filter(written -> written.differences().isEmpty())
                .map(Receipt.Written::record),
            verdict.filled().stream());
    if (!partial) {
      asWanted.forEach(
          record ->
              confirmed.put(
                  record.key(),
                  new ConfirmedKey(
                      mapper.digest(record.key()), Fingerprint.of(record), record.source())));
    }
    Stream<String> keys =
        Stream.concat(
            rows.records().stream().map(Record::key),
            rows.rejects().stream().map(RowReject::key).filter(key -> !key.isEmpty()));
    return new FingerprintChange(
        fingerprints,
        keys.filter(key -> !confirmed.containsKey(key)).map(mapper::digest).toList(),
        List.copyOf(confirmed.values()));
  }

  /** The books of the run have closed, with nothing in doubt and nothing not sent. */
  void complete(Ledger ledger) {
    if (every && fingerprints != null && !partial) {
      ledger.fingerprints().complete(fingerprints);
    }
  }
}
