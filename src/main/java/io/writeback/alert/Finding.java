package io.writeback.alert;

import io.writeback.ledger.AlertChange;
import io.writeback.ledger.AlertRule;
import io.writeback.ledger.OpenAlert;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a rule says of a writeback now.
 *
 * @param broken whether it is broken, or kept
 * @param runId the run that shows it, or null
 * @param runNumber the place of that run in the order of all runs; 0 if there is none
 * @param message one sentence for a person; made only if it is needed
 */
record Finding(
    AlertRule rule, boolean broken, String runId, long runNumber, Supplier<String> message) {
  /** What follows from it; empty if it is known already. */
  Optional<AlertChange> change(String writeback, Optional<OpenAlert> open) {
    if (!broken) {
      // A run that ended well before the one that broke the rule shows nothing.
      return open.filter(alert -> runNumber >= alert.runNumber())
          .map(alert -> change(AlertChange.Kind.RECOVERED, writeback));
    }
    if (open.isEmpty()) {
      return Optional.of(change(AlertChange.Kind.RAISED, writeback));
    }
    return open.filter(alert -> runNumber > alert.runNumber())
        .map(alert -> change(AlertChange.Kind.REPEATED, writeback));
  }

  private AlertChange change(AlertChange.Kind kind, String writeback) {
    return new AlertChange(kind, writeback, rule, runId, runNumber, message.get());
  }
}
