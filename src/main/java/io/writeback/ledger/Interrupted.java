package io.writeback.ledger;

import java.util.Optional;

/**
 * A run that was taken over, with what its plan and snapshot were; parts that it had not come to
 * are null.
 */
public record Interrupted(
    RunEntry run,
    String snapshotFile,
    long snapshotBytes,
    String snapshotSha256,
    String datasetVersion,
    String plan) {
  /** The stored plan, if it had come so far. */
  public Optional<String> storedPlan() {
    return Optional.ofNullable(plan);
  }
}
