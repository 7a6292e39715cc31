package io.writeback.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether the ledger can be written to, tested by a write. Answers within 2 s, even while the write
 * waits for an unavailable ledger.
 */
public final class LedgerProbe {
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final Runnable write;
  private CompletableFuture<Boolean> latest = CompletableFuture.completedFuture(true);

  /**
   * @param write returns once something is on the ledger's disk, or throws
   */
  public LedgerProbe(Runnable write) {
    this.write = write;
  }

  public boolean isUp() {
    return next().completeOnTimeout(false, MOMENT.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** One write at a time: while it waits, all callers share it. */
  private synchronized CompletableFuture<Boolean> next() {
    if (latest.isDone()) {
      CompletableFuture<Boolean> mine = new CompletableFuture<>();
      latest = mine;
      Thread thread = new Thread(() -> mine.complete(isWritten()), "writeback-ledger-probe");
      thread.setDaemon(true);
      thread.start();
    }
    return latest.copy();
  }

  private boolean isWritten() {
    try {
      write.run();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
