package io.writeback.camel;

import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.FollowUpStore;
import io.writeback.ledger.LedgerException;
import io.writeback.problem.Code;
import io.writeback.process.Housekeeping;
import io.writeback.run.Report;
import io.writeback.schedule.FollowUp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what follows the end of a run that a trigger began: another try, or a notification. What is
 * due is read from the ledger, so that no crash loses it.
 */
final class FollowUps extends ServiceSupport {
  private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** A process that dies while it delivers leaves the rest to be done after this. */
  private static final Duration IN_HAND = Duration.ofMinutes(2);

  private static final Duration SOONEST = Duration.ofSeconds(15);
  private static final Duration LATEST = Duration.ofHours(1);

  /** Nobody wants to be told of it later than that. */
  private static final Duration WORTH_TELLING = Duration.ofDays(1);

  private final CamelContext context;
  private final WritebackServices services;
  private final Notices notices;
  private Housekeeping lookout;

  FollowUps(CamelContext context, WritebackServices services) {
    this.context = context;
    this.services = services;
    this.notices = new Notices(context, services.http(), services.data().notices());
  }

  @Override
  protected void doStart() {
    lookout =
        services.housekeeping(
            "writeback-follow-up",
            "the look for what follows runs",
            BETWEEN_LOOKS,
            BETWEEN_LOOKS,
            this::look);
  }

  void look() {
    if (!services.isEnding() && !Dispatcher.isBeforeStart(context) && services.mayExecute()) {
      for (FollowUpStore.Ended ended : ledger().ended()) {
        followGuarded(ended.run().id());
      }
    }
  }

  /** What goes wrong with one run keeps nothing from the others. */
  private void followGuarded(String run) {
    try {
      // What follows the run before may have taken long, and somebody may have let this one go on.
      ledger().ended(run).ifPresent(ended -> follow(ended, services.clock().instant()));
    } catch (LedgerException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("what follows run {} failed, and is tried again", run, e);
    }
  }

  private void follow(FollowUpStore.Ended ended, Instant now) {
    switch (FollowUp.of(ended, now)) {
      case RETRY ->
          ledger()
              .retry(ended, services.runs().newId())
              .map(AcceptedRun::run)
              .ifPresent(run -> told("run is tried again", ended, "by", run.id()));
      case RESUME -> {
        if (ledger().resume(ended)) {
          told("run is to go on", ended);
        }
      }
      case NOTIFY -> notify(ended, now);
      case OVER -> ledger().markDone(ended.run().id());
      case WAIT -> {
        // Looked at again.
      }
    }
  }

  private void notify(FollowUpStore.Ended failed, Instant now) {
    Collection<String> done = ledger().noticesDone(failed.run().id());
    List<String> open =
        notices.channels().keySet().stream().filter(channel -> !done.contains(channel)).toList();
    open.forEach(channel -> deliver(failed, channel, now));
    if (open.isEmpty()) {
      ledger().markDone(failed.run().id());
    }
  }

  private void deliver(FollowUpStore.Ended failed, String channel, Instant now) {
    String run = failed.run().id();
    OptionalLong tried = ledger().claimNotice(run, channel, now, now.plus(IN_HAND));
    if (tried.isEmpty()) {
      return;
    }
    Report report = services.runs().report(run);
    if (report.state() != failed.run().state()) {
      // It was let go on while another channel took its time: what it comes to is told then.
      ledger().noticeAgain(run, channel, now);
      return;
    }
    try {
      notices.channels().get(channel).deliver(failed, report);
      ledger().noticeDone(run, channel);
      EventLog.event(
          "notification sent",
          "run",
          run,
          "writeback",
          failed.run().writeback(),
          "channel",
          channel);
    } catch (Notices.UndeliveredException e) {
      boolean givenUp = failed.since().plus(WORTH_TELLING).isBefore(now);
      Instant again = now.plus(pause(tried.getAsLong()));
      if (givenUp) {
        ledger().noticeDone(run, channel);
      } else {
        ledger().noticeAgain(run, channel, again);
      }
      EventLog.warning(
          givenUp ? "notification given up" : "notification not delivered",
          "run",
          run,
          "writeback",
          failed.run().writeback(),
          "channel",
          channel,
          "code",
          Code.NOTICE_UNDELIVERED,
          "reason",
          e.getMessage(),
          "again",
          givenUp ? null : again);
    }
  }

  /** 15 s, then twice as long each time, up to an hour. */
  static Duration pause(long tries) {
    Duration pause = SOONEST.multipliedBy(1L << Math.min(tries - 1, 10));
    return pause.compareTo(LATEST) > 0 ? LATEST : pause;
  }

  private static void told(String what, FollowUpStore.Ended ended, Object... facts) {
    Object[] all = new Object[facts.length + 8];
    all[0] = "run";
    all[1] = ended.run().id();
    all[2] = "writeback";
    all[3] = ended.run().writeback();
    all[4] = "code";
    all[5] = ended.run().code();
    all[6] = "retries-left";
    all[7] = ended.retriesLeft();
    System.arraycopy(facts, 0, all, 8, facts.length);
    EventLog.warning(what, all);
  }

  private FollowUpStore ledger() {
    return services.ledger().followUps();
  }

  @Override
  protected void doStop() {
    lookout.close();
  }
}
