package io.writeback.ledger;

import java.util.List;

/** Batches as a run records them, without a pipeline. */
public final class Batches {
  private Batches() {}

  public static void intend(Ledger ledger, BatchIntent intent, long epoch) {
    intend(ledger, intent, epoch, FingerprintChange.NONE);
  }

  public static void intend(
      Ledger ledger, BatchIntent intent, long epoch, FingerprintChange fingerprints) {
    ledger.intents(epoch).add(intent, fingerprints).run();
  }

  public static boolean settle(Ledger ledger, BatchAccount account, long epoch, boolean intended) {
    return settle(ledger, account, epoch, intended, FingerprintChange.NONE, List.of());
  }

  /**
   * @param intended whether the intent is recorded already
   */
  public static boolean settle(
      Ledger ledger,
      BatchAccount account,
      long epoch,
      boolean intended,
      FingerprintChange fingerprints,
      List<WrittenRow> written) {
    return settle(ledger, account, epoch, intended, fingerprints, written, new byte[0]);
  }

  /**
   * @param keys what it has sent, see {@link io.writeback.rows.SentKeys}
   */
  public static boolean settle(
      Ledger ledger,
      BatchAccount account,
      long epoch,
      boolean intended,
      FingerprintChange fingerprints,
      List<WrittenRow> written,
      byte[] keys) {
    if (!intended) {
      intend(ledger, account.intent(), epoch);
    }
    return ledger.batches().settle(account, epoch, fingerprints, KnownChange.NONE, written, keys);
  }
}
