package io.writeback.ledger;

import java.time.Duration;

/**
 * Whether the ledger may have something new for a poller, so that polling costs nothing while
 * nothing happens.
 *
 * <p>Commits of this process are noticed at once, on SQLite those of other processes too. What a
 * database does not announce, and what becomes due with time, is found after an interval.
 */
public final class ChangeSignal {
  private final LedgerStore store;
  private final long interval;
  private LedgerStore.Version seen;
  private long polledAt;

  /**
   * @param interval the longest time between two polls
   */
  ChangeSignal(LedgerStore store, Duration interval) {
    this.store = store;
    this.interval = interval.toNanos();
  }

  /** Whether it is time to poll; what changes after this call is signalled by a later one. */
  public synchronized boolean isDue() {
    LedgerStore.Version version = store.version();
    long now = System.nanoTime();
    if (version.equals(seen) && now - polledAt < interval) {
      return false;
    }
    seen = version;
    polledAt = now;
    return true;
  }
}
