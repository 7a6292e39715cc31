package io.writeback.engine;

import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.FollowUpStore;
import io.writeback.ledger.LedgerException;
import io.writeback.log.LogScope;
import io.writeback.notify.Notices;
import io.writeback.problem.Code;
import io.writeback.run.Report;
import io.writeback.run.Runs;
import io.writeback.schedule.FollowUp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries, resumes and notifies after runs that a trigger started. What is due is read from the
 * ledger, so a crash loses nothing.
 */
public final class FollowUps {
  private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);

  /** If a process dies while it delivers, another one takes over after this time. */
  private static final Duration IN_HAND = Duration.ofMinutes(2);

  private static final Duration SOONEST = Duration.ofSeconds(15);
  private static final Duration LATEST = Duration.ofHours(1);

  /** A notification is given up after this time. */
  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  private final FollowUpStore store;
  private final Runs runs;
  private final Notices notices;
  private final InstantSource clock;

  FollowUps(FollowUpStore store, Runs runs, Notices notices, InstantSource clock) {
    this.store = store;
    this.runs = runs;
    this.notices = notices;
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
      case NOTIFY -> notify(ended, now);
      case OVER -> store.markDone(ended.run().id());
      case WAIT -> {
        // A later poll finds it again.
      }
    }
  }

  private void notify(FollowUpStore.Ended failed, Instant now) {
    Collection<String> done = store.noticesDone(failed.run().id());
    List<String> open =
        notices.channels().keySet().stream().filter(channel -> !done.contains(channel)).toList();
    open.forEach(channel -> deliver(failed, channel, now));
    if (open.isEmpty()) {
      store.markDone(failed.run().id());
    }
  }

  private void deliver(FollowUpStore.Ended failed, String channel, Instant now) {
    String run = failed.run().id();
    OptionalLong tried = store.claimNotice(run, channel, now, now.plus(IN_HAND));
    if (tried.isEmpty()) {
      return;
    }
    Report report = runs.report(run);
    if (report.state() != failed.run().state()) {
      // It was resumed while another channel delivered: its next end is notified instead.
      store.noticeAgain(run, channel, now);
      return;
    }
    try {
      notices.channels().get(channel).deliver(failed, report);
      store.noticeDone(run, channel);
      LogEvent.ofRun("notification sent", run, failed.run().writeback())
          .with("channel", channel)
          .info();
    } catch (Notices.UndeliveredException e) {
      boolean givenUp = failed.since().plus(LONGEST_DELAY).isBefore(now);
      Instant again = now.plus(pause(tried.getAsLong()));
      if (givenUp) {
        store.noticeDone(run, channel);
      } else {
        store.noticeAgain(run, channel, again);
      }
      LogEvent.ofRun(
              givenUp ? "notification given up" : "notification not delivered",
              run,
              failed.run().writeback())
          .with("channel", channel)
          .with("code", Code.NOTICE_UNDELIVERED)
          .with("reason", e.getMessage())
          .with("again", givenUp ? null : again)
          .warn();
    }
  }

  /** 15 s, then twice as long each time, up to an hour. */
  public static Duration pause(long tries) {
    Duration pause = SOONEST.multipliedBy(1L << Math.min(tries - 1, 10));
    return pause.compareTo(LATEST) > 0 ? LATEST : pause;
  }

  private static LogEvent event(String what, FollowUpStore.Ended ended) {
    return LogEvent.ofRun(what, ended.run().id(), ended.run().writeback())
        .with("code", ended.run().code())
        .with("retries-left", ended.retriesLeft());
  }
}
