package io.writeback.ledger;

import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/**
 * The intents of one run, on disk in the order in which they were added, without gaps: after one
 * that failed none is written any more, and each fails with the first one's failure, so that the
 * first to be reported has the cause.
 */
public final class Intents {
  private final LedgerStore store;
  private final BiConsumer<Handle, BatchIntent> insert;
  private GroupCommit<Handle>.Pending<?> last;

  Intents(LedgerStore store, BiConsumer<Handle, BatchIntent> insert) {
    this.store = store;
    this.insert = insert;
  }

  /**
   * Puts an intent, with what it makes doubtful, behind those that were added before.
   *
   * @return returns once the intent is on disk; throws what kept it from there
   */
  public synchronized Runnable add(BatchIntent intent, FingerprintChange fingerprints) {
    GroupCommit<Handle>.Pending<?> before = last;
    GroupCommit<Handle>.Pending<?> mine =
        store.submit(
            handle -> {
              if (before != null) {
                before.failure().ifPresent(this::refuse);
              }
              insert.accept(handle, intent);
              fingerprints.apply(handle);
              return null;
            });
    last = mine;
    return () -> store.await(mine);
  }

  /**
   * In words of its own: as that of the disk or the connection it would be taken for one of now,
   * and end what others write.
   */
  private void refuse(Throwable first) {
    if (first instanceof Error error) {
      throw error;
    }
    throw first instanceof LedgerException known ? known : store.failure(first);
  }
}
