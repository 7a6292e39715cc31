package io.writeback.ledger;

import io.writeback.rows.Digest;
import java.util.List;

/**
 * What a batch does to the fingerprints, in the transaction of its intent or of its account.
 *
 * @param generation null for a run that keeps no fingerprints
 * @param forgotten digests of keys whose values in the destination are now unknown
 * @param confirmed what the destination has confirmed, each key once
 */
public record FingerprintChange(
    FingerprintGeneration generation, List<Digest> forgotten, List<ConfirmedKey> confirmed) {
  /** Of a run that keeps no fingerprints. */
  public static final FingerprintChange NONE = new FingerprintChange(null, List.of(), List.of());

  public FingerprintChange {
    forgotten = List.copyOf(forgotten);
    confirmed = List.copyOf(confirmed);
  }
}
