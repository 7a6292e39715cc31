package io.writeback.ledger;

import java.time.Instant;

/** What came of asking for a run's target. */
public sealed interface Claim {
  /** The run has it, with a new epoch and all that is needed to go on. */
  record Taken(StoredRun run) implements Claim {}

  /** Another run has it. */
  record Busy(String runId) implements Claim {}

  /**
   * A request of another run may still be carried out there: to write now could be undone by it.
   *
   * @param until when it may no longer be
   */
  record Quiet(String runId, Instant until) implements Claim {}

  /** A run that began before is not over and has to go first. */
  record Held(String runId, Reason reason) implements Claim {
    /** Why nothing may pass it. */
    public enum Reason {
      /** Its rows are nowhere else: they would be lost, or put old values over newer ones. */
      ROWS_NOWHERE_ELSE,
      /** It was interrupted, and resumes as soon as a process executes runs. */
      INTERRUPTED,
      /**
       * It waits for a person, belongs to another writeback, and writes some of the same fields.
       */
      WAITS_FOR_PERSON
    }
  }

  /**
   * Another run has written newer rows there since this one read its own: to go on would put old
   * values over them.
   */
  record Overtaken(String runId) implements Claim {}

  /** The run is over, or another process goes on with it. */
  record Gone() implements Claim {}
}
