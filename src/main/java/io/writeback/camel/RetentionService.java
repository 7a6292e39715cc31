package io.writeback.camel;

import io.writeback.ledger.LedgerException;
import io.writeback.process.Housekeeping;
import io.writeback.run.RunRetention;
import java.time.Duration;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes runs that ended long ago, once an hour, in a process that stays. */
final class RetentionService extends ServiceSupport {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionService.class);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration BETWEEN = Duration.ofHours(1);

  private final WritebackServices services;
  private Housekeeping clock;

  RetentionService(WritebackServices services) {
    this.services = services;
  }

  @Override
  protected void doStart() {
    clock =
        services.housekeeping(
            "writeback-retention",
            "the removal of runs that ended long ago",
            FIRST,
            BETWEEN,
            this::apply);
  }

  private void apply() {
    if (services.isEnding() || !services.mayExecute()) {
      return;
    }
    try {
      RunRetention.Removed removed =
          services.runRetention().apply(() -> services.isEnding() || isStoppingOrStopped());
      if (removed.runs() > 0) {
        EventLog.event(
            "runs removed, as they ended longer ago than writeback.run-retention",
            "runs",
            removed.runs(),
            "rejects-never-written",
            removed.openRejects());
      }
    } catch (LedgerException e) {
      // Nobody needs the space at once: it is tried again in an hour.
      LOG.warn("runs that ended long ago stay in the ledger: {}", e.getMessage());
    }
  }

  @Override
  protected void doStop() {
    clock.close();
  }
}
