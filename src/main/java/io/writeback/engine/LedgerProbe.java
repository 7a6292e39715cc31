package io.writeback.engine;

import io.writeback.problem.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether the ledger can be written to, tested by a write. Answers within 2 s, even while the write
 * waits for an unavailable ledger.
 */
public final class LedgerProbe {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final String WAITS = "a test write has waited for the ledger for 2 s";

  private final Runnable write;
  private CompletableFuture<String> latest = CompletableFuture.completedFuture("");

  /**
   * @param write returns once something is on the ledger's disk, or throws
   */
  public LedgerProbe(Runnable write) {
    this.write = write;
  }

  /** Why it cannot be written to; "" if it can. */
  public String problem() {
    return next().completeOnTimeout(WAITS, MOMENT.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** One write at a time: while it waits, all callers share it. */
  private synchronized CompletableFuture<String> next() {
    if (latest.isDone()) {
      CompletableFuture<String> mine = new CompletableFuture<>();
      latest = mine;
      Thread thread = new Thread(() -> mine.complete(written()), "writeback-ledger-probe");
      thread.setDaemon(true);
      thread.start();
    }
    return latest.copy();
  }

  private String written() {
    try {
      write.run();
      return "";
    } catch (RuntimeException e) {
      return Reason.of(e);
    }
  }
}
