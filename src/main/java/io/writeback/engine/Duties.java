package io.writeback.engine;

import io.writeback.ledger.HeartbeatStore;
import io.writeback.ledger.LeaseTerms;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What only one process of a ledger does at a time, such as watching a DataSet: whichever asks
 * first, until it ends or dies. Another process takes it over when its lease is over.
 *
 * <p>A process that was frozen may have asked right before: what it does then has to be harmless.
 */
public final class Duties {
  private final HeartbeatStore store;
  private final LeaseTerms terms;
  private final LongSupplier nanos;

  /** Until when this process has each. */
  private final Map<String, Long> mine = new HashMap<>();

  /** When each was asked for in vain. */
  private final Map<String, Long> refused = new HashMap<>();

  /**
   * @param nanos the time, as {@link System#nanoTime}
   */
  Duties(HeartbeatStore store, LeaseTerms terms, LongSupplier nanos) {
    this.store = store;
    this.terms = terms;
    this.nanos = nanos;
  }

  /**
   * Whether it is this process that does something; takes it if no other does. The ledger is asked
   * as often as a lease is renewed.
   */
  public boolean isMine(String duty) {
    if (!terms.expires()) {
      return true;
    }
    long now = nanos.getAsLong();
    Optional<Boolean> known = known(duty, now);
    if (known.isPresent()) {
      return known.get();
    }
    // Not within the lock: a ledger that does not answer would hold the heartbeat up.
    boolean taken = store.take(duty, terms.holder(), terms.length());
    asked(duty, now, taken);
    return taken;
  }

  private synchronized Optional<Boolean> known(String duty, long now) {
    Long until = mine.get(duty);
    if (until != null) {
      // It is renewed or lost soon.
      return Optional.of(until - now > terms.leastToSend().toNanos());
    }
    Long before = refused.get(duty);
    return before != null && now - before < terms.betweenBeats().toNanos()
        ? Optional.of(false)
        : Optional.empty();
  }

  private synchronized void asked(String duty, long now, boolean taken) {
    if (taken) {
      refused.remove(duty);
      mine.put(duty, now + terms.length().toNanos());
    } else {
      refused.put(duty, now);
    }
  }

  /** This process does it no more. */
  public void leave(String duty) {
    boolean had;
    synchronized (this) {
      had = mine.remove(duty) != null;
    }
    if (had) {
      store.leave(duty, terms.holder());
    }
  }

  synchronized Set<String> names() {
    return Set.copyOf(mine.keySet());
  }

  /**
   * These duties were renewed.
   *
   * @param asked when that was asked for
   * @param still those that this process still has
   */
  synchronized void renewed(long asked, Set<String> duties, Set<String> still) {
    for (String duty : duties) {
      mine.computeIfPresent(
          duty, (name, until) -> still.contains(name) ? asked + terms.length().toNanos() : null);
    }
  }
}
