package io.writeback.batch;

import io.writeback.destination.DestinationPlan;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A contiguous range of snapshot rows whose records go out together, on its way through the
 * pipeline. In the hands of one thread at a time.
 */
public final class Batch {
  private final String runId;
  private final int number;
  private final Rows rows;
  private final DestinationPlan plan;
  private final int closing;
  private final List<Receipt.Delivery> held = new ArrayList<>();
  private final List<RowReject> rejects = new ArrayList<>();
  private Bisection bisection;
  private final Doubt doubt;
  private final PendingWork pending;
  private final Consumer<Boolean> done;
  private Call call;

  /** Returns once an intent is on disk; null until one is on its way there. */
  private Runnable intent;

  private int requests;
  private int triesOfPart;
  private long recordsSent;
  private long bytes;
  private boolean triedAgain;
  private boolean unanswered;
  private boolean inDoubt;

  /** Whether what goes out now only asks. */
  private boolean asking;

  private boolean released;
  private RuntimeException failure;

  /** What people should know of it; "" if nothing. */
  private String remark = "";

  private boolean closed;

  /**
   * @param runId the run it belongs to
   * @param number 0 for the first batch of a run
   * @param since when an earlier process intended it, so that it may have been carried out; else
   *     null
   * @param done told once, with whether a record was delivered, when the batch leaves the pipeline
   */
  Batch(
      String runId,
      int number,
      Rows rows,
      DestinationPlan plan,
      Instant since,
      Consumer<Boolean> done) {
    this(runId, number, rows, plan, since, -1, null, done);
  }

  /**
   * @param closing the number of the closing that it is; -1 if it carries rows
   * @param operation where an earlier process was told to ask what became of it; else null
   */
  Batch(
      String runId,
      int number,
      Rows rows,
      DestinationPlan plan,
      Instant since,
      int closing,
      URI operation,
      Consumer<Boolean> done) {
    this.closing = closing;
    this.pending = new PendingWork(operation);
    // Of one that an earlier process left nobody knows, until it is settled.
    this.inDoubt = since != null || operation != null;
    this.runId = Objects.requireNonNull(runId);
    this.number = number;
    this.rows = Objects.requireNonNull(rows);
    this.plan = Objects.requireNonNull(plan);
    this.doubt =
        since == null
            ? Doubt.none()
            : Doubt.of(operation == null ? rows.records() : List.of(), since);
    this.intent = since == null ? null : () -> {};
    this.done = Objects.requireNonNull(done);
    this.bisection = new Bisection(rows.records(), rows.apart());
  }

  /**
   * The rows of a batch as mapping left them.
   *
   * @param first number of the first row
   * @param last number of the last row
   * @param apart those of the records that will probably be refused: each goes out alone
   */
  public record Rows(
      long first,
      long last,
      List<Record> records,
      List<Record> apart,
      List<RowReject> rejects,
      long unchanged,
      long superseded) {
    public Rows {
      records = List.copyOf(records);
      apart = List.copyOf(apart);
      rejects = List.copyOf(rejects);
      if (last - first + 1 != Record.rows(records) + rejects.size() + unchanged + superseded) {
        throw new IllegalArgumentException("rows " + first + " to " + last + " do not add up");
      }
    }

    /** Rows of which none is expected to be refused. */
    public Rows(
        long first,
        long last,
        List<Record> records,
        List<RowReject> rejects,
        long unchanged,
        long superseded) {
      this(first, last, records, List.of(), rejects, unchanged, superseded);
    }
  }

  public String runId() {
    return runId;
  }

  public int number() {
    return number;
  }

  public Rows rows() {
    return rows;
  }

  public DestinationPlan plan() {
    return plan;
  }

  /** As the send route of its destination is named. */
  public String destination() {
    return plan.destination();
  }

  /** The records of the next request; none when every record is settled. */
  public List<Record> part() {
    return bisection.next();
  }

  /** Whether there is something left to send, and no reason not to. */
  public boolean hasPart() {
    return failure == null && !isDone();
  }

  private boolean isDone() {
    return closing >= 0 ? closed : part().isEmpty();
  }

  /** Whether it carries no rows, and follows them all. */
  public boolean isClosing() {
    return closing >= 0;
  }

  /** Whether something is left of it that has not been sent or not been answered. */
  public boolean isUnfinished() {
    return !isDone();
  }

  /** Whether the destination works on it, and is to be asked what became of it. */
  public boolean isPending() {
    return pending.isThere();
  }

  /** How long the destination is still to be left alone. */
  public Duration wait(Instant now) {
    return pending.wait(now);
  }

  /** The question what became of it. */
  public Call polling() {
    triesOfPart++;
    asking = true;
    return new Call(
        plan, part(), closing, plan.poll(part(), pending.operation()), null, pending.since());
  }

  /** Where to ask what became of it, once, to be written down before anybody asks. */
  public Optional<URI> takeUntold() {
    // The ledger knows whole batches: of a part it would take the other rows for pending too.
    return pending.takeUntold().filter(operation -> !isDivided());
  }

