package io.writeback.batch;

import io.writeback.destination.Held;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.destination.Work;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RetryPolicy;
import io.writeback.http.SendGuard;
import io.writeback.problem.WritebackException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A contiguous range of snapshot rows whose records go out together. On its way through the
 * pipeline it is used by one thread at a time: {@link #next}, then {@link #send} and {@link
 * #answered} or {@link #failed}, until {@link Step.Done}.
 */
public final class Batch {
  /** How long a run that ends for good asks what became of what the destination has accepted. */
  private static final Duration LAST_QUESTIONS = Duration.ofSeconds(10);

  private final Book book;
  private final int number;
  private final Rows rows;
  private final Plan plan;
  private final Work work;
  private final Delivery delivery;
  private final Slots.Slot slot;
  private final Consumer<Boolean> done;

  /** Returns once the intent is on disk; null until one is on its way there. */
  private Runnable intent;

  private Step step;

  /** The last request, with its credentials. */
  private HttpRequest sent;

  /** Until when it asks although its run was stopped; null until that is seen. */
  private Instant endsBy;

  private int requests;
  private long recordsSent;
  private long bytes;
  private boolean released;

  /**
   * @param number 0 for the first batch of a run
   * @param earlier what an earlier process intended, and may have sent; null if none did
   * @param slot taken for its first request, and left when nothing more is sent
   * @param done called once, with whether a record was delivered, when the batch leaves the
   *     pipeline
   */
  Batch(
      Book book,
      int number,
      Rows rows,
      Plan plan,
      Work work,
      ResumePoint.Open earlier,
      Slots.Slot slot,
      Consumer<Boolean> done) {
    this.book = Objects.requireNonNull(book);
    this.number = number;
    this.rows = Objects.requireNonNull(rows);
    this.plan = Objects.requireNonNull(plan);
    this.work = Objects.requireNonNull(work);
    FirstLook look =
        book.keepsBefore() ? FirstLook.of(plan, work.records(), number == 0) : FirstLook.none(plan);
    this.delivery = new Delivery(plan, work, rows, earlier, look, book.quarantine());
    this.intent = earlier == null ? null : () -> {};
    this.slot = Objects.requireNonNull(slot);
    this.done = Objects.requireNonNull(done);
  }

  /**
   * The rows of a batch as mapping left them.
   *
   * @param first number of the first row
   * @param last number of the last row
   * @param apart those of the records that will probably be refused: each goes out alone
   * @param unprepared the rows whose objects need something before they are written
   */
  public record Rows(
      long first,
      long last,
      List<Record> records,
      List<Record> apart,
      List<RowReject> rejects,
      long unchanged,
      long superseded,
      Set<Long> unprepared) {
    public Rows(
        long first,
        long last,
        List<Record> records,
        List<Record> apart,
        List<RowReject> rejects,
        long unchanged,
        long superseded) {
      this(first, last, records, apart, rejects, unchanged, superseded, Set.of());
    }

    public Rows {
      unprepared = Set.copyOf(unprepared);
      records = List.copyOf(records);
      apart = List.copyOf(apart);
      rejects = List.copyOf(rejects);
      if (last - first + 1 != Record.rows(records) + rejects.size() + unchanged + superseded) {
        throw new IllegalArgumentException("rows " + first + " to " + last + " do not add up");
      }
    }

    /** No row: those of a cleanup that follows a row. */
    static Rows after(long last) {
      return new Rows(last + 1, last, List.of(), List.of(), List.of(), 0, 0);
    }
  }

  public Book book() {
    return book;
  }

  public int number() {
    return number;
  }

  public Rows rows() {
    return rows;
  }

  public Plan plan() {
    return plan;
  }

  /** Whether it carries no rows, and follows them all. */
  public boolean isCleanup() {
    return work instanceof Work.Cleanup;
  }

  /** Where it goes, for people; may be "". */
  public String place() {
    return plan.place(work);
  }

  /** Decides what it does next; {@link #send} does it. */
  public Step next(Instant now) {
    sent = null;
    step = book.isStopped() ? afterStop(now) : delivery.next(now);
    if (!(step instanceof Step.Done) && step.after().compareTo(Duration.ZERO) > 0) {
      slot.passTurn();
    }
    return step;
  }

  /**
   * A run that was stopped begins nothing, but what the destination has accepted is asked about: it
   * is written or not, and nobody asks later if the run is over.
   */
  private Step afterStop(Instant now) {
    if (endsBy == null) {
      endsBy = book.isToResume() ? now : now.plus(LAST_QUESTIONS);
    }
    return delivery.question(now, endsBy).map(Step.class::cast).orElseGet(Step.Done::new);
  }

  /** What {@link #next} decided. */
  public Step step() {
    return step;
  }

  /** An intent is on disk, or on its way there. */
  public boolean hasIntent() {
    return intent != null;
  }

  /**
   * An intent is on its way to disk.
   *
   * @param onDisk returns once it is there; throws what kept it from there
   */
  public void intended(Runnable onDisk) {
    intent = Objects.requireNonNull(onDisk);
  }

  /** Returns once the intent is on disk; throws what kept it from there. */
  public void awaitIntent() {
    if (intent == null) {
      throw new IllegalStateException(this + " has no intent");
    }
    intent.run();
  }

  /**
   * The request of the current step with credentials, for the first try or another; none that
   * writes before its intent is on disk.
   *
   * @throws WritebackException if it may not be sent
   * @throws CallFailure if the login failed
   */
  public HttpRequest send() {
    sent = null;
    step = delivery.again(step);
    HttpRequest request = step.exchange().request();
    // In this order: the waits for the disk and for others may be long. What is kept of what is
    // overwritten belongs to a batch that a resumed run knows.
    if (isWrite() || step instanceof Step.Look) {
      awaitIntent();
    }
    if (slot.enter() && book.isStopped()) {
      // While it waited: not even a login is tried for it.
      book.requireMaySend();
    }
    if (isWrite()) {
      book.requireTarget();
      int records = 0;
      if (step instanceof Step.Write write) {
        delivery.begins(Instant.now());
        records = isCleanup() ? 0 : write.work().records().size();
      }
      long length = request.body().length();
      count(1, records, length);
      // Asked again when it goes out: the waits for a login and for a place in flight have no end.
      request = request.guarded(new Guard(records, length));
    }
    delivery.countTry();
    book.requestSent();
    sent = plan.authorise(request);
    return sent;
  }

  private boolean isWrite() {
    return step instanceof Step.Write || step instanceof Step.Prepare;
  }

  private void count(int more, long records, long length) {
    requests += more;
    recordsSent += more * records;
    bytes += more * length;
  }

  /** Of one try of a request that writes. */
  private final class Guard implements SendGuard {
    private final int records;
    private final long length;

    Guard(int records, long length) {
      this.records = records;
      this.length = length;
    }

    /** The waits of the request are over. One that may not go out now was none. */
    @Override
    public void check() {
      try {
        book.requireMaySend();
      } catch (WritebackException e) {
        count(-1, records, length);
        throw e;
      }
    }

    @Override
    public InFlight sending(Consumer<String> cut) {
      return book.sending(cut);
    }
  }

  /** The last request, with its credentials; null if none was made yet. */
  public HttpRequest sent() {
    return sent;
  }

  /**
   * The request was answered.
   *
   * @throws CallFailure if the answer proves nothing, or asks for another try
   */
  public void answered(HttpAnswer answer) {
    answered(step.exchange().read(sent, answer));
  }

  void answered(Receipt receipt) {
    if (step instanceof Step.Prepare prepare) {
      delivery.prepared(prepare.record(), receipt);
      if (delivery.isComplete()) {
        slot.leave();
      }
      return;
    }
    if (receipt instanceof Held held && delivery.fillsIn()) {
      delivery.fillIn(held);
      if (delivery.isComplete()) {
        slot.leave();
      }
      return;
    }
    if (receipt instanceof Held held) {
      book.before(this, held);
      delivery.lookedAt(held);
      return;
    }
    delivery.answered(receipt, Instant.now());
    delivery.takeOperation().ifPresent(operation -> book.accepted(this, operation));
    if (delivery.isComplete()) {
      slot.leave();
    }
  }

  /**
   * Whether the batch continues although a request failed: a destination that refuses to say what
   * it holds gets all doubtful records again, the same values as if the first try had not been
   * made. One that may answer later is asked again: what people changed since is not to be
   * overwritten because of one lost answer. One that refuses a look before the first write is asked
   * about fewer records; nothing is written that was not looked at.
   */
  public boolean continuesWithout(Exception failure) {
    boolean mayAnswerLater =
        failure instanceof CallFailure call
            ? call.outcome().passing() || call.outcome() == Outcome.UNAUTHORISED
            : failure instanceof WritebackException;
    if (step instanceof Step.Look) {
      return !mayAnswerLater && delivery.looksAtFewer();
    }
    if (mayAnswerLater
        || !(step instanceof Step.ReadBack question)
        || Delivery.isConditional(question.records())) {
      return false;
    }
    delivery.cannotReadBack();
    return true;
  }

  /**
   * A try of the current step failed. If there is no other one, its records are refused, or the
   * batch is given up.
   *
   * @return how long to wait before the next try; empty if there is none
   */
  public Optional<Duration> failed(
      RuntimeException failure, RetryPolicy policy, RandomGenerator random) {
    if (!(failure instanceof CallFailure call)) {
      if (step instanceof Step.Write && sent != null) {
        delivery.unexplained(failure);
      }
      delivery.givenUp(failure);
      return Optional.empty();
    }
    // A login comes before the request: if that failed, nothing was sent.
    if (step instanceof Step.Write && call.outcome() == Outcome.UNKNOWN && sent != null) {
      delivery.lostAnswer(call);
      if (delivery.isComplete()) {
        // What may have been created is not sent again.
        slot.leave();
        return Optional.empty();
      }
    }
    boolean forLater = policy.isForLater(call);
    // While a culprit is searched for, the search itself is the other try of a group; one record
    // alone is called a culprit for what comes again at every try.
    boolean searching = call.refusal().isPresent() && delivery.isSearching();
    if (!forLater && !searching && !book.isStopped()) {
      Optional<Duration> delay =
          policy.delay(call, delivery.tries(), random).filter(wait -> book.mayTryAgain(call));
      if (delay.isPresent()) {
        return delay;
      }
    }
    // A record may be to blame: not where the destination asks for time, or the run ends, or where
    // the record was not sent.
    boolean mayBlame = call.refusal().isPresent() && !(step instanceof Step.Look);
    if (mayBlame && !forLater && !book.isStopped()) {
      answered(new Receipt.Refused(call.refusal().get()));
    } else {
      delivery.givenUp(call);
    }
    return Optional.empty();
  }

  /** Requests that write, each try counted. */
  public int requests() {
    return requests;
  }

  /** Records in those requests, each time counted. */
  public long recordsSent() {
    return recordsSent;
  }

  /** Bytes in the bodies of those requests. */
  public long bytes() {
    return bytes;
  }

  /** Whether something is left of it that has not been sent or not been answered. */
  public boolean isUnfinished() {
    return !delivery.isComplete();
  }

  /** Its run ends for good: what is certain of it holds, although the destination works on. */
  public void endWithCertain() {
    delivery.endWithCertain();
  }

  /** What a person should know of how it went; "" if nothing. */
  public String remark() {
    return delivery.remark();
  }

  /** Whether one of its requests, tried again or not, may still be carried out. */
  public boolean wasUnanswered() {
    return delivery.wasUnanswered();
  }

  /** What became of every row, now that nothing more is sent. */
  public Verdict verdict() {
    return delivery.verdict(rows);
  }

  /** The records of a cleanup, as far as they are known one by one; none of other batches. */
  public List<Record> besides() {
    return isCleanup() ? work.records() : List.of();
  }

  /** What became of {@link #besides}, now that nothing more is sent. */
  public Verdict besidesVerdict() {
    return delivery.besides();
  }

  /** The records whose objects were prepared. */
  public List<Record> prepared() {
    return delivery.prepared();
  }

  /** The number of a cleanup among those of its plan; -1 if it is none. */
  public int cleanup() {
    return work instanceof Work.Cleanup cleanup ? cleanup.number() : -1;
  }

  /** The batch leaves the pipeline: its place in flight is free, once for any number of calls. */
  public void release() {
    if (!released) {
      released = true;
      slot.leave();
      done.accept(delivery.hasWritten());
    }
  }

  @Override
  public String toString() {
    return "batch %d of run %s, rows %d to %d"
        .formatted(number, book.runId(), rows.first(), rows.last());
  }
}
