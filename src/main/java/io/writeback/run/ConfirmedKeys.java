package io.writeback.run;

import io.writeback.ledger.ConfirmedKey;
import io.writeback.ledger.FingerprintGeneration;
import io.writeback.ledger.FingerprintStore;
import io.writeback.rows.Digest;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * What a destination has confirmed, asked for in the order of the digests of keys: the ledger is
 * read once from its beginning to its end, some keys at a time, so that others may read meanwhile.
 */
final class ConfirmedKeys {
  /** Nothing was confirmed. */
  static final ConfirmedKeys NONE = new ConfirmedKeys(after -> List.of());

  private static final int AT_ONCE = 5_000;

  private final Function<Digest, List<ConfirmedKey>> ledger;
  private Iterator<ConfirmedKey> read = List.<ConfirmedKey>of().iterator();
  private ConfirmedKey next;
  private boolean begun;

  ConfirmedKeys(FingerprintStore ledger, FingerprintGeneration generation) {
    this(after -> ledger.after(generation, after, AT_ONCE));
  }

  /**
   * The same.
   *
   * @param ledger the keys that follow a digest, some at a time, none at the end
   */
  ConfirmedKeys(Function<Digest, List<ConfirmedKey>> ledger) {
    this.ledger = ledger;
  }

  /** What was confirmed for a key, null if nothing was; asked in ascending order. */
  ConfirmedKey of(long high, long low) {
    while (!begun || next != null && compare(next.key(), high, low) < 0) {
      advance();
    }
    return next != null && compare(next.key(), high, low) == 0 ? next : null;
  }

  private static int compare(Digest key, long high, long low) {
    int order = Long.compare(key.high(), high);
    return order == 0 ? Long.compare(key.low(), low) : order;
  }

  private void advance() {
    if (!read.hasNext()) {
      read = ledger.apply(begun ? next.key() : FingerprintStore.BEGINNING).iterator();
    }
    begun = true;
    next = read.hasNext() ? read.next() : null;
  }
}
