package io.writeback.run;

import io.writeback.http.CallFailure;
import io.writeback.http.RetryBudget;
import io.writeback.ledger.Pause;
import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Decides when a run is paused to spare its destination, and until when: by its retries, by batches
 * in a row without an answer, and by time.
 */
final class Pauses {
  /** So many batches in a row that were given up mean that the destination is gone, not they. */
  private static final int IN_A_ROW = 5;

  private final PausePolicy policy;
  private final InstantSource clock;
  private final int pausesBefore;
  private final Instant from;
  private final RetryBudget budget = new RetryBudget();
  private int inARow;
  private boolean progress;
  private StopReason setAside;

  /**
   * @param pausesBefore pauses in a row, with nothing written in between
   * @param from when the run began, or a person resumed it
   */
  Pauses(PausePolicy policy, InstantSource clock, int pausesBefore, Instant from) {
    this.policy = policy;
    this.clock = clock;
    this.pausesBefore = pausesBefore;
    this.from = from;
  }

  RetryBudget budget() {
    return budget;
  }

  /** When the run began, or a person resumed it. */
  Instant from() {
    return from;
  }

  /** The deadline of the run. */
  Instant end() {
    return from.plus(policy.deadline());
  }

  /** The destination has written something. */
  synchronized void delivered() {
    inARow = 0;
    progress = true;
  }

  /** Pauses in a row, the coming one included. */
  synchronized int pausesInARow() {
    return (progress ? 0 : pausesBefore) + 1;
  }

  /** Why a batch was set aside last, if one was. */
  synchronized Optional<StopReason> setAside() {
    return Optional.ofNullable(setAside);
  }

  /**
   * A batch is set aside, to be sent again later.
   *
   * @return false if too many in a row were: the run is paused then
   */
  private synchronized boolean setAside(StopReason because) {
    setAside = because;
    return ++inARow < IN_A_ROW;
  }

  /** When to resume after a pause whose length the destination did not say. */
  private Instant next() {
    return clock.instant().plus(policy.length(pausesInARow() - 1));
  }

  /**
   * Whether a request that failed may be sent again now. If the run has no retries left, it is
   * paused: where so much fails, more requests make it worse.
   */
  boolean mayTryAgain(Run run, CallFailure failure) {
    if (!RetryBudget.isFor(failure.outcome()) || budget.take()) {
      return true;
    }
    run.stop(
        paused(
            StopReason.pausing(
                Code.RETRY_BUDGET,
                "%s; %s in %s were not enough"
                    .formatted(
                        OutageWords.of(run, failure),
                        budget.spent(),
                        OutageWords.length(Duration.between(from, clock.instant()))),
                Pause.Kind.OUTAGE)));
    return false;
  }

  /** Pauses a run that exceeded its deadline. */
  void judge(Run run) {
    if (!clock.instant().isBefore(end())) {
      run.stop(late(policy, ""));
    }
  }

  /**
   * A batch was given up. A failure of the destination stops the whole run; a request without an
   * answer may be the fault of this batch, so it is left for later while the others continue and
   * cleanups wait, until too many in a row are left.
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
      run.stop(paused(asked.map(stop::until).orElse(stop)));
      return Optional.empty();
    }
    run.holdCleanups();
    if (!setAside(paused(stop))) {
      String reason = "%s; %d batches in a row went unanswered".formatted(stop.reason(), IN_A_ROW);
      run.stop(paused(stop.saying(reason)));
    }
    return run.stopped() ? Optional.empty() : Optional.of(next());
  }

  /** What ends or pauses a run, before its first request or after it. */
  StopReason of(Throwable failure) {
    StopReason stop = Failures.stop(failure);
    return paused(asked(failure).map(stop::until).orElse(stop));
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
  private StopReason paused(StopReason stop) {
    if (stop.pause() == null || !stop.pause().passes()) {
      return stop;
    }
    if (!policy.hasAny()) {
      return new StopReason(stop.code(), stop.reason(), true);
    }
    Instant until = stop.until() == null ? next() : stop.until();
    return until.isAfter(end()) ? late(policy, stop.reason()) : stop.until(until);
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
