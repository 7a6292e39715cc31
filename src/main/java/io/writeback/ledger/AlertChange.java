package io.writeback.ledger;

import java.util.Objects;

/**
 * A change of an alert.
 *
 * @param runId the run that shows it, or null
 * @param runNumber the place of that run in the order of all runs; 0 if there is none
 * @param message one sentence for a person
 */
public record AlertChange(
    Kind kind, String writeback, AlertRule rule, String runId, long runNumber, String message) {
  /** What changes. */
  public enum Kind {
    /** It is open from now on. */
    RAISED,
    /** It stays open, because of another run. */
    REPEATED,
    /** All is well again. */
    RECOVERED,
    /** Nobody wants to know any more. */
    DROPPED
  }

  public AlertChange {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(writeback);
    Objects.requireNonNull(rule);
    Objects.requireNonNull(message);
  }
}
