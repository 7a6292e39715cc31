package io.writeback.ledger;

import java.time.Instant;

/** The answer to a run that asks for its target. */
public sealed interface Claim {
  /** The run has it, with a new epoch. */
  record Taken(StoredRun run) implements Claim {}

  /** Another run has it. */
  record Busy(String runId) implements Claim {}

  /**
   * A request of another run may still be carried out there, and would undo what is written now.
   *
   * @param until when it may no longer be
   */
  record Quiet(String runId, Instant until) implements Claim {}

  /** A run that began before has not ended and has to go first. */
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
   * Another run has written newer rows there since this one read its own: to continue would
   * overwrite them with older values.
   */
  record Overtaken(String runId) implements Claim {}

  /** The run has ended, or another process executes it. */
  record Gone() implements Claim {}
}
