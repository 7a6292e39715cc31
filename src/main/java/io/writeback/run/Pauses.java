package io.writeback.run;

import io.writeback.http.CallFailure;
import io.writeback.http.RetryBudget;
import io.writeback.ledger.Pause;
import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Decides when a run is paused to spare its destination, and until when. */
final class Pauses {
  private final PausePolicy policy;
  private final InstantSource clock;

  Pauses(PausePolicy policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Whether a request that failed may be sent again now. If the run has no retries left, it is
   * paused: where so much fails, more requests make it worse.
   */
  boolean mayTryAgain(Run run, CallFailure failure) {
    if (!RetryBudget.isFor(failure.outcome()) || run.limits().budget().take()) {
      return true;
    }
    run.stop(
        paused(
            run,
            StopReason.pausing(
                Code.RETRY_BUDGET,
                "%s; %s in %s were not enough"
                    .formatted(
                        OutageWords.of(run, failure),
                        run.limits().budget().spent(),
                        OutageWords.length(Duration.between(run.limits().from(), clock.instant()))),
                Pause.Kind.OUTAGE)));
    return false;
  }

  /** Pauses a run that exceeded its deadline. */
  void judge(Run run) {
    if (run.limits().isOver(clock.instant())) {
      run.stop(late(""));
    }
  }

  /**
   * A batch was given up. A failure of the destination stops the whole run; a request without an
   * answer may be the fault of this batch, so it is left for later while the others continue, until
   * too many in a row are left.
   *
   * @return when the batch is sent again, if the run continues without it
   */
  Optional<Instant> givenUp(Run run, RuntimeException failure) {
    StopReason stop = Failures.stop(failure);
    if (failure instanceof CallFailure call && stop.pause() == Pause.Kind.OUTAGE) {
      stop = stop.saying(OutageWords.of(run, call));
    }
    Optional<Instant> asked = asked(failure);
    if (stop.pause() != Pause.Kind.OUTAGE || asked.isPresent() || !policy.hasAny()) {
      run.stop(paused(run, asked.map(stop::until).orElse(stop)));
      return Optional.empty();
    }
    StopReason later = paused(run, stop);
    if (!run.setAside(later)) {
      run.stop(
          paused(
              run,
              stop.saying(
                  "%s; %d batches in a row went unanswered"
                      .formatted(stop.reason(), RunLimits.IN_A_ROW))));
    }
    return run.stopped() ? Optional.empty() : Optional.of(run.limits().next(clock.instant()));
  }

  /** What ends or pauses a run, before its first request or after it. */
  StopReason of(Run run, Throwable failure) {
    StopReason stop = Failures.stop(failure);
    return paused(run, asked(failure).map(stop::until).orElse(stop));
  }

  /** When the destination said that it wants to be asked again, if it did. */
  private Optional<Instant> asked(Throwable failure) {
    return Failures.call(failure)
        .filter(call -> call.outcome().passing())
        .flatMap(CallFailure::retryAfter)
        .filter(length -> length.compareTo(PausePolicy.ON_THE_SPOT) > 0)
        .map(clock.instant()::plus);
  }

  /** A pause with its end; where nothing is waited for, an end instead of a pause. */
  private StopReason paused(Run run, StopReason stop) {
    if (stop.pause() == null || !stop.pause().passes()) {
      return stop;
    }
    if (!policy.hasAny()) {
      return new StopReason(stop.code(), stop.reason(), true);
    }
    Instant until = stop.until() == null ? run.limits().next(clock.instant()) : stop.until();
    return until.isAfter(run.limits().end()) ? late(stop.reason()) : stop.until(until);
  }

  private StopReason late(String reason) {
    return late(policy, reason);
  }

  /** A person has to say whether a run that takes so long is still wanted. */
  static StopReason late(PausePolicy policy, String reason) {
    return StopReason.pausing(
        Code.RUN_DEADLINE,
        "%sthe run did not finish within writeback.run-deadline=%s"
            .formatted(reason.isEmpty() ? "" : reason + "; ", policy.deadlineText()),
        Pause.Kind.DEADLINE);
  }
}
