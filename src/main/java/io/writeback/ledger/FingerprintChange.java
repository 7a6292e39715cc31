package io.writeback.ledger;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

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

  void apply(Handle handle) {
    if (!forgotten.isEmpty()) {
      // Later generations too: an old run that is resumed overwrites those values. Earlier ones are
      // forgotten already, and to leave them halves the work of a run that sends every row.
      handle
          .createUpdate(
              "delete from fingerprint where scope = :scope and generation >= :generation"
                  + " and row_key in (<keys>)")
          .bind("scope", generation.scope())
          .bind("generation", generation.generation())
          .bindList("keys", forgotten)
          .execute();
    }
    if (!confirmed.isEmpty()) {
      PreparedBatch batch =
          handle.prepareBatch(
              "insert into fingerprint (scope, row_key, generation, digest) values (?, ?, ?, ?)"
                  + " on conflict (scope, row_key) do update"
                  + " set generation = excluded.generation, digest = excluded.digest");
      confirmed.forEach(
          (key, digest) -> batch.add(generation.scope(), key, generation.generation(), digest));
      batch.execute();
    }
  }
}
