package io.writeback.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * Limits how many runs are executed at once: one per target, so that a busy target does not block
 * the others.
 *
 * <p>A free slot goes to the host with the fewest runs here, then to the writeback with the fewest,
 * then to the oldest run: no backlog keeps others waiting for longer than a run takes.
 */
final class RunSlots {
  /** How long what is over the share of this process is left to the others. */
  static final Duration LEFT_TO_OTHERS = Duration.ofSeconds(5);

  private record Waiting(String target, String writeback, Runnable work, long since) {
    String host() {
      return hostOf(target);
    }
  }

  private final int most;
  private final Executor threads;
  private final LongSupplier nanos;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<String, Waiting> busy = new HashMap<>();
  private ToIntFunction<String> shares = host -> Integer.MAX_VALUE;
  private boolean unbounded;

  /**
   * @param nanos the time, as {@link System#nanoTime}
   */
  RunSlots(int most, Executor threads, LongSupplier nanos) {
    this.most = most;
    this.threads = threads;
    this.nanos = nanos;
  }

  /** The host of a target: {@code workfront:example.my.workfront.com} of its projects. */
  static String hostOf(String target) {
    int path = target.indexOf('/');
    return path < 0 ? target : target.substring(0, path);
  }

  /** Executes work as soon as there is a slot and its target is free. */
  synchronized void submit(String target, String writeback, Runnable work) {
    waiting.add(new Waiting(target, writeback, work, nanos.getAsLong()));
    fill();
  }

  /**
   * From now on this process takes so many runs of a host, and leaves more to others for a while.
   * To be repeated now and then, or that is never over.
   */
  synchronized void share(ToIntFunction<String> mostOfHost) {
    shares = mostOfHost;
    fill();
  }

  /**
   * Starts all waiting work at once: the process is ending, and each run sees that and leaves
   * itself to the next process.
   */
  synchronized void letGo() {
    unbounded = true;
    while (!waiting.isEmpty()) {
      begin(waiting.remove());
    }
  }

  /** Starts nothing more. */
  synchronized void close() {
    waiting.clear();
  }

  private void fill() {
    if (unbounded) {
      letGo();
      return;
    }
    while (busy.size() < most) {
      Optional<Waiting> next = next();
      if (next.isEmpty()) {
        return;
      }
      waiting.remove(next.get());
      busy.put(next.get().target(), next.get());
      begin(next.get());
    }
  }

  private Optional<Waiting> next() {
    Map<String, Integer> byHost = counts(Waiting::host);
    Map<String, Integer> byWriteback = counts(Waiting::writeback);
    long now = nanos.getAsLong();
    // The first of those that are equal: the oldest.
    return waiting.stream()
        .filter(one -> !busy.containsKey(one.target()))
        .filter(
            one ->
                byHost.getOrDefault(one.host(), 0) < shares.applyAsInt(one.host())
                    || now - one.since() > LEFT_TO_OTHERS.toNanos())
        .min(
            Comparator.comparing((Waiting one) -> byHost.getOrDefault(one.host(), 0))
                .thenComparing(one -> byWriteback.getOrDefault(one.writeback(), 0)));
  }

  private Map<String, Integer> counts(Function<Waiting, String> key) {
    Map<String, Integer> counts = new HashMap<>();
    busy.values().forEach(one -> counts.merge(key.apply(one), 1, Integer::sum));
    return counts;
  }

  private void begin(Waiting next) {
    threads.execute(() -> work(next));
  }

  private void work(Waiting next) {
    try {
      next.work().run();
    } finally {
      done(next);
    }
  }

  private synchronized void done(Waiting work) {
    busy.remove(work.target(), work);
    fill();
  }
}
