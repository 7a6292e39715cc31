package io.writeback.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * How many runs are executed at once: the oldest first, but none whose target is written to by
 * another, so that a busy target takes no place from the rest.
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

  /** Does some work as soon as there is a place and nobody else works on its target. */
  synchronized void submit(String target, Runnable work) {
    waiting.add(new Waiting(target, work));
    fill();
  }

  /**
   * Lets everything that waits begin at once: the process ends, and each looks up, sees that, and
   * leaves its run to the next process.
   */
  synchronized void letGo() {
    unbounded = true;
    fill();
  }

  /** Nothing begins any more. */
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
