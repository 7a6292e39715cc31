package io.writeback.ledger;

import org.jdbi.v3.core.Handle;

/**
 * The intents of one run, on disk in the order in which they were added, without gaps: after one
 * that failed none is written any more, and each fails with the first one's failure, so that the
 * first to be reported has the cause.
 */
public final class Intents {
  private final LedgerStore store;
  private final long epoch;
  private GroupCommit<Handle>.Pending<?> last;

  Intents(LedgerStore store, long epoch) {
    this.store = store;
    this.epoch = epoch;
  }

  /**
   * Puts an intent, with what it makes doubtful, behind those that were added before.
   *
   * @return returns once the intent is on disk; throws what kept it from there
   */
  public Runnable add(BatchIntent intent, FingerprintChange fingerprints) {
    return add(intent, fingerprints, CreateMarks.NONE);
  }

  /**
   * The same.
   *
   * @param marks what may be created from then on
   */
  public synchronized Runnable add(
      BatchIntent intent, FingerprintChange fingerprints, CreateMarks marks) {
    GroupCommit<Handle>.Pending<?> before = last;
    GroupCommit<Handle>.Pending<?> mine =
        store.submit(
            handle -> {
              if (before != null) {
                before.failure().ifPresent(this::refuse);
              }
              store.of(BatchWrites.class).intend(intent, epoch);
              store.of(FingerprintStatements.class).apply(fingerprints);
              store.of(CreatedObjects.class).apply(intent.runId(), marks);
              return null;
            });
    last = mine;
    return () -> store.await(mine);
  }

  /**
   * Wrapped: a bare failure of the disk or the connection would be taken for a current one, and
   * fail the writes of others.
   */
  private void refuse(Throwable first) {
    if (first instanceof Error error) {
      throw error;
    }
    throw first instanceof LedgerException known ? known : store.failure(first);
  }
}
