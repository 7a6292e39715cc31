package io.writeback.camel.component;

import io.writeback.ledger.AcceptedRun;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.trigger.Intake;
import io.writeback.trigger.RunOrders;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.DefaultProducer;

/**
 * Accepts the run that the text in the body requests. Afterwards the body is the id of the run, and
 * the message has no headers.
 */
final class RequestProducer extends DefaultProducer {
  private final Intake intake;
  private final long mostBytes;

  RequestProducer(WritebackEndpoint endpoint, Intake intake, long mostBytes) {
    super(endpoint);
    this.intake = intake;
    this.mostBytes = mostBytes;
  }

  @Override
  public void process(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    exchange.setMessage(new DefaultMessage(exchange.getContext()));
    if (!(body instanceof String text)) {
      throw new WritebackException(
          Code.NOT_TEXT, "the body is no text; only a text can ask for a run");
    }
    if (text.length() > mostBytes) {
      throw new WritebackException(
          Code.REQUEST_TOO_LARGE,
          "has %,d characters; queue.max-message-bytes is %,d".formatted(text.length(), mostBytes));
    }
    AcceptedRun accepted = intake.accept(RunOrders.read(text));
    exchange.getMessage().setBody(accepted.run().id());
  }
}
