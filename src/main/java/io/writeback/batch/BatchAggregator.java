package io.writeback.batch;

import io.writeback.dataset.Row;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.destination.Work;
import io.writeback.problem.Code;
import io.writeback.process.FatalErrors;
import io.writeback.process.MemoryBudget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gathers the rows of a snapshot into batches; the expression of the pipeline's Split EIP.
 *
 * <p>A plain iterator rather than the Aggregate EIP, which inside a streaming Split loses the last
 * partial batch or hides failures. {@link #hasNext} never throws: Camel asks it before it processes
 * the batch in hand, and an exception there drops that batch. What went wrong is kept for {@link
 * #failure} instead, and the rows before it still go out.
 */
public final class BatchAggregator implements Iterator<Batch>, AutoCloseable {
  /** Rejects are held until the batch is settled: they end it too, so that it stays small. */
  private static final int REJECTS_PER_RECORD = 20;

  /**
   * Rows that are only counted (unchanged, superseded) take no memory, and a request that is not
   * full costs as much as one that is: of a million rows of which one in a hundred changed, 20 rows
   * a record would make 500 requests, this makes 100. It is not endless, since a run that is asked
   * to stop does so between two batches, and an open batch is read again by a resume.
   */
  private static final int ROWS_PER_RECORD = 1_000;

  private final Book book;
  private final Iterator<Row> rows;
  private final Plan plan;

  /** All rows as one; null if they go out in batches. */
  private final Work.WholeFile whole;

  private final SkippedRows skipped;
  private final Slots slots;
  private final MemoryBudget memory;
  private final MemoryBudget.Account inFlight;
  private final Deque<ResumePoint.Open> open;
  private final long settledUpTo;
  private long lastGathered;

  /** The last row, if they go out as a whole and are read. */
  private long lastOfAll;

  private Row ahead;

  /** What mapping makes of the row ahead; null if it is superseded. */
  private Mapped aheadMapped;

  private int number;

  /** The number of the next cleanup that no earlier process began. */
  private int cleanup;

  private RuntimeException failure;

  /** Whether {@link #hasNext} was true for the batch that {@link #next} has not handed out yet. */
  private boolean promised;

  /** Whether a batch is left for later, so that no cleanup may go out now. */
  private volatile boolean holdsCleanups;

  /**
   * @param book begins each batch before it is handed out, one after the other: what it records has
   *     no gaps, whenever the process dies
   * @param rows in ascending order, each number once
   * @param from how far an earlier process came with the same rows and the same plan
   * @param memory what the batches in flight may take, together with those of other runs
   */
  public BatchAggregator(
      Book book,
      Iterator<Row> rows,
      Plan plan,
      SkippedRows skipped,
      ResumePoint from,
      MemoryBudget memory) {
    this.memory = memory;
    this.inFlight = memory.open();
    this.book = book;
    this.rows = rows;
    this.plan = plan;
    this.whole = plan.whole().orElse(null);
    this.skipped = skipped;
    this.slots = new Slots(plan.policy().concurrency());
    this.open = new ArrayDeque<>(from.open());
    this.settledUpTo = from.lastRow();
    this.number = from.nextNumber();
    this.cleanup = from.cleanups();
  }

  /**
   * Once true, true until {@link #next}, even if the run is stopped in between: measured, a Split
   * that sees the answer change from true to false ends at once, with batches still in flight, and
   * the run would be closed before their accounts are.
   */
  @Override
  public boolean hasNext() {
    promised = promised || !book.isStopped() && (lookAhead() || !holdsCleanups && hasCleanup());
    return promised;
  }

  /** Reads and maps one row ahead, unless it holds one; false at the end or after a failure. */
  private boolean lookAhead() {
    if (ahead == null && failure == null) {
      try {
        Row row = nextUnsettled();
        if (row != null && whole != null) {
          lastOfAll = readThrough(row.number());
          ahead = row;
        } else if (row != null) {
          aheadMapped = skipped.isSuperseded(row.number()) ? null : mapped(row);
          ahead = row;
        }
      } catch (RuntimeException e) {
        failure = e;
      } catch (Error e) {
        // Camel would only log it, and the split would never end.
        FatalErrors.caught(e);
        failure = new IllegalStateException("no more rows can be read: " + e, e);
      }
    }
    return ahead != null;
  }

  /** Counts what goes out as a whole: a part of it would be another file. */
  private long readThrough(long first) {
    long last = first;
    while (rows.hasNext()) {
      last = rows.next().number();
    }
    return last;
  }

  /** Whether a cleanup is left; none goes out before the last row has. */
  private boolean hasCleanup() {
    return failure == null && (openCleanup() != null || cleanup < plan.cleanups());
  }

  /** A batch is left for later: the cleanups wait for it. */
  public void holdCleanups() {
    holdsCleanups = true;
  }

  private ResumePoint.Open openCleanup() {
    return open.stream().filter(ResumePoint.Open::isCleanup).findFirst().orElse(null);
  }

  private Batch nextCleanup() {
    ResumePoint.Open again = openCleanup();
    if (again == null) {
      return cleanup(number++, cleanup++, settledUpTo(), null);
    }
    open.remove(again);
    // Of several open ones the first comes first; they are the last that were begun.
    int later = (int) open.stream().filter(ResumePoint.Open::isCleanup).count();
    return cleanup(again.number(), cleanup - 1 - later, again.last(), again);
  }

  private Batch cleanup(int its, int which, long last, ResumePoint.Open again) {
    return new Batch(
        book,
        its,
        Batch.Rows.after(last),
        plan,
        plan.cleanup(which),
        again,
        slots.slot(),
        slots::giveBack);
  }

  private long settledUpTo() {
    return Math.max(settledUpTo, lastGathered);
  }

  private Mapped mapped(Row row) {
    if (skipped.isUnchanged(row.number())) {
      return new Mapped.Unchanged(row.number());
    }
    Mapped mapped = skipped.mapped(row, plan.mapper());
    return mapped instanceof Mapped.Sendable sendable && skipped.isConfirmed(sendable.record())
        ? new Mapped.Unchanged(row.number())
        : mapped;
  }

  /** The next row that no earlier process settled; null at the end. */
  private Row nextUnsettled() {
    while (rows.hasNext()) {
      Row row = rows.next();
      while (!open.isEmpty() && !open.peek().isCleanup() && open.peek().last() < row.number()) {
        open.remove();
      }
      if (row.number() > settledUpTo
          || (!open.isEmpty() && !open.peek().isCleanup() && open.peek().first() <= row.number())) {
        return row;
      }
    }
    return null;
  }

  /**
   * The next batch; waits until the run may have one more in flight.
   *
   * <p>Never null, although a Split takes that for the end: measured, it then ends at once, with
   * batches still in flight. A batch that is handed out after the run was stopped is not sent.
   */
  @Override
  public Batch next() {
    if (!lookAhead() && !hasCleanup()) {
      throw new NoSuchElementException();
    }
    promised = false;
    try {
      if (ahead == null) {
        // Any batch in flight may still be left for later, and the cleanups wait for it.
        slots.awaitNone();
      }
      slots.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoSuchElementException("interrupted");
    }
    Batch batch = ahead == null ? nextCleanup() : gathered();
    book.begin(batch);
    return batch;
  }

  /** Gathers the next batch; its memory and its place are free again once it is done. */
  private Batch gathered() {
    MemoryBudget.Share share = inFlight.share();
    return gathered(
        share,
        delivered -> {
          inFlight.give(share);
          slots.giveBack(delivered);
        });
  }

  private Batch gathered(MemoryBudget.Share share, Consumer<Boolean> done) {
    ResumePoint.Open again = ahead.number() <= settledUpTo ? open.peek() : null;
    Batch.Rows gathered = gather(again == null ? Long.MAX_VALUE : again.last(), share);
    Work work = whole == null || whole.unchanged() ? new Work.Records(gathered.records()) : whole;
    return new Batch(
        book,
        again == null ? number++ : again.number(),
        gathered,
        plan,
        work,
        again,
        slots.slot(),
        done);
  }

  /**
   * @param furthest no row after this one
   */
  private Batch.Rows gather(long furthest, MemoryBudget.Share share) {
    if (whole != null) {
      return all();
    }
    BatchPolicy policy = plan.policy();
    long most = Math.min(policy.span(), (long) policy.records() * ROWS_PER_RECORD);
    long first = ahead.number();
    long last = first;
    List<Record> records = new ArrayList<>();
    List<Record> apart = new ArrayList<>();
    List<RowReject> rejects = new ArrayList<>();
    Set<Long> unprepared = new HashSet<>();
    long bytes = 0;
    long unchanged = 0;
    long twice = 0;
    while (lookAhead()
        && ahead.number() <= furthest
        && records.size() < policy.records()
        && rejects.size() < policy.records() * REJECTS_PER_RECORD
        && ahead.number() - first < most) {
      if (aheadMapped == null) {
        twice++;
      } else if (isTooLargeForMemory(furthest) && aheadMapped instanceof Mapped.Sendable large) {
        rejects.add(tooLarge(large.record()));
      } else if (aheadMapped instanceof Mapped.Sendable sendable) {
        Record record = sendable.record();
        if (!records.isEmpty() && isApart(record, bytes)) {
          break;
        }
        if (!reserve(share, record, records.isEmpty(), furthest)) {
          break;
        }
        records.add(record);
        // Where a refused request is not searched, all of its records have the same outcome.
        if (policy.bisects() && skipped.isRefusalExpected(record.row())) {
          apart.add(record);
        }
        if (skipped.isUnprepared(record.row())) {
          unprepared.add(record.row());
        }
        bytes += record.bytes();
      } else if (aheadMapped instanceof Mapped.Rejected rejected) {
        rejects.add(rejected.reject());
      } else {
        unchanged++;
      }
      last = ahead.number();
      ahead = null;
      if (!records.isEmpty() && records.get(0).creation() == Record.Creation.ONCE) {
        break;
      }
    }
    lastGathered = Math.max(lastGathered, last);
    return new Batch.Rows(first, last, records, apart, rejects, unchanged, twice, unprepared);
  }

  /** What is sent once only is a batch of its own: nothing else is in doubt with it. */
  private boolean isApart(Record record, long bytes) {
    return bytes + record.bytes() > plan.policy().bytes()
        || record.creation() == Record.Creation.ONCE;
  }

  /** Not of a batch that an earlier process intended: it may have sent the row. */
  private boolean isTooLargeForMemory(long furthest) {
    return furthest == Long.MAX_VALUE
        && aheadMapped instanceof Mapped.Sendable sendable
        && sendable.record().bytes() > memory.most();
  }

  private RowReject tooLarge(Record record) {
    return new RowReject(
        record.row(),
        record.key(),
        Code.ROW_TOO_LARGE,
        "",
        "the record takes about %,d bytes, and this process has memory for one of %,d: give it more (WRITEBACK_JAVA_OPTS=-Xmx1g), then replay the row"
            .formatted(record.bytes(), memory.most()));
  }

  /**
   * Takes the memory for one more record. The first one waits for it. A batch that has some already
   * goes out as it is, unless it has to have the rows that an earlier process intended.
   */
  private boolean reserve(MemoryBudget.Share share, Record record, boolean first, long furthest) {
    if (!first) {
      return inFlight.grow(share, record.bytes()) || furthest < Long.MAX_VALUE;
    }
    try {
      inFlight.await(share, record.bytes());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoSuchElementException("interrupted");
    }
  }

  /** Gives the memory of all batches back, whatever became of them. */
  @Override
  public void close() {
    inFlight.close();
  }

  private Batch.Rows all() {
    long first = ahead.number();
    ahead = null;
    lastGathered = lastOfAll;
    return whole.unchanged()
        ? new Batch.Rows(
            first, lastOfAll, List.of(), List.of(), List.of(), lastOfAll - first + 1, 0)
        : new Batch.Rows(first, lastOfAll, whole.records(), List.of(), List.of(), 0, 0);
  }

  /** What kept it from reading on, if anything did. */
  public Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }
}
