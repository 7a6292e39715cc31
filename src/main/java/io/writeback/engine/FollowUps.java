package io.writeback.engine;

import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.FollowUpStore;
import io.writeback.ledger.LedgerException;
import io.writeback.log.LogScope;
import io.writeback.run.Runs;
import io.writeback.schedule.FollowUp;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries and resumes runs that a trigger started. What is due is read from the ledger, so a crash
 * loses nothing.
 */
public final class FollowUps {
  private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);

  private final FollowUpStore store;
  private final Runs runs;
  private final InstantSource clock;

  FollowUps(FollowUpStore store, Runs runs, InstantSource clock) {
    this.store = store;
    this.runs = runs;
    this.clock = clock;
  }

  /** Does what is due now. */
  public void poll() {
    for (FollowUpStore.Ended ended : store.ended()) {
      try (LogScope scope = LogScope.of(ended.run().id(), ended.run().writeback())) {
        followGuarded(ended.run().id());
      }
    }
  }

  /** A failure with one run does not affect the others. */
  private void followGuarded(String run) {
    try {
      // The run before may have taken long, and this one may have been resumed since.
      store.ended(run).ifPresent(ended -> follow(ended, clock.instant()));
    } catch (LedgerException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("the follow-up of run {} failed, and is tried again", run, e);
    }
  }

  private void follow(FollowUpStore.Ended ended, Instant now) {
    switch (FollowUp.of(ended, now)) {
      case RETRY ->
          store
              .retry(ended, runs.newId())
              .map(AcceptedRun::run)
              .ifPresent(run -> event("run is tried again", ended).with("by", run.id()).warn());
      case RESUME -> {
        if (store.resume(ended)) {
          event("run is resumed", ended).warn();
        }
      }
      case OVER -> store.markDone(ended.run().id());
      case WAIT -> {
        // A later poll finds it again.
      }
    }
  }

  private static LogEvent event(String what, FollowUpStore.Ended ended) {
    return LogEvent.ofRun(what, ended.run().id(), ended.run().writeback())
        .with("code", ended.run().code())
        .with("retries-left", ended.retriesLeft());
  }
}
