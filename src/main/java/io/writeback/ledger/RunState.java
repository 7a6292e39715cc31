package io.writeback.ledger;

/** The state of a run. */
public enum RunState {
  ACCEPTED,
  SNAPSHOT,
  RUNNING,
  /** It resumes by itself or when a person resumes it; {@link Pause} says which. */
  PAUSED,
  /** Every row confirmed, unchanged or superseded. */
  COMPLETE,
  /** Every row accounted for, some rejected or with differences. */
  COMPLETE_WITH_REJECTS,
  /** Stopped before its last row; the rows that were not sent are counted. */
  STOPPED,
  FAILED,
  /** Given up by a person; the rows that were not sent are counted. */
  CANCELLED;

  /** Whether it reached its last row. */
  public boolean isComplete() {
    return this == COMPLETE || this == COMPLETE_WITH_REJECTS;
  }

  public boolean ended() {
    return this == COMPLETE
        || this == COMPLETE_WITH_REJECTS
        || this == STOPPED
        || this == FAILED
        || this == CANCELLED;
  }
}
