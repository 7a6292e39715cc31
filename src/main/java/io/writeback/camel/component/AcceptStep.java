package io.writeback.camel.component;

import io.writeback.camel.routes.QuartzFires;
import io.writeback.engine.Engine;
import io.writeback.engine.LogEvent;
import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.Fire;
import io.writeback.ledger.RunRequest;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Starts a run of a writeback: the last step of a schedule or any other trigger.
 *
 * <p>A fire of Quartz is identified by its scheduled time, so that a repeated fire yields the same
 * run.
 *
 * @param waits whether the route waits for the end of the run
 * @param kept keeps the body with the run, if that is asked for
 */
record AcceptStep(
    String writeback,
    boolean waits,
    SchedulePolicy policy,
    Engine engine,
    Optional<KeptTrigger> kept)
    implements Processor {
  @Override
  public void process(Exchange exchange) {
    if (engine.end().isEnding()) {
      // The next start catches up on the fire of a schedule; a message stays with its sender.
      throw new WritebackException(
          Code.ENDING, "the process is ending: no run of " + writeback + " was accepted");
    }
    // On disk before the trigger gets its answer: an accepted run is not lost.
    Optional<AcceptedRun> accepted = accept(exchange);
    // The message may be a dead letter: then no later step has anything to do.
    exchange.setRouteStop(accepted.isEmpty());
    accepted.ifPresent(run -> follow(exchange, run));
  }

  private void follow(Exchange exchange, AcceptedRun accepted) {
    if (accepted.run().state().ended()) {
      exchange.getMessage().setBody(engine.runs().report(accepted.run().id()));
    } else if (waits) {
      exchange.getMessage().setBody(engine.dispatcher().await(accepted.run()));
    } else {
      engine.dispatcher().submit(accepted.run());
    }
  }

  /** Empty if what came can never be accepted, and is put away. */
  private Optional<AcceptedRun> accept(Exchange exchange) {
    Instant scheduled = QuartzFires.scheduledTime(exchange).orElse(null);
    Optional<Schedule> schedule = QuartzFires.schedule(exchange, writeback, policy);
    if (schedule.isPresent()) {
      return Optional.of(engine.fires().reach(schedule.get(), scheduled));
    }
    if (kept.isPresent()) {
      return kept.get().accept(exchange, writeback).map(this::logged);
    }
    String id = engine.runs().newId();
    String key = scheduled == null ? "step:" + id : Fire.key(writeback, scheduled);
    return Optional.of(
        logged(
            engine
                .runs()
                .accept(new RunRequest(id, key, writeback, false, null, scheduled).settling())));
  }

  private AcceptedRun logged(AcceptedRun accepted) {
    LogEvent.ofRun(
            accepted.isNew() ? "run accepted" : "request answered by an existing run",
            accepted.run().id(),
            writeback)
        .info();
    return accepted;
  }
}
