package io.writeback.camel.component;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.Run;
import org.apache.camel.Exchange;

/** The bodies of messages in a writeback route. */
final class Bodies {
  private Bodies() {}

  /** The run in the body. */
  static Run run(Exchange exchange) {
    if (exchange.getMessage().getBody() instanceof Run run) {
      return run;
    }
    throw new WritebackException(
        Code.BAD_MESSAGE,
        "route %s was called with a body that is no run; start a writeback with ./writeback run"
                .formatted(exchange.getFromRouteId())
            + " or kamelet:writeback-run-action");
  }
}
