package io.writeback.ledger;

import java.util.List;
import java.util.Map;

/**
 * What a batch does to the fingerprints, in the transaction of its intent or of its account.
 *
 * @param generation null for a run that keeps no fingerprints
 * @param forgotten keys whose values in the destination are now unknown
 * @param confirmed key to fingerprint of what the destination has confirmed
 */
public record FingerprintChange(
    FingerprintGeneration generation, List<String> forgotten, Map<String, String> confirmed) {
  /** Of a run that keeps no fingerprints. */
  public static final FingerprintChange NONE = new FingerprintChange(null, List.of(), Map.of());

  public FingerprintChange {
    forgotten = List.copyOf(forgotten);
    confirmed = Map.copyOf(confirmed);
  }
}
