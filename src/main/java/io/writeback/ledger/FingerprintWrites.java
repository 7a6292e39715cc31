package io.writeback.ledger;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** What a batch does to the fingerprints, in the transaction of its intent or of its account. */
interface FingerprintWrites {
  default void apply(FingerprintChange change) {
    if (!change.forgotten().isEmpty()) {
      forget(change.generation(), change.forgotten());
    }
    if (!change.confirmed().isEmpty()) {
      // Keys and values of an unchanging map have one order.
      confirm(change.generation(), change.confirmed().keySet(), change.confirmed().values());
    }
  }

  /**
   * Later generations too: an old run that is resumed overwrites those values. Earlier ones are
   * forgotten already, and to leave them halves the work of a run that sends every row.
   */
  @SqlUpdate(
      """
      delete from fingerprint
      where scope = :scope and generation >= :generation and row_key in (<keys>)
      """)
  void forget(@BindMethods FingerprintGeneration from, @BindList List<String> keys);

  @SqlBatch(
      """
      insert into fingerprint (scope, row_key, generation, digest)
      values (:generation.scope, :key, :generation.generation, :digest)
      on conflict (scope, row_key) do update
      set generation = excluded.generation, digest = excluded.digest
      """)
  void confirm(
      @BindMethods("generation") FingerprintGeneration generation,
      Collection<String> key,
      Collection<String> digest);
}
