package io.writeback.camel.routes;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.Run;
import org.apache.camel.Exchange;

/** The run that an exchange carries: a property, since its body may be the data of the run. */
public final class RunProperty {
  private static final String NAME = "WritebackRun";

  private RunProperty() {}

  static void set(Exchange exchange, Run run) {
    exchange.setProperty(NAME, run);
  }

  /**
   * The run of an exchange.
   *
   * @throws WritebackException WB-109 if it has none: its route was called from elsewhere
   */
  public static Run of(Exchange exchange) {
    if (exchange.getProperty(NAME) instanceof Run run) {
      return run;
    }
    throw new WritebackException(
        Code.BAD_MESSAGE,
        ("route %s was called without a run; start a writeback with ./writeback run or"
                + " kamelet:writeback-run-action")
            .formatted(exchange.getFromRouteId()));
  }
}
