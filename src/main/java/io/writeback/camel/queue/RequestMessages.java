package io.writeback.camel.queue;

import io.writeback.engine.ProcessEnd;
import io.writeback.ledger.LedgerException;
import io.writeback.problem.WritebackException;
import io.writeback.queue.QueueSettings;
import io.writeback.trigger.Intake;
import io.writeback.trigger.RunOrder;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes the request queue: each message is accepted into the ledger or moved to the dead letters
 * with the reason, and acknowledged only then. After any other failure it is delivered again.
 */
public final class RequestMessages implements Processor {
  public static final String ROUTE = "writeback-requests";

  /** Several, so that they share the commits of ledger and broker; requests have no order. */
  private static final int AT_ONCE = 8;

  private static final Logger LOG = LoggerFactory.getLogger(RequestMessages.class);

  private final QueueSettings settings;
  private final Intake intake;
  private final DeadLetters deadLetters;
  private final ProcessEnd end;

  public RequestMessages(
      QueueSettings settings, Intake intake, DeadLetters deadLetters, ProcessEnd end) {
    this.settings = settings;
    this.intake = intake;
    this.deadLetters = deadLetters;
    this.end = end;
  }

  public LambdaRouteBuilder route() {
    return routes ->
        routes
            .from("jms:queue:" + settings.requests() + "?concurrentConsumers=" + AT_ONCE)
            .routeId(ROUTE)
            .process(this);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = MessageText.of(exchange);
    MessageText.strip(exchange);
    String text = null;
    try {
      text = MessageText.of(message, settings.maxMessageBytes());
      MessageText.refuseIfTriedTooOften(message, settings);
      intake.accept(RunOrder.read(text));
    } catch (WritebackException refused) {
      deadLetters.put(message, text, settings.requests(), refused);
    } catch (LedgerException e) {
      // The message stays in its queue; without a ledger nothing can be accepted or executed.
      end.broken(e);
      throw e;
    } catch (RuntimeException | JMSException e) {
      LOG.error("a message of {} is redelivered: {}", settings.requests(), e.toString());
      throw e;
    }
  }
}
