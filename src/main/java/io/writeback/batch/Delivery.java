package io.writeback.batch;

import io.writeback.destination.Difference;
import io.writeback.destination.Exchange;
import io.writeback.destination.Held;
import io.writeback.destination.Plan;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.destination.Work;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How far a batch is: which request is next, and what the receipts so far say of its records. */
final class Delivery {
  /** So many are named. */
  private static final int MOST_KEPT = 5;

  /** How long not to look again for what may still be created. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final Plan plan;
  private final Work work;
  private final Doubt doubt;
  private final PendingWork pending;
  private final FirstLook firstLook;
  private final FillIn fillIn;

  /** Rows whose objects need something before they are written. */
  private final Set<Long> unprepared;

  private final List<Record> prepared = new ArrayList<>();
  private final List<Receipt.Written> held = new ArrayList<>();
  private final List<RowReject> rejects = new ArrayList<>();

  private Bisection bisection;

  /**
   * The refusal of several creates that are read back before it is believed; null if there is none.
   */
  private Receipt.Refused refusedTogether;

  /** Tries of the current step. */
  private int tries;

  /** Tries of the current write before the destination was looked at once more. */
  private int writeTries;

  /** Whether the destination was looked at since the last write. */
  private boolean looked;

  /** Why nothing more is sent; null if nothing stands in the way. */
  private RuntimeException failure;

  /** When something was looked for that was not there, but may still be created; else null. */
  private Instant missedAt;

  private boolean cleaned;

  /** What of a cleanup is left as it is, as someone changed it. */
  private final List<String> kept = new ArrayList<>();

  private String remark = "";

  /**
   * @param rows of the batch: what goes out apart, and what has to be prepared
   * @param earlier what an earlier process may have sent; null if none did
   * @param firstLook comes before the first write
   * @param quarantine how long a request without an answer may still be carried out
   */
  Delivery(
      Plan plan,
      Work work,
      Batch.Rows rows,
      ResumePoint.Open earlier,
      FirstLook firstLook,
      Duration quarantine) {
    this.plan = plan;
    this.work = work;
    this.bisection = new Bisection(work.records(), rows.apart());
    this.unprepared = new HashSet<>(rows.unprepared());
    this.firstLook = firstLook;
    this.fillIn = new FillIn(plan, work.records(), earlier != null);
    this.pending = new PendingWork(earlier == null ? null : earlier.operation());
    this.doubt =
        earlier == null
            ? Doubt.none(quarantine)
            : Doubt.of(
                quarantine,
                pending.isThere() ? List.of() : work.records(),
                earlier.since(),
                Instant.now());
    if (earlier != null && !earlier.unsent() && isOnce(work.records())) {
      abandon(work.records(), "the process that was to create it ended before it had an answer");
    }
  }

  /** Whether the object of a record is created, and cannot be found if the answer is lost. */
  private static boolean isOnce(List<Record> records) {
    return records.stream().anyMatch(record -> record.creation() == Record.Creation.ONCE);
  }

  private static boolean isCreate(List<Record> records) {
    return records.stream().anyMatch(Record::isCreate);
  }

  /** What may have been created and cannot be found is never sent again, by this run or another. */
  private void abandon(List<Record> records, String why) {
    for (Record record : records) {
      rejects.add(
          new RowReject(
              record.row(),
              record.key(),
              Code.CREATE_IN_DOUBT,
              "",
              "%s: %s may or may not hold a new object of this row. It is not sent again; look for it there, and put its ID into the row"
                  .formatted(why, plan.product())));
    }
    bisection.settled(records);
    firstLook.without(records);
    doubt.askedAll();
  }

  Step next(Instant now) {
    if (failure != null || isComplete()) {
      return new Step.Done();
    }
    if (pending.isThere()) {
      return poll(now);
    }
    if (!fillIn.isOver()) {
      return fillIn.next();
    }
    if (doubt.isToAsk()) {
      List<Record> doubtful = doubt.toAsk();
      Optional<Exchange> question = plan.readBack(doubtful, doubt.since());
      if (question.isPresent()) {
        return new Step.ReadBack(doubtful, question.get(), pauseBeforeLook(doubtful, now));
      }
      cannotReadBack();
    }
    if (!firstLook.isOver()) {
      return firstLook.next();
    }
    for (Record record : bisection.next()) {
      if (unprepared.contains(record.row())) {
        return new Step.Prepare(record, plan.prepare(record));
      }
    }
    Work part = part();
    return isConditional() && !looked ? look() : new Step.Write(part, plan.write(part));
  }

