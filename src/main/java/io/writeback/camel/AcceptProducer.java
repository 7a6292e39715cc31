package io.writeback.camel;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunRequest;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Starts a run of a writeback: a schedule's or a message's last step.
 *
 * <p>A fire of Quartz is known by its scheduled time, so that one fire is one run however often it
 * comes.
 */
final class AcceptProducer extends DefaultProducer {
  private final WritebackServices services;
  private final String writeback;
  private final boolean wait;
  private final Dispatcher runner;

  AcceptProducer(
      WritebackEndpoint endpoint,
      WritebackServices services,
      Dispatcher runner,
      String writeback,
      boolean wait) {
    super(endpoint);
    this.services = services;
    this.writeback = writeback;
    this.wait = wait;
    this.runner = runner;
  }

  @Override
  public void process(Exchange exchange) {
    Instant scheduled =
        exchange.getMessage().getHeader("scheduledFireTime") instanceof java.util.Date time
            ? time.toInstant()
            : null;
    String id = services.runs().newId();
    String key = scheduled == null ? "run:" + id : writeback + "@" + scheduled;
    // On disk before the trigger is told that all is well: a run that was accepted is not lost.
    Ledger.Accepted accepted =
        services.runs().accept(new RunRequest(id, key, writeback, false, null, scheduled));
    if (wait) {
      exchange.getMessage().setBody(runner.await(accepted.run()));
    } else {
      runner.submit(accepted.run());
    }
  }
}
