package io.writeback.camel.component;

import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** What a route that begins with {@code writeback:OPERATION/SUBJECT} is started by. */
@FunctionalInterface
public interface Start {
  Consumer consumer(WritebackEndpoint endpoint, Processor processor);

  /** Sends the id of a run that was accepted through the steps behind. */
  static void accepted(DefaultConsumer start, String run) {
    Exchange exchange = start.createExchange(true);
    exchange.getMessage().setBody(run);
    try {
      start.getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() != null) {
      start
          .getExceptionHandler()
          .handleException(
              "run " + run + " was accepted, but the steps after it failed",
              exchange,
              exchange.getException());
    }
  }
}
