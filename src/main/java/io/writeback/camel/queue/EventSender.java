package io.writeback.camel.queue;

import io.writeback.ledger.LedgerException;
import io.writeback.ledger.OutboxStore;
import io.writeback.ledger.RunEvent;
import io.writeback.queue.QueueSettings;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Sends events to the broker. */
final class EventSender {
  private final OutboxStore outbox;
  private final QueueSettings settings;
  private final ConnectionFactory connections;

  EventSender(OutboxStore outbox, QueueSettings settings, ConnectionFactory connections) {
    this.outbox = outbox;
    this.settings = settings;
    this.connections = connections;
  }

  /** The broker cannot be reached: no event is to blame. */
  static final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    private UnreachableException(Exception cause) {
      super(cause);
    }
  }

  /**
   * Sends events in one transaction, and marks them as sent.
   *
   * @return why the broker has none of them; empty if it has all
   */
  Optional<Exception> send(List<RunEvent> events, Function<RunEvent, String> text)
      throws UnreachableException {
    boolean reached = false;
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(destination(session))) {
      reached = true;
      for (RunEvent event : events) {
        producer.send(message(session, event, text.apply(event)));
      }
      session.commit();
    } catch (LedgerException e) {
      throw e;
    } catch (JMSException | RuntimeException e) {
      if (!reached) {
        throw new UnreachableException(e);
      }
      return Optional.of(e);
    }
    outbox.sent(events);
    return Optional.empty();
  }

  private Destination destination(Session session) throws JMSException {
    return settings.isEventsTopic()
        ? session.createTopic(settings.eventsName())
        : session.createQueue(settings.eventsName());
  }

  private static TextMessage message(Session session, RunEvent event, String text)
      throws JMSException {
    TextMessage message = session.createTextMessage(text);
    message.setStringProperty("eventId", event.id());
    message.setStringProperty("run", event.runId());
    message.setStringProperty("writeback", event.writeback());
    message.setStringProperty("state", event.state().name());
    // One consumer gets all events of a run, in order.
    message.setStringProperty("JMSXGroupID", event.runId());
    return message;
  }
}
