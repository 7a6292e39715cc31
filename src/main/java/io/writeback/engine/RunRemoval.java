package io.writeback.engine;

import io.writeback.ledger.LedgerException;
import io.writeback.run.RunRetention;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes runs that ended longer ago than {@code writeback.run-retention}. */
final class RunRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(RunRemoval.class);

  private final RunRetention retention;
  private final BooleanSupplier ending;

  /**
   * @param ending whether to stop: the rest is removed by a later round
   */
  RunRemoval(RunRetention retention, BooleanSupplier ending) {
    this.retention = retention;
    this.ending = ending;
  }

  void removeOld() {
    try {
      RunRetention.Removed removed = retention.apply(ending);
      if (removed.runs() > 0) {
        LogEvent.of("runs removed, as they ended longer ago than writeback.run-retention")
            .with("runs", removed.runs())
            .with("rejects-never-written", removed.openRejects())
            .info();
      }
    } catch (LedgerException e) {
      // The space is not urgent: the next round tries again.
      LOG.warn("runs that ended long ago stay in the ledger: {}", e.getMessage());
    }
  }
}
