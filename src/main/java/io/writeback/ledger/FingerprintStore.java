package io.writeback.ledger;

import io.writeback.rows.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * Fingerprints of the values that destinations have confirmed and that nothing has made doubtful
 * since.
 *
 * <p>They change with the batches of runs, in their transactions ({@link FingerprintChange}). A new
 * generation forgets them all at once: one row is written, however many there are.
 */
public interface FingerprintStore {
  /** Before all keys. */
  Digest BEGINNING = new Digest(Long.MIN_VALUE, Long.MIN_VALUE);

  int FORGOTTEN_AT_ONCE = 10_000;

  /** The end of a run that sent every row. */
  record Completed(Instant at, Duration ago) {}

  /** The last complete run that sent every row, since fingerprints were forgotten. */
  @SqlQuery(
      """
      select full_at as at, :now - full_at as ago from fingerprint_scope
      where id = :id and full_at is not null
      """)
  Optional<Completed> lastComplete(@BindMethods FingerprintScope scope);

  /**
   * Begins a run that trusts the fingerprints of a scope. Those of the writeback on the same target
   * under another scope are forgotten, as it overwrites those values.
   */
  @Transaction
  default FingerprintGeneration beginChanged(FingerprintScope scope) {
    insert(scope);
    forgetBut(scope.writeback(), scope.target(), scope.id());
    return generation(scope);
  }

  /** Begins a run that sends every row: all earlier fingerprints are forgotten. */
  @Transaction
  default FingerprintGeneration beginFull(FingerprintScope scope) {
    insert(scope);
    forget(scope.writeback(), scope.target());
    return generation(scope);
  }

  @SqlUpdate(
      """
      insert into fingerprint_scope (id, writeback, account, target, key_column, generation)
      values (:id, :writeback, :account, :target, :keyColumn, 1) on conflict (id) do nothing
      """)
  void insert(@BindMethods FingerprintScope scope);

  /** Forgets what a writeback has confirmed on a target: from now on it keeps no fingerprints. */
  default void forget(String writeback, String target) {
    forgetBut(writeback, target, -1);
  }

  @SqlUpdate(
      """
      update fingerprint_scope set generation = generation + 1, full_at = null
      where writeback = :writeback and target = :target and id <> :but
      """)
  void forgetBut(String writeback, String target, long but);

  @SqlQuery("select id as scope, generation from fingerprint_scope where id = :id")
  FingerprintGeneration generation(@BindMethods FingerprintScope scope);

  @CreateSqlObject
  FingerprintStatements statements();

  /**
   * The next fingerprints of a generation, in the order of the digests of their keys: high and low
   * as numbers with a sign.
   *
   * @param key the last one that is known already; {@link #BEGINNING} for none
   * @param most fewer are all that are left
   */
  default List<ConfirmedKey> after(FingerprintGeneration generation, Digest key, int most) {
    return statements().after(generation, key, most);
  }

  /**
   * A run that sent every row is complete. Forgotten fingerprints are deleted, some at a time, so
   * that no other run waits for long.
   */
  default void complete(FingerprintGeneration generation) {
    markComplete(generation);
    while (deleteForgotten(generation.scope(), FORGOTTEN_AT_ONCE) > 0) {
      // Until there are none.
    }
  }

  @SqlUpdate(
      """
      update fingerprint_scope set full_at = :now where id = :scope and generation = :generation
      """)
  void markComplete(@BindMethods FingerprintGeneration generation);

  @SqlUpdate(
      """
      delete from fingerprint where scope = :scope and (key_high, key_low) in (
        select key_high, key_low from fingerprint
        where scope = :scope and generation < (
          select generation from fingerprint_scope where id = :scope)
        limit :most)
      """)
  int deleteForgotten(long scope, int most);
}