  /** The object of a record has what it needs, or the row is rejected. */
  void prepared(Record record, Receipt receipt) {
    tries = 0;
    unprepared.remove(record.row());
    if (receipt instanceof Receipt.Refused refused) {
      rejects.add(
          new RowReject(
              record.row(), record.key(), Code.FORM_REFUSED, refused.column(), refused.message()));
      bisection.settled(List.of(record));
    } else {
      prepared.add(record);
    }
  }

  /** The records whose objects were prepared. */
  List<Record> prepared() {
    return List.copyOf(prepared);
  }

  /** What was not there yet is looked for again as long as it may still be created. */
  private Duration pauseBeforeLook(List<Record> records, Instant now) {
    if (missedAt == null || !isCreate(records)) {
      return Duration.ZERO;
    }
    Duration left = doubt.unsettledFor(now);
    Duration next = Duration.between(now, missedAt.plus(BETWEEN_LOOKS));
    return left.compareTo(next) < 0 ? left : next;
  }

  /** Asks what the destination holds of the records that go out next. */
  private Step look() {
    List<Record> records = bisection.next();
    return new Step.ReadBack(
        records, plan.readBack(records, doubt.since()).orElseThrow(), Duration.ZERO);
  }

  /**
   * What is done in place of another try of a write: of what is written only where the destination
   * holds what is expected, each try is preceded by a look.
   */
  Step again(Step failed) {
    if (!isConditional() || !(failed instanceof Step.Write) || looked) {
      return failed;
    }
    writeTries = tries;
    tries = 0;
    return look();
  }

  /** Whether what goes out next is only right where the destination holds what is expected. */
  private boolean isConditional() {
    return isConditional(bisection.next());
  }

  /** The same of what is read back. */
  static boolean isConditional(List<Record> records) {
    return records.stream().anyMatch(Record::isConditional);
  }

  private Step.Poll poll(Instant now) {
    return new Step.Poll(
        plan.poll(part(), pending.operation(), pending.since()), pending.delay(now));
  }

  /** What became of what the destination has accepted, if it may be asked by then. */
  Optional<Step.Poll> question(Instant now, Instant latest) {
    boolean mayAsk =
        failure == null && pending.isThere() && !now.plus(pending.delay(now)).isAfter(latest);
    return mayAsk ? Optional.of(poll(now)) : Optional.empty();
  }

  boolean isComplete() {
    boolean settled = isWholeCleanup() ? cleaned : bisection.next().isEmpty();
    return settled && firstLook.isOver() && fillIn.isOver();
  }

  private boolean isWholeCleanup() {
    return work instanceof Work.Cleanup cleanup && !cleanup.isPartial();
  }

  /** What the next request writes. */
  private Work part() {
    if (work instanceof Work.Cleanup cleanup && cleanup.isPartial()) {
      return new Work.Cleanup(cleanup.number(), bisection.next());
    }
    return work instanceof Work.Records ? new Work.Records(bisection.next()) : work;
  }

  /** A try of a write goes out. */
  void begins(Instant now) {
    if (tries == 0) {
      doubt.begins(now);
    }
    looked = false;
  }

  void countTry() {
    tries++;
  }

  int tries() {
    return tries;
  }

  /** The destination does not say what it holds: the doubtful records go out again. */
  void cannotReadBack() {
    tries = 0;
    doubt.asked();
  }

  /** Whether the look is for what is filled in, and not for what is overwritten. */
  boolean fillsIn() {
    return !fillIn.isOver();
  }

  /** What the destination holds decides which fields are filled in. */
  void fillIn(Held held) {
    tries = 0;
    Map<Record, Record> others = new IdentityHashMap<>();
    fillIn.answered(held, others);
    bisection.replaced(others);
    firstLook.replaced(others);
    doubt.replaced(others);
  }