  /** Where it goes, for people; may be "". */
  public String place() {
    return plan.place(rows.records(), closing);
  }

  /** Whether some of it may have been carried out, and the destination is to be asked. */
  public boolean isDoubtful() {
    return !isPending() && doubt.isToAsk();
  }

  /** The request that asks what the destination holds of a doubtful batch, if it can be asked. */
  public Optional<Call> askingBack() {
    asking = true;
    triesOfPart++;
    List<Record> records = doubt.ask();
    return plan.readBack(records)
        .map(request -> new Call(plan, records, -1, request, null, doubt.since()));
  }

  /**
   * What the destination holds of a doubtful batch: what it holds as it was sent is confirmed, what
   * somebody else changed since is rejected, and the rest is sent again.
   */
  public void readBack(ReadBack found) {
    triesOfPart = 0;
    doubt.told(found);
    // Of what it was not asked about, an earlier refusal may have left some written.
    boolean tellsAll = found.rows() == bisection.unsettled();
    inDoubt = doubt.isOpen() || (inDoubt && !tellsAll);
    List<Record> known = new ArrayList<>();
    for (ReadBack.Entry entry : found.entries()) {
      switch (entry.state()) {
        case HOLDS -> {
          held.add(new Receipt.Delivery(entry.record(), List.of()));
          known.add(entry.record());
        }
        case CONFLICT -> {
          rejects.add(entry.reject());
          known.add(entry.record());
        }
        case OTHER_VALUES, CANNOT_BE_TOLD, GONE -> {
          // It goes out again.
        }
      }
    }
    bisection.settled(known);
    call = null;
  }

  /** The request of the current part: built once, so that every try sends the same bytes. */
  public Call call() {
    if (call == null) {
      call = Call.of(plan, part(), closing);
    }
    return call;
  }

  /** Whether an intent of this batch is on disk, or on its way there. */
  public boolean hasIntent() {
    return intent != null;
  }

  /**
   * An intent of this batch is on its way to disk.
   *
   * @param onDisk returns once it is there; throws what kept it from there
   */
  public void intended(Runnable onDisk) {
    intent = Objects.requireNonNull(onDisk);
  }

  /** Returns once the intent is on disk; throws what kept it from there. */
  public void awaitIntent() {
    if (intent == null) {
      throw new IllegalStateException("nobody intends to send " + this);
    }
    intent.run();
  }

  /** The current part goes out, for the first time or again; never before its intent is on disk. */
  public Call sending() {
    awaitIntent();
    asking = false;
    if (triesOfPart == 0) {
      doubt.begins(Instant.now());
    }
    requests++;
    triesOfPart++;
    recordsSent += part().size();
    bytes += call().request().body().length();
    return call();
  }

  /** Requests made, each try counted. */
  public int requests() {
    return requests;
  }

  /** How often the current part was sent. */
  public int triesOfPart() {
    return triesOfPart;
  }

  /** Records in those requests, each time counted. */
  public long recordsSent() {
    return recordsSent;
  }

  /** Bytes in the bodies of those requests. */
  public long bytes() {
    return bytes;
  }

  /** The current part was answered. */
  public void answered(Receipt receipt) {
    triesOfPart = 0;
    if (receipt instanceof Receipt.Pending more) {
      pending(more);
    } else if (receipt instanceof Receipt.Doubtful doubtful) {
      inDoubt = true;
      unanswered = true;
      givenUp(new WritebackException(Code.ANSWER_UNKNOWN, doubtful.message()));
    } else if (receipt instanceof Receipt.Gone) {
      again();
    } else if (receipt instanceof Receipt.Refused && pending.isInherited()) {
      // What an earlier process sent came to nothing: it is sent now.
      inDoubt = unanswered;
      again();
    } else if (receipt instanceof Receipt.PerRecord each) {
      pending.ends();
      perRecord(each);
    } else if (isAsIfNothingWereWritten(receipt) && doubt.asksAbout(part())) {
      // What was written may be refused for that very reason: the destination is asked first.
      pending.ends();
      call = null;
    } else if (receipt instanceof Receipt.RolledBack none) {
      rolledBack(none);
    } else if (receipt instanceof Receipt.Refused refused && !plan.policy().bisects()) {
      pending.ends();
      inDoubt = unanswered;
      givenUp(new WritebackException(Code.BLOCK_REFUSED, refused.message()));
    } else {
      pending.ends();
      settled(receipt);
    }
  }

  /** What is refused after a lost answer is read back before the refusal is believed. */
  private void perRecord(Receipt.PerRecord each) {
    List<Record> refused = each.refused().stream().map(Receipt.Refusal::record).toList();
    requireAll(each.written().size() + refused.size());
    if (!refused.isEmpty() && doubt.asksAbout(refused)) {
      bisection.answered(new Receipt.PerRecord(each.written(), List.of()));
      call = null;
      return;
    }
    if (!refused.isEmpty()) {
      doubt.refused();
    }
    settled(each);
  }

