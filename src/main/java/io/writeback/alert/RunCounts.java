package io.writeback.alert;

import io.writeback.ledger.AlertHistory;

/** The rows of runs, asked for only when a rule needs them. */
interface RunCounts {
  /** The counts of a run. */
  AlertHistory.Counts counts(String runId);

  /** How many rejects of a run no later run has written; counted up to {@code most}. */
  long openRejects(String runId, long most);
}
