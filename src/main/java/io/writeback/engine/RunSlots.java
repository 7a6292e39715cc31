package io.writeback.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Limits how many runs are executed at once: the oldest first, one per target, so that a busy
 * target does not block the others.
 */
final class RunSlots {
  private record Waiting(String target, Runnable work) {}

  private final int most;
  private final Executor threads;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Set<String> busy = new HashSet<>();
  private boolean unbounded;

  RunSlots(int most, Executor threads) {
    this.most = most;
    this.threads = threads;
  }

  /** Executes work as soon as there is a slot and its target is free. */
  synchronized void submit(String target, Runnable work) {
    waiting.add(new Waiting(target, work));
    fill();
  }

  /**
   * Starts all waiting work at once: the process is ending, and each run sees that and leaves
   * itself to the next process.
   */
  synchronized void letGo() {
    unbounded = true;
    fill();
  }

  /** Starts nothing more. */
  synchronized void close() {
    waiting.clear();
  }

  private void fill() {
    for (Iterator<Waiting> each = waiting.iterator();
        each.hasNext() && (unbounded || busy.size() < most); ) {
      Waiting next = each.next();
      if (busy.add(next.target()) || unbounded) {
        each.remove();
        threads.execute(() -> work(next));
      }
    }
  }

  private void work(Waiting next) {
    try {
      next.work().run();
    } finally {
      done(next.target());
    }
  }

  private synchronized void done(String target) {
    busy.remove(target);
    fill();
  }
}
