package io.writeback.ledger;

import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/**
 * The intents of one run, on disk in the order in which they were added, without gaps: after one
 * that failed none is written any more.
 */
public final class Intents {
  private final LedgerFile file;
  private final BiConsumer<Handle, BatchIntent> insert;
  private GroupCommit<Handle>.Pending<?> last;

  Intents(LedgerFile file, BiConsumer<Handle, BatchIntent> insert) {
    this.file = file;
    this.insert = insert;
  }

  /**
   * Puts an intent behind those that were added before.
   *
   * @return returns once the intent is on disk; throws what kept it from there
   */
  public synchronized Runnable add(BatchIntent intent) {
    GroupCommit<Handle>.Pending<?> before = last;
    GroupCommit<Handle>.Pending<?> mine =
        file.submit(
            handle -> {
              if (before != null && before.failed()) {
                throw new LedgerException(
                    "the intent before that of batch %d of run %s is not on disk"
                        .formatted(intent.number(), intent.runId()),
                    null);
              }
              insert.accept(handle, intent);
              return null;
            });
    last = mine;
    return () -> file.await(mine);
  }
}
