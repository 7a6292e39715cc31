package io.writeback.ledger;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Groups the writes of many threads into few commits: the first thread that waits commits for all
 * that wait, in the order in which they were submitted.
 *
 * <p>So whatever is on disk after a crash is a beginning of what was submitted, without gaps. There
 * is no thread of its own: a write that no thread waits for is committed with the next one that is
 * waited for.
 *
 * @param <H> what a write is done with
 */
final class GroupCommit<H> implements Closeable {
  /** A group is no larger, so that no caller pays for many others. */
  static final int MOST = 32;

  /**
   * How often a write is done again because transactions of other processes stood in its way; a
   * database notices that after about a second.
   */
  private static final int MOST_COLLISIONS = 20;

  private static final long LONGEST_PAUSE_NANOS = 100_000_000L;

  /**
   * Does some work and commits it, or leaves nothing of it and throws.
   *
   * @param <H> what a write is done with
   */
  interface Transaction<H> {
    /**
     * Does it.
     *
     * @param group the same if it is repeated, greater than those before otherwise
     */
    void commit(long group, Consumer<H> work);
  }

  private final Transaction<H> transaction;
  private final Predicate<Throwable> again;
  private final Queue<Pending<?>> queue = new ArrayDeque<>();
  private long groups;
  private boolean committing;
  private boolean closed;

  /**
   * @param again whether to repeat what failed so, asked before each time; it may wait
   */
  GroupCommit(Transaction<H> transaction, Predicate<Throwable> again) {
    this.transaction = transaction;
    this.again = again;
  }

  /**
   * Puts a write behind those that were submitted before; it is on disk once {@link Pending#await}
   * has returned.
   *
   * @param work may be done more than once, each time from the beginning
   */
  synchronized <T> Pending<T> submit(Function<H, T> work) {
    if (closed) {
      throw closedAlready();
    }
    Pending<T> pending = new Pending<>(work);
    queue.add(pending);
    return pending;
  }

  /** A write on its way to disk. */
  final class Pending<T> {
    private Function<H, T> work;
    private T result;
    private Throwable failure;
    private boolean done;

    private Pending(Function<H, T> work) {
      this.work = work;
    }

    /**
     * Returns once the write is on disk, with what it gave back; throws what kept it from there,
     * and then nothing of it is. An interruption is kept for later: it would leave open which.
     */
    T await() {
      boolean interrupted = false;
      while (!mayReturn()) {
        interrupted |= Thread.interrupted();
        try {
          commitGroup();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throwFailure();
      return result;
    }

    private boolean mayReturn() {
      synchronized (GroupCommit.this) {
        return done;
      }
    }

    /** Waits for the group that is being committed, or else commits one. */
    private void commitGroup() throws InterruptedException {
      List<Pending<?>> group = new ArrayList<>();
      synchronized (GroupCommit.this) {
        if (!done && (committing || closed)) {
          GroupCommit.this.wait();
        }
        if (done || committing || closed) {
          return;
        }
        committing = true;
        while (!queue.isEmpty() && group.size() < MOST) {
          group.add(queue.remove());
        }
      }
      try {
        commit(group);
      } finally {
        synchronized (GroupCommit.this) {
          group.forEach(Pending::end);
          committing = false;
          GroupCommit.this.notifyAll();
        }
      }
    }

    private void run(H handle) {
      try {
        result = work.apply(handle);
      } catch (RuntimeException | Error e) {
        throw new WorkFailed(this, e);
      }
    }

    /** Lets go of the work, which may hold a good deal. */
    private void end() {
      work = null;
      done = true;
    }

    /** What it failed with, if it did; also for a later write, while that is being done. */
    Optional<Throwable> failure() {
      return Optional.ofNullable(failure);
    }

    private void throwFailure() {
      if (failure instanceof Error error) {
        throw error;
      } else if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  /**
   * Commits the group without those whose own work fails. What was done of it is rolled back then,
   * and the rest is done again: a failed statement may have undone more than itself.
   */
  private void commit(List<Pending<?>> group) {
    List<Pending<?>> rest = new ArrayList<>(group);
    // Only one is committed at a time.
    long number = ++groups;
    int collisions = 0;
    while (!rest.isEmpty()) {
      try {
        transaction.commit(number, handle -> rest.forEach(pending -> pending.run(handle)));
        return;
      } catch (RuntimeException | Error e) {
        Throwable cause = e instanceof WorkFailed ? e.getCause() : e;
        if (LedgerFailure.isCollision(cause) && ++collisions <= MOST_COLLISIONS) {
          if (rest.size() > 1) {
            commitEach(rest);
            return;
          }
          LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
        } else if (!again.test(cause)) {
          if (e instanceof WorkFailed failed && !LedgerFailure.isOfTheStore(cause)) {
            failed.pending.failure = cause;
            rest.remove(failed.pending);
          } else {
            rest.forEach(pending -> pending.failure = cause);
            return;
          }
        }
      }
    }
  }

  /**
   * Two processes whose groups write the same rows in another order wait for each other, again and
   * again; single writes hold too little for that.
   */
  private void commitEach(List<Pending<?>> group) {
    group.forEach(one -> commit(List.of(one)));
  }

  /** Fails what is still waiting, once the group that is being committed is on disk. */
  @Override
  public synchronized void close() {
    closed = true;
    boolean interrupted = false;
    while (committing) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    queue.forEach(
        pending -> {
          pending.failure = closedAlready();
          pending.end();
        });
    queue.clear();
    notifyAll();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static LedgerException closedAlready() {
    return new LedgerException("the ledger is closed", null);
  }

  /** Reports whose work failed. */
  private static final class WorkFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient GroupCommit<?>.Pending<?> pending;

    WorkFailed(GroupCommit<?>.Pending<?> pending, Throwable failure) {
      super(failure);
      this.pending = pending;
    }
  }
}