  /** What the destination holds in place of records is on disk: they may be written. */
  void lookedAt(Held held) {
    tries = 0;
    firstLook.answered(held);
  }

  /** Whether a destination that refuses to say what it holds is asked about fewer records. */
  boolean looksAtFewer() {
    boolean fewer = fillsIn() ? fillIn.asksFewer() : firstLook.asksFewer();
    tries = fewer ? 0 : tries;
    return fewer;
  }

  void answered(Receipt receipt, Instant now) {
    tries = receipt instanceof ReadBack ? writeTries : 0;
    writeTries = 0;
    boolean ours = doubt.isAsking() || doubt.isOpen();
    doubt.asked();
    if (receipt instanceof ReadBack found) {
      looked = true;
      readBack(found, ours, now);
    } else if (receipt instanceof Receipt.Pending more) {
      pending.accepted(more, now);
      doubt.pending();
    } else if (receipt instanceof Receipt.Doubtful doubtful) {
      doubt.unanswered();
      givenUp(new WritebackException(Code.ANSWER_UNKNOWN, doubtful.message()));
    } else if (receipt instanceof Receipt.Gone) {
      again();
    } else if (receipt instanceof Receipt.Refused && pending.isInherited()) {
      // What an earlier process sent was not written: it is sent now.
      doubt.nothingWritten();
      again();
    } else if (receipt instanceof Receipt.PerRecord each) {
      pending.ends();
      perRecord(each);
    } else if (receipt instanceof Receipt.Refused refused && isCreate(bisection.next())) {
      refusedCreate(refused);
    } else if (isAsIfNothingWereWritten(receipt) && doubt.asksAbout(bisection.next())) {
      // What was written may be refused for that very reason: it is read back first.
      pending.ends();
    } else if (receipt instanceof Receipt.RolledBack none) {
      rolledBack(none);
    } else if (receipt instanceof Receipt.Refused refused && !plan.policy().bisects()) {
      pending.ends();
      doubt.nothingWritten();
      givenUp(new WritebackException(Code.BLOCK_REFUSED, refused.message()));
    } else {
      pending.ends();
      settled(receipt);
    }
  }

  /**
   * Objects that were refused together may have been created in part, so they are looked for before
   * the refusal is believed; one that was refused alone was not created.
   */
  private void refusedCreate(Receipt.Refused refused) {
    List<Record> part = bisection.next();
    boolean findable = !isOnce(part);
    if (refusedTogether == null && findable && (part.size() > 1 || doubt.isOpen())) {
      doubt.refusedTogether();
      doubt.asksAbout(part);
      refusedTogether = refused;
      return;
    }
    refusedTogether = null;
    settled(refused);
  }

  /**
   * What it holds as it was sent is confirmed, what another user changed since is rejected, and the
   * rest is sent again.
   *
   * @param ours whether a try of ours may have written it
   */
  private void readBack(ReadBack found, boolean ours, Instant now) {
    // Of what was not read back, an earlier refusal may have left some written.
    doubt.readBack(found, found.rows() == bisection.unsettled());
    List<Record> known = new ArrayList<>();
    List<Record> missing = new ArrayList<>();
    for (ReadBack.Entry entry : found.entries()) {
      switch (entry.state()) {
        case HOLDS -> {
          held.add(entry.written(ours));
          known.add(entry.record());
        }
        case EXISTS -> {
          if (ours) {
            held.add(entry.written(true));
          } else {
            rejects.add(entry.reject());
          }
          known.add(entry.record());
        }
        case SEVERAL -> {
          rejects.add(entry.reject());
          known.add(entry.record());
        }
        case GONE -> {
          if (entry.record().isCreate()) {
            missing.add(entry.record());
          }
        }
        case CONFLICT, CHANGED -> {
          if (isRejected(entry)) {
            known.add(entry.record());
          }
        }
        case OTHER_VALUES, UNKNOWN -> {
          // It goes out again.
        }
      }
    }
    missedAt = null;
    if (ours && !missing.isEmpty() && doubt.unsettledFor(now).compareTo(Duration.ZERO) > 0) {
      missedAt = now;
      doubt.askAgain(missing);
    } else if (refusedTogether != null && known.isEmpty()) {
      Receipt.Refused refused = refusedTogether;
      refusedTogether = null;
      settled(refused);
      return;
    }
    if (missedAt == null) {
      refusedTogether = null;
    }
    bisection.settled(known);
    firstLook.without(known);
  }

