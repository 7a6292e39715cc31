package io.writeback.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;

/**
 * Fingerprints of the values that destinations have confirmed and that nothing has made doubtful
 * since.
 *
 * <p>They change with the batches of runs, in their transactions ({@link FingerprintChange}). A new
 * generation forgets them all at once: one row is written, however many there are.
 */
public final class FingerprintStore {
  /** The most keys of one query. */
  public static final int CHUNK = 1_000;

  private static final int FORGOTTEN_AT_ONCE = 10_000;

  private final LedgerStore store;

  FingerprintStore(LedgerStore store) {
    this.store = store;
  }

  /** The end of a run that sent every row. */
  public record Completed(Instant at, Duration ago) {}

  /** The last complete run that sent every row, since fingerprints were forgotten. */
  public Optional<Completed> lastComplete(FingerprintScope scope) {
    return store.read(
        handle ->
            handle
                .select(
                    "select full_at from fingerprint_scope where id = ? and full_at is not null",
                    scope.id())
                .mapTo(Instant.class)
                .findOne()
                .map(
                    at ->
                        new Completed(
                            at, Duration.ofMillis(store.now(handle) - at.toEpochMilli()))));
  }

  /**
   * Begins a run that trusts the fingerprints of a scope. Those of the writeback on the same target
   * under another scope are forgotten, as it overwrites those values.
   */
  public FingerprintGeneration beginChanged(FingerprintScope scope) {
    return store.write(
        handle -> {
          insert(handle, scope);
          forget(handle, scope.writeback(), scope.target(), scope.id());
          return generation(handle, scope);
        });
  }

  /** Begins a run that sends every row: all earlier fingerprints are forgotten. */
  public FingerprintGeneration beginFull(FingerprintScope scope) {
    return store.write(
        handle -> {
          insert(handle, scope);
          forget(handle, scope.writeback(), scope.target(), -1);
          return generation(handle, scope);
        });
  }

  /** Forgets what a writeback has confirmed on a target: from now on it keeps no fingerprints. */
  public void forget(String writeback, String target) {
    store.write(handle -> forget(handle, writeback, target, -1));
  }

  private static void insert(Handle handle, FingerprintScope scope) {
    handle.execute(
        "insert into fingerprint_scope (id, writeback, account, target, key_column, generation)"
            + " values (?, ?, ?, ?, ?, 1) on conflict (id) do nothing",
        scope.id(),
        scope.writeback(),
        scope.account(),
        scope.target(),
        scope.keyColumn());
  }

  private static int forget(Handle handle, String writeback, String target, long but) {
    return handle.execute(
        "update fingerprint_scope set generation = generation + 1, full_at = null"
            + " where writeback = ? and target = ? and id <> ?",
        writeback,
        target,
        but);
  }

  private static FingerprintGeneration generation(Handle handle, FingerprintScope scope) {
    return handle
        .select("select generation from fingerprint_scope where id = ?", scope.id())
        .mapTo(Long.class)
        .map(generation -> new FingerprintGeneration(scope.id(), generation))
        .one();
  }

  /**
   * The fingerprints of some keys; a key that has none is left out.
   *
   * @param keys at most {@link #CHUNK}
   */
  public Map<String, String> find(FingerprintGeneration generation, Collection<String> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select row_key, digest from fingerprint"
                        + " where scope = :scope and generation = :generation"
                        + " and row_key in (<keys>)")
                .bind("scope", generation.scope())
                .bind("generation", generation.generation())
                .bindList("keys", keys)
                .setMapKeyColumn("row_key")
                .setMapValueColumn("digest")
                .collectInto(new GenericType<Map<String, String>>() {}));
  }

  /**
   * A run that sent every row is complete. Forgotten fingerprints are deleted, some at a time, so
   * that no other run waits for long.
   */
  public void complete(FingerprintGeneration generation) {
    store.write(
        handle ->
            handle.execute(
                "update fingerprint_scope set full_at = ? where id = ? and generation = ?",
                store.now(handle),
                generation.scope(),
                generation.generation()));
    while (deleteForgotten(generation.scope()) > 0) {
      // Until there are none.
    }
  }

  private int deleteForgotten(long scope) {
    return store.write(
        handle ->
            handle
                .createUpdate(
                    """
                    delete from fingerprint where scope = :scope and row_key in (
                      select row_key from fingerprint
                      where scope = :scope and generation < (
                        select generation from fingerprint_scope where id = :scope)
                      limit :most)
                    """)
                .bind("scope", scope)
                .bind("most", FORGOTTEN_AT_ONCE)
                .execute());
  }
}
