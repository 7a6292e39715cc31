package io.writeback.camel;

import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.Fire;
import io.writeback.ledger.RunRequest;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.schedule.SchedulePolicy;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
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
  private final SchedulePolicy terms;
  private final Dispatcher runner;

  AcceptProducer(
      WritebackEndpoint endpoint,
      WritebackServices services,
      Dispatcher runner,
      String writeback,
      boolean wait,
      SchedulePolicy terms) {
    super(endpoint);
    this.services = services;
    this.writeback = writeback;
    this.wait = wait;
    this.terms = terms;
    this.runner = runner;
  }

  @Override
  public void process(Exchange exchange) {
    if (services.isEnding()) {
      // A schedule's next start makes up for its fire; whoever sent a message keeps it.
      throw new WritebackException(
          Code.ENDING, "the process is ending: no run of " + writeback + " was accepted");
    }
    // On disk before the trigger is told that all is well: a run that was accepted is not lost.
    AcceptedRun accepted = accept(exchange);
    if (accepted.run().state().ended()) {
      exchange.getMessage().setBody(services.runs().report(accepted.run().id()));
    } else if (wait) {
      exchange.getMessage().setBody(runner.await(accepted.run()));
    } else {
      runner.submit(accepted.run());
    }
  }

  private AcceptedRun accept(Exchange exchange) {
    Fires fires = new Fires(services);
    Optional<Fire> fire = fires.of(exchange, writeback, terms);
    if (fire.isPresent()) {
      AcceptedRun accepted = fires.accept(writeback, fire.get());
      if (exchange.getMessage().getHeader(Fires.TIME) instanceof Date told) {
        services.begunFires().accepted(fire.get().schedule(), told.toInstant());
      }
      return accepted;
    }
    Instant scheduled =
        exchange.getMessage().getHeader(Fires.TIME) instanceof Date time ? time.toInstant() : null;
    String id = services.runs().newId();
    String key = scheduled == null ? "step:" + id : Fires.key(writeback, scheduled);
    AcceptedRun accepted =
        services
            .runs()
            .accept(new RunRequest(id, key, writeback, false, null, scheduled).settling());
    EventLog.event(
        accepted.isNew() ? "run accepted" : "request answered by a run that was there",
        "run",
        accepted.run().id(),
        "writeback",
        writeback);
    return accepted;
  }
}
