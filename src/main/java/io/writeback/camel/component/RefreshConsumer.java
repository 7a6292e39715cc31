package io.writeback.camel.component;

import io.writeback.engine.ProcessEnd;
import io.writeback.engine.RefreshWatch;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunEntry;
import io.writeback.process.FatalErrors;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;

/** Polls a DataSet; the route behind it gets the id of the run that was accepted for a refresh. */
final class RefreshConsumer extends ScheduledPollConsumer {
  private final RefreshWatch watch;
  private final ProcessEnd end;

  RefreshConsumer(
      WritebackEndpoint endpoint,
      Processor processor,
      RefreshWatch watch,
      Duration every,
      ProcessEnd end) {
    super(endpoint, processor);
    this.watch = watch;
    this.end = end;
    setDelay(every.toMillis());
    setInitialDelay(0);
    setGreedy(false);
  }

  @Override
  protected int poll() {
    if (end.isEnding()) {
      return 0;
    }
    try {
      Optional<RunEntry> accepted = watch.poll();
      accepted.ifPresent(run -> Start.accepted(this, run.id()));
      return accepted.isPresent() ? 1 : 0;
    } catch (LedgerException e) {
      end.broken(e);
      return 0;
    } catch (Error e) {
      // Camel would log it, and poll again.
      FatalErrors.caught(e);
      throw e;
    }
  }
}
