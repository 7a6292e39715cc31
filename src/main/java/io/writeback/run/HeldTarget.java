package io.writeback.run;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The target of a run of this process, with what is sent to it. */
final class HeldTarget {
  private static final String LATE =
      "cut off, as the lease of the target could not be renewed: another process may have it soon, and reads back what was written";

  private final LongSupplier nanos;
  private final Set<Consumer<String>> sending = ConcurrentHashMap.newKeySet();
  private final long taken;
  private long until;
  private boolean lost;

  /**
   * @param taken when the lease was asked for, by this clock
   * @param until when it is over
   */
  HeldTarget(LongSupplier nanos, long taken, long until) {
    this.nanos = nanos;
    this.taken = taken;
    this.until = until;
  }

  /** Whether it was taken after a time, so that a question of that time was not about it. */
  boolean isNewerThan(long asked) {
    return taken - asked > 0;
  }

  /** Whether the lease lasts for longer than this. */
  synchronized boolean lasts(long margin) {
    return !lost && until - nanos.getAsLong() > margin;
  }

  /**
   * Waits until the lease lasts for longer than this, or is lost.
   *
   * @return whether it lasts
   */
  synchronized boolean await(long margin) {
    try {
      while (!lost && !lasts(margin)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return lasts(margin);
  }

  synchronized void renewed(long untilThen) {
    until = untilThen;
    notifyAll();
  }

  /** Another process may have it: nothing is sent any more, nor waits for that. */
  synchronized void lose() {
    lost = true;
    notifyAll();
  }

  /** A request is on its way until it is taken out of {@link #sent}. */
  void sends(Consumer<String> cut) {
    sending.add(cut);
  }

  void sent(Consumer<String> cut) {
    sending.remove(cut);
  }

  /** Cuts off what is on its way, if the lease does not last for longer than this. */
  void cutUnlessLasts(long margin) {
    if (!sending.isEmpty() && !lasts(margin)) {
      sending.forEach(cut -> cut.accept(LATE));
    }
  }
}
