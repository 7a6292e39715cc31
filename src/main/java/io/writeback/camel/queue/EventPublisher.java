package io.writeback.camel.queue;

import io.writeback.engine.EventLog;
import io.writeback.engine.ProcessEnd;
import io.writeback.ledger.ChangeSignal;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.OutboxStore;
import io.writeback.ledger.RunEvent;
import io.writeback.problem.Code;
import io.writeback.process.Periodic;
import io.writeback.queue.QueueSettings;
import io.writeback.run.Runs;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what happened to runs, in its order: an event is recorded as sent once the broker has it,
 * so it is sent at least once.
 */
public final class EventPublisher extends ServiceSupport {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration LATEST_LOOK = Duration.ofSeconds(1);
  private static final int AT_ONCE = 100;

  /** Longer than it takes to send so many, so that two processes do not send them by turns. */
  private static final Duration HELD = Duration.ofSeconds(30);

  private final Ledger ledger;
  private final Runs runs;
  private final ProcessEnd end;
  private final OutboxStore outbox;
  private final String holder = UUID.randomUUID().toString();
  private final EventSender sender;
  private Periodic lookout;
  private final QuarantinedEvents apart = new QuarantinedEvents();
  private ChangeSignal changes;
  private boolean logged;

  public EventPublisher(
      Ledger ledger,
      Runs runs,
      ProcessEnd end,
      QueueSettings settings,
      ConnectionFactory connections) {
    this.ledger = ledger;
    this.runs = runs;
    this.end = end;
    this.outbox = ledger.outbox();
    this.sender = new EventSender(outbox, settings, connections);
  }

  @Override
  protected void doStart() {
    outbox.open();
    changes = ledger.changes(LATEST_LOOK);
    lookout =
        Periodic.every(
            "writeback-events",
            "the look for events to publish",
            Duration.ZERO,
            BETWEEN_LOOKS,
            this::lookIfDue,
            end::isEndedBy);
  }

  /** More often than once in a while only if there may be an event. */
  private void lookIfDue() {
    if (changes.isDue()) {
      look();
    }
  }

  void look() {
    boolean time = apart.isTime();
    if (time || !outbox.unsent(1, apart.runs()).isEmpty()) {
      if (outbox.hold(holder, HELD)) {
        publish(time);
      } else {
        // Another process sends those too.
        apart.clear();
      }
    }
  }

  /**
   * All in one transaction of the broker, as many events cost it one write to disk then. If that
   * fails, one after the other up to the one that does not go out: it is set apart with what comes
   * behind it of its run, so that the others do not wait for it.
   *
   * @param time whether those that are set apart are tried also if no other goes out
   */
  private void publish(boolean time) {
    EventText text = new EventText(outbox, runs);
    try {
      List<RunEvent> events = outbox.unsent(AT_ONCE, apart.runs());
      boolean going =
          !events.isEmpty()
              && (sender.send(events, text::full).isEmpty() || sendSingly(events, text::full));
      if (going || time) {
        for (RunEvent event : apart.next()) {
          going |= sendApart(event, going, text);
        }
      }
      logged &= !going;
    } catch (EventSender.UnreachableException e) {
      logWaiting(e.getCause());
    }
  }

  /** Whether some of them went out. */
  private boolean sendSingly(List<RunEvent> events, Function<RunEvent, String> text)
      throws EventSender.UnreachableException {
    boolean some = false;
    for (RunEvent event : events) {
      Optional<Exception> refusal = sender.send(List.of(event), text);
      if (refusal.isPresent()) {
        apart.add(event);
        logWaiting(refusal.get());
        return some;
      }
      some = true;
    }
    return some;
  }

  /**
   * @param others whether others go out
   * @return whether it went out
   */
  private boolean sendApart(RunEvent event, boolean others, EventText text)
      throws EventSender.UnreachableException {
    Optional<Exception> refusal =
        sender.send(List.of(event), apart.isBrief(event) ? EventText::brief : text::full);
    if (refusal.isEmpty()) {
      apart.sent(event);
    } else if (others && apart.isRefusedForGood(event)) {
      outbox.givenUp(event);
      EventLog.warning(
          "event given up, the broker takes others but not this one",
          "event",
          event.id(),
          "writeback",
          event.writeback(),
          "state",
          event.state(),
          "code",
          Code.QUEUE_FAILED.id(),
          "reason",
          refusal.get());
    }
    return refusal.isEmpty();
  }

  private void logWaiting(Throwable why) {
    if (!logged && !isStoppingOrStopped()) {
      LOG.warn("events wait, the broker does not take them: {}", why.toString());
      logged = true;
    }
  }

  @Override
  protected void doStop() {
    lookout.close();
    try {
      outbox.release(holder);
    } catch (LedgerException e) {
      LOG.warn("another process publishes events in {} s only: {}", HELD.toSeconds(), e.toString());
    }
  }
}
