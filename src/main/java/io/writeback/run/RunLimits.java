package io.writeback.run;

import io.writeback.http.RetryBudget;
import java.time.Instant;
import java.util.Optional;

/**
 * The limits of a run before it is paused: retries, batches in a row without an answer, and time.
 */
final class RunLimits {
  /** So many batches in a row that were given up mean that the destination is gone, not they. */
  static final int IN_A_ROW = 5;

  private final PausePolicy policy;
  private final int pausesBefore;
  private final Instant from;
  private final Instant end;
  private final RetryBudget budget = new RetryBudget();
  private int inARow;
  private boolean progress;
  private StopReason setAside;

  /**
   * @param pausesBefore pauses in a row, with nothing written in between
   * @param from when it began, or a person resumed it
   */
  RunLimits(PausePolicy policy, int pausesBefore, Instant from) {
    this.policy = policy;
    this.pausesBefore = pausesBefore;
    this.from = from;
    this.end = policy.end(from);
  }

  RetryBudget budget() {
    return budget;
  }

  /** The destination has written something. */
  synchronized void delivered() {
    inARow = 0;
    progress = true;
  }

  /** Pauses in a row, the coming one included. */
  synchronized int pauses() {
    return (progress ? 0 : pausesBefore) + 1;
  }

  /** When to resume after a pause whose length the destination did not say. */
  synchronized Instant next(Instant now) {
    return now.plus(policy.length(pauses() - 1));
  }

  /** When it began, or a person resumed it. */
  Instant from() {
    return from;
  }

  Instant end() {
    return end;
  }

  boolean isOver(Instant now) {
    return !now.isBefore(end);
  }

  /**
   * A batch was given up, to be sent again later.
   *
   * @return false if too many in a row were: the run is paused then
   */
  synchronized boolean setAside(StopReason because) {
    setAside = because;
    return ++inARow < IN_A_ROW;
  }

  /** Why a batch was set aside last, if one was. */
  synchronized Optional<StopReason> setAside() {
    return Optional.ofNullable(setAside);
  }
}
