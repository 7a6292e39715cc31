package io.writeback.ledger;

import java.time.Duration;

/**
 * Whether the ledger may have something new for one who looks at it again and again: so that
 * looking costs nothing while nothing happens.
 *
 * <p>Commits of this process are noticed at once, on SQLite those of other processes too. What a
 * database does not announce, and what becomes due with time, is found by a look each so often.
 */
public final class ChangeSignal {
  private final LedgerStore store;
  private final long betweenLooks;
  private LedgerStore.Version seen;
  private long lookedAt;

  /**
   * @param betweenLooks how long a look may be put off at most
   */
  ChangeSignal(LedgerStore store, Duration betweenLooks) {
    this.store = store;
    this.betweenLooks = betweenLooks.toNanos();
  }

  /** Whether it is time to look; what changes after this call is signalled by a later one. */
  public synchronized boolean isDue() {
    LedgerStore.Version version = store.version();
    long now = System.nanoTime();
    if (version.equals(seen) && now - lookedAt < betweenLooks) {
      return false;
    }
    seen = version;
    lookedAt = now;
    return true;
  }
}
