package io.writeback.camel.queue;

import io.writeback.engine.Engine;
import io.writeback.engine.LogEvent;
import io.writeback.engine.ProcessEnd;
import io.writeback.ledger.ChangeSignal;
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
 * Publishes the events of runs, those of a run in order. An event is marked as sent once the broker
 * has it, so it is sent at least once.
 */
public final class EventPublisher extends ServiceSupport {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
  private static final Duration BETWEEN_POLLS = Duration.ofMillis(200);
  private static final Duration LATEST_POLL = Duration.ofSeconds(1);
  private static final int AT_ONCE = 100;

  /** Longer than it takes to send that many, so that two processes do not take turns. */
  private static final Duration HELD = Duration.ofSeconds(30);

  private final Runs runs;
  private final ProcessEnd end;
  private final OutboxStore outbox;
  private final String holder = UUID.randomUUID().toString();
  private final EventSender sender;
  private Periodic loop;
  private final QuarantinedEvents quarantined = new QuarantinedEvents();
  private final ChangeSignal changes;
  private boolean logged;

  public EventPublisher(Engine engine, QueueSettings settings, ConnectionFactory connections) {
    this.runs = engine.runs();
    this.end = engine.end();
    this.outbox = engine.ledger().outbox();
    this.changes = engine.ledger().changes(LATEST_POLL);
    this.sender = new EventSender(outbox, settings, connections);
  }

  @Override
  protected void doStart() {
    outbox.open();
    loop =
        new Periodic(
            "writeback-events",
            "polling for events to publish",
            Duration.ZERO,
            BETWEEN_POLLS,
            this::pollIfDue,
            end::isEndedBy);
  }

  /** Polls the outbox only if the ledger has changed, or a second has passed. */
  private void pollIfDue() {
    if (changes.isDue()) {
      poll();
    }
  }

  void poll() {
    boolean due = quarantined.isDue();
    if (due || !outbox.unsent(1, quarantined.runs()).isEmpty()) {
      if (outbox.hold(holder, HELD)) {
        publish(due);
      } else {
        // The process that holds the outbox sends those too.
        quarantined.clear();
      }
    }
  }

  /**
   * Sends all events in one transaction, which costs the broker one write to disk. If that fails,
   * sends them one by one up to the refused one, which is quarantined with the later events of its
   * run, so that other runs do not wait for it.
   *
   * @param due whether quarantined events are tried even if no other is sent
   */
  private void publish(boolean due) {
    EventText text = new EventText(outbox, runs);
    try {
      List<RunEvent> events = outbox.unsent(AT_ONCE, quarantined.runs());
      boolean sent =
          !events.isEmpty()
              && (sender.send(events, text::full).isEmpty() || sendSingly(events, text::full));
      if (sent || due) {
        for (RunEvent event : quarantined.next()) {
          sent |= sendQuarantined(event, sent, text);
        }
      }
      logged &= !sent;
    } catch (EventSender.UnreachableException e) {
      logWaiting(e.getCause());
    }
  }

  /** Whether any of them was sent. */
  private boolean sendSingly(List<RunEvent> events, Function<RunEvent, String> text)
      throws EventSender.UnreachableException {
    boolean some = false;
    for (RunEvent event : events) {
      Optional<Exception> refusal = sender.send(List.of(event), text);
      if (refusal.isPresent()) {
        quarantined.add(event);
        logWaiting(refusal.get());
        return some;
      }
      some = true;
    }
    return some;
  }

  /**
   * @param others whether other events are sent
   * @return whether it was sent
   */
  private boolean sendQuarantined(RunEvent event, boolean others, EventText text)
      throws EventSender.UnreachableException {
    Optional<Exception> refusal =
        sender.send(List.of(event), quarantined.isBrief(event) ? EventText::brief : text::full);
    if (refusal.isEmpty()) {
      quarantined.sent(event);
    } else if (others && quarantined.isRefusedForGood(event)) {
      outbox.givenUp(event);
      LogEvent.of("event given up: the broker accepts others, but not this one")
          .with("event", event.id())
          .with("writeback", event.writeback())
          .with("state", event.state())
          .with("code", Code.QUEUE_FAILED.id())
          .with("reason", refusal.get())
          .warn();
    }
    return refusal.isEmpty();
  }

  private void logWaiting(Throwable why) {
    if (!logged && !isStoppingOrStopped()) {
      LOG.warn("events are waiting, because the broker does not accept them: {}", why.toString());
      logged = true;
    }
  }

  @Override
  protected void doStop() {
    loop.close();
    try {
      outbox.release(holder);
    } catch (LedgerException e) {
      LOG.warn(
          "events cannot be handed over to another process, which publishes them after {} s:"
              + " {}",
          HELD.toSeconds(),
          e.toString());
    }
  }
}