  private void requireAll(int answered) {
    if (answered != part().size()) {
      throw new IllegalStateException(
          "%d records were sent, and %d answers read".formatted(part().size(), answered));
    }
  }

  private boolean isAsIfNothingWereWritten(Receipt receipt) {
    return receipt instanceof Receipt.RolledBack
        || receipt instanceof Receipt.Refused && plan.policy().bisects();
  }

  /** Nothing was written: the rows are rejected together, or searched for the one at fault. */
  private void rolledBack(Receipt.RolledBack none) {
    call = null;
    doubt.refused();
    doubt.settled();
    if (plan.policy().bisects() || part().size() == 1) {
      bisection.answered(new Receipt.Refused(none.message(), none.column()));
      return;
    }
    int together = part().size();
    for (Record record : part()) {
      rejects.add(
          new RowReject(
              record.row(),
              record.key(),
              Code.ATOMIC_REFUSED,
              none.column(),
              "the %d records of its batch were refused together, and none was written: %s%s"
                  .formatted(together, none.message(), yetPerhapsWritten())));
    }
    bisection = new Bisection(List.of());
  }

  private void pending(Receipt.Pending more) {
    pending.goesOn(more, Instant.now());
    inDoubt = true;
    call = null;
  }

  /** Its run ends for good: what is certain of it holds, although the destination goes on. */
  public void endsWithWhatIsCertain() {
    Receipt.Delivered certain = pending.certain();
    if (certain != null) {
      inDoubt = unanswered;
      answered(certain);
    }
  }

  private void again() {
    if (!pending.cameToNothing()) {
      givenUp(
          new CallFailure(
              Outcome.UNKNOWN,
              "%s was taken %d times, and each time nobody knew of it any more"
                  .formatted(place(), pending.lost())));
    }
  }

  private void settled(Receipt receipt) {
    if (receipt instanceof Receipt.Delivered delivered) {
      remark = delivered.remark();
    }
    if (closing >= 0) {
      closed = receipt instanceof Receipt.Delivered;
      call = null;
      return;
    }
    // A refusal says nothing of the single record: some may be written (non-atomic bulk edits).
    inDoubt |= receipt instanceof Receipt.Refused;
    call = null;
    if (receipt instanceof Receipt.Refused) {
      doubt.refused();
    }
    doubt.settled();
    bisection.answered(receipt);
  }

  /** A try of the current part failed; there may be another. */
  public void tried(CallFailure attempt) {
    if (attempt.outcome() != Outcome.UNKNOWN || asking) {
      return;
    }
    inDoubt = true;
    unanswered = true;
    // Words of the destination's own are an answer.
    if (attempt.refusal().isEmpty()) {
      doubt.lostAnswer();
    }
  }

  /** What a person should know of how it went; "" if nothing. */
  public String remark() {
    return remark;
  }

  /** Whether one of its requests, tried again or not, may still be carried out. */
  public boolean wasUnanswered() {
    return unanswered || isPending();
  }

  /** The current part will not be tried again. */
  public void givenUp(RuntimeException last) {
    failure = Objects.requireNonNull(last);
  }

  /** Told after a failed try of the current part. */
  public void tryAgain(boolean another) {
    triedAgain = another;
  }

  /** Whether the part that failed last is tried again as it is. */
  public boolean isTriedAgain() {
    return triedAgain;
  }

  /** Whether a refused part is being searched for the record to blame. */
  public boolean isSearching() {
    return bisection.isSearching();
  }

  /** Whether the current part is not the whole batch any more. */
  private boolean isDivided() {
    return part().size() < rows.records().size();
  }

  /** What became of every row, now that nothing more is sent. */
  public Verdict verdict() {
    List<RowReject> all = new ArrayList<>(rows.rejects());
    all.addAll(rejects);
    List<Receipt.Delivery> delivered = new ArrayList<>(held);
    delivered.addAll(bisection.delivered());
    long unsettled = bisection.unsettled();
    long doubtful = inDoubt ? unsettled : 0;
    String causeOfAll = new Blame(rows, plan).causeOfAll(bisection);
    if (causeOfAll == null) {
      bisection.culprits().forEach(culprit -> all.add(Blame.reject(culprit, yetPerhapsWritten())));
    } else {
      int refused = bisection.culprits().size();
      unsettled += refused;
      doubtful += doubt.wasRefused() ? refused : 0;
    }
    return new Verdict(delivered, all, doubtful, unsettled - doubtful, failure, causeOfAll);
  }

  /** What has to be said of a refusal that follows a lost answer, where nothing could be asked. */
  private String yetPerhapsWritten() {
    return doubt.wasRefused() ? " (an earlier try went unanswered, and may have written it)" : "";
  }

  /** The batch leaves the pipeline: its place in flight is free, once however often it is told. */
  public void release() {
    if (!released) {
      released = true;
      done.accept(!held.isEmpty() || !bisection.delivered().isEmpty());
    }
  }

  @Override
  public String toString() {
    return "batch " + number + " of run " + runId + ", rows " + rows.first() + " to " + rows.last();
  }
}
