package io.writeback.camel;

import io.writeback.engine.Engine;
import io.writeback.engine.EventLog;
import io.writeback.engine.Fires;
import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.RunRequest;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.time.Instant;
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
  private final Engine engine;
  private final String writeback;
  private final boolean wait;
  private final SchedulePolicy policy;

  /**
   * @param wait whether the route waits for the end of the run
   */
  AcceptProducer(WritebackEndpoint endpoint, Engine engine, boolean wait, SchedulePolicy policy) {
    super(endpoint);
    this.engine = engine;
    this.writeback = endpoint.subject();
    this.wait = wait;
    this.policy = policy;
  }

  @Override
  public void process(Exchange exchange) {
    if (engine.end().isEnding()) {
      // A schedule's next start makes up for its fire; a message stays with its sender.
      throw new WritebackException(
          Code.ENDING, "the process is ending: no run of " + writeback + " was accepted");
    }
    // On disk before the trigger learns that all is well: a run that was accepted is not lost.
    AcceptedRun accepted = accept(exchange);
    if (accepted.run().state().ended()) {
      exchange.getMessage().setBody(engine.runs().report(accepted.run().id()));
    } else if (wait) {
      exchange.getMessage().setBody(engine.dispatcher().await(accepted.run()));
    } else {
      engine.dispatcher().submit(accepted.run());
    }
  }

  private AcceptedRun accept(Exchange exchange) {
    Instant scheduled = QuartzFires.scheduledTime(exchange).orElse(null);
    Optional<Schedule> schedule = QuartzFires.schedule(exchange, writeback, policy);
    if (schedule.isPresent()) {
      return engine.fires().reach(schedule.get(), scheduled);
    }
    String id = engine.runs().newId();
    String key = scheduled == null ? "step:" + id : Fires.key(writeback, scheduled);
    AcceptedRun accepted =
        engine.runs().accept(new RunRequest(id, key, writeback, false, null, scheduled).settling());
    EventLog.event(
        accepted.isNew() ? "run accepted" : "request answered by a run that was there",
        "run",
        accepted.run().id(),
        "writeback",
        writeback);
    return accepted;
  }
}