  /** A row is rejected alone; of a file, nothing is sent at all. */
  private boolean isRejected(ReadBack.Entry entry) {
    RowReject reject = entry.reject();
    if (plan.whole().isPresent()) {
      givenUp(new WritebackException(reject.code(), reject.key() + ": " + reject.reason()));
      return false;
    }
    if (work instanceof Work.Cleanup) {
      rejects.add(reject);
      kept.add(
          "%s of %s was left as it is: %s".formatted(reject.key(), plan.target(), reject.reason()));
    } else {
      rejects.add(reject);
    }
    return true;
  }

  /** What is refused after a lost answer is read back before the refusal is believed. */
  private void perRecord(Receipt.PerRecord each) {
    List<Record> refused = each.refused().stream().map(Receipt.Refusal::record).toList();
    requireAll(each.written().size() + refused.size());
    // What was created under another value is not found, and must not be created again.
    if (!refused.isEmpty() && !isCreate(refused) && doubt.asksAbout(refused)) {
      bisection.answered(new Receipt.PerRecord(each.written(), List.of()));
      return;
    }
    if (!refused.isEmpty()) {
      doubt.refused();
    }
    settled(each);
  }

  private void requireAll(int answered) {
    int sent = bisection.next().size();
    if (answered != sent) {
      throw new IllegalStateException(
          "%d records were sent, but %d answers were read".formatted(sent, answered));
    }
  }

  private boolean isAsIfNothingWereWritten(Receipt receipt) {
    return receipt instanceof Receipt.RolledBack
        || receipt instanceof Receipt.Refused && plan.policy().bisects();
  }

  /** Nothing was written: the rows are rejected together, or searched for the one at fault. */
  private void rolledBack(Receipt.RolledBack none) {
    doubt.refused();
    doubt.settled();
    List<Record> part = bisection.next();
    if (plan.policy().bisects() || part.size() == 1) {
      bisection.answered(new Receipt.Refused(none.message(), none.column()));
      return;
    }
    for (Record record : part) {
      rejects.add(
          new RowReject(
              record.row(),
              record.key(),
              Code.ATOMIC_REFUSED,
              none.column(),
              "the %d records of its batch were refused together, and none was written: %s%s"
                  .formatted(part.size(), none.message(), perhapsWritten())));
    }
    bisection = new Bisection(List.of());
  }

  private void settled(Receipt receipt) {
    if (receipt instanceof Receipt.Delivered delivered) {
      remark = delivered.remark();
    }
    if (isWholeCleanup()) {
      cleaned = receipt instanceof Receipt.Delivered;
      return;
    }
    if (receipt instanceof Receipt.Refused) {
      // It says nothing of the single record: some may be written (non-atomic bulk edits).
      doubt.partlyWritten();
      doubt.refused();
    }
    doubt.settled();
    bisection.answered(receipt);
  }

  /** What the destination worked on was not written, or is unknown to it now. */
  private void again() {
    if (!pending.endsUnwritten()) {
      givenUp(
          new CallFailure(
              Outcome.UNKNOWN,
              "%s was accepted %d times, and its operation was lost each time"
                  .formatted(plan.place(work), pending.lost())));
    }
  }

  /** Its run ends for good: what is certain of it holds, although the destination works on. */
  void endWithCertain() {
    Receipt.Delivered certain = pending.certain();
    if (certain != null) {
      doubt.nothingWritten();
      answered(certain, Instant.now());
    }
  }

  /** The answer to a write was lost; a refusal in the destination's own words is an answer. */
  void lostAnswer(CallFailure failed) {
    List<Record> part = bisection.next();
    doubt.unanswered();
    if (isOnce(part)) {
      abandon(part, failed.getMessage());
    } else if (failed.refusal().isEmpty() || isCreate(part)) {
      doubt.lostAnswer(Instant.now());
    }
  }

