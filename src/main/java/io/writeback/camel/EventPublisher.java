package io.writeback.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.Outbox;
import io.writeback.ledger.RunEvent;
import io.writeback.queue.QueueSettings;
import io.writeback.run.Report;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what happened to runs, in its order: an event is put down as sent once the broker has it,
 * so it is sent at least once.
 */
final class EventPublisher extends ServiceSupport {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long BETWEEN_LOOKS_MILLIS = 200;
  private static final int AT_ONCE = 100;

  /** Longer than it takes to send so many, so that two processes do not send them by turns. */
  private static final Duration HELD = Duration.ofSeconds(30);

  private final CamelContext context;
  private final WritebackServices services;
  private final String holder = UUID.randomUUID().toString();
  private final ConnectionFactory connections;
  private ScheduledExecutorService clock;
  private boolean told;

  EventPublisher(CamelContext context, WritebackServices services, ConnectionFactory connections) {
    this.context = context;
    this.services = services;
    this.connections = connections;
  }

  @Override
  protected void doStart() {
    services.outbox().open();
    clock =
        context
            .getExecutorServiceManager()
            .newSingleThreadScheduledExecutor(this, "writeback-events");
    clock.scheduleWithFixedDelay(this::look, 0, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Outbox outbox = services.outbox();
      List<RunEvent> events = outbox.unsent(AT_ONCE);
      if (!events.isEmpty() && outbox.hold(holder, HELD)) {
        publish(outbox, outbox.unsent(AT_ONCE));
      }
    } catch (LedgerException e) {
      services.broken(e);
      // Or it would look again and again.
      throw e;
    } catch (RuntimeException e) {
      LOG.error("events cannot be published: {}", e.toString());
    }
  }

  /** In one transaction of the broker: many events cost it one write to disk. */
  private void publish(Outbox outbox, List<RunEvent> events) {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(destination(session))) {
      for (RunEvent event : events) {
        producer.send(message(session, event, outbox.requestIds(event.runId())));
      }
      session.commit();
      told = false;
    } catch (JMSException e) {
      if (!told && !isStoppingOrStopped()) {
        LOG.warn("events wait, the broker does not take them: {}", e.toString());
        told = true;
      }
      return;
    }
    outbox.sent(events);
  }

  private Destination destination(Session session) throws JMSException {
    QueueSettings settings = services.queue();
    return settings.isEventsTopic()
        ? session.createTopic(settings.eventsName())
        : session.createQueue(settings.eventsName());
  }

  private TextMessage message(Session session, RunEvent event, List<String> requestIds)
      throws JMSException {
    TextMessage message = session.createTextMessage(json(event, requestIds));
    message.setStringProperty("eventId", event.id());
    message.setStringProperty("run", event.runId());
    message.setStringProperty("writeback", event.writeback());
    message.setStringProperty("state", event.state().name());
    // One consumer has all events of a run, in their order.
    message.setStringProperty("JMSXGroupID", event.runId());
    return message;
  }

  /** Counts are those of now: of a run that has ended they do not change any more. */
  private String json(RunEvent event, List<String> requestIds) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", event.id());
    fields.put("run", event.runId());
    fields.put("writeback", event.writeback());
    fields.put("requestIds", event.requestId() == null ? requestIds : List.of(event.requestId()));
    fields.put("state", event.state().name());
    fields.put("at", event.at().toString());
    if (event.state().ended() || event.code() != null) {
      Report report = services.runs().report(event.runId());
      fields.put("code", event.code());
      fields.put("reason", event.reason());
      fields.put("rows", report.rows());
      fields.put("confirmed", report.confirmed());
      fields.put("differs", report.differs());
      fields.put("unchanged", report.unchanged());
      fields.put("superseded", report.superseded());
      fields.put("rejected", report.rejected());
      fields.put("inDoubt", report.inDoubt());
      fields.put("notSent", report.notSent());
    }
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected void doStop() {
    context.getExecutorServiceManager().shutdownGraceful(clock);
    try {
      services.outbox().release(holder);
    } catch (LedgerException e) {
      LOG.warn("another process publishes events in {} s only: {}", HELD.toSeconds(), e.toString());
    }
  }
}