  /** A write failed in a way that says nothing of what was sent. */
  void unexplained(RuntimeException failed) {
    List<Record> part = bisection.next();
    if (isOnce(part)) {
      doubt.unanswered();
      abandon(part, failed.getMessage());
    }
  }

  /** Nothing more is sent of it. */
  void givenUp(RuntimeException last) {
    failure = Objects.requireNonNull(last);
  }

  /** Where to ask for the result, once, to be recorded before it is asked. */
  Optional<URI> takeOperation() {
    // The ledger knows whole batches: of a part it would take the other rows for pending too.
    boolean divided = bisection.next().size() < work.records().size();
    return pending.takeUnrecorded().filter(operation -> !divided);
  }

  /** Whether a refused part is being searched for the record to blame. */
  boolean isSearching() {
    return bisection.isSearching();
  }

  String remark() {
    if (kept.isEmpty()) {
      return remark;
    }
    String listed = String.join(". ", kept.subList(0, Math.min(MOST_KEPT, kept.size())));
    return "%s %s%s%s"
        .formatted(
            Code.CHANGED_SINCE.id(),
            listed,
            kept.size() > MOST_KEPT ? ". And %,d more".formatted(kept.size() - MOST_KEPT) : "",
            remark.isEmpty() ? "" : ". " + remark);
  }

  boolean wasUnanswered() {
    return doubt.wasUnanswered() || pending.isThere();
  }

  boolean hasWritten() {
    return !held.isEmpty() || !bisection.delivered().isEmpty();
  }

  Verdict verdict(Batch.Rows rows) {
    if (work instanceof Work.Cleanup) {
      // It has no rows, whatever its records are.
      return new Verdict(List.of(), List.of(), List.of(), 0, 0, failure, null);
    }
    List<RowReject> all = new ArrayList<>(rows.rejects());
    all.addAll(rejects);
    all.addAll(fillIn.rejects());
    List<Receipt.Written> written = new ArrayList<>(held.size() + bisection.delivered().size());
    held.forEach(one -> written.add(withKept(fillIn.ofRow(one))));
    bisection.delivered().forEach(one -> written.add(withKept(fillIn.ofRow(one))));
    long unsettled = bisection.unsettled();
    long doubtful = doubt.isUnsettledInDoubt() ? unsettled : 0;
    String causeOfAll = new Blame(rows, plan).causeOfAll(bisection);
    if (causeOfAll == null) {
      bisection.culprits().forEach(culprit -> all.add(Blame.reject(culprit, perhapsWritten())));
    } else {
      int refused = bisection.culprits().size();
      unsettled += refused;
      doubtful += doubt.wasRefused() ? refused : 0;
    }
    return new Verdict(
        written, fillIn.filled(), all, doubtful, unsettled - doubtful, failure, causeOfAll);
  }

  /**
   * What became of the records of a cleanup, which are made of no rows: those that are neither
   * written nor rejected are in doubt, or were not sent.
   */
  Verdict besides() {
    List<Receipt.Written> written = new ArrayList<>(held);
    written.addAll(bisection.delivered());
    List<RowReject> all = new ArrayList<>(rejects);
    bisection.culprits().forEach(culprit -> all.add(Blame.reject(culprit, perhapsWritten())));
    return new Verdict(written, List.of(), all, 0, 0, failure, null);
  }

  /** What was left as it is differs from what was wanted, although it was never sent. */
  private static Receipt.Written withKept(Receipt.Written written) {
    List<Difference> kept = written.record().kept();
    if (kept.isEmpty()) {
      return written;
    }
    List<Difference> all = new ArrayList<>(written.differences());
    all.addAll(kept);
    return new Receipt.Written(written.record(), all);
  }

  /** What has to be said of a refusal that follows a lost answer, where nothing was read back. */
  private String perhapsWritten() {
    return doubt.wasRefused() ? " (an earlier try went unanswered, and may have written it)" : "";
  }
}
