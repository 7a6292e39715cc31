package io.writeback.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A run that was taken over, with what its plan and snapshot were; parts that it had not come to
 * are null.
 *
 * @param pauses how often in a row it was paused and nothing was written in between
 * @param deadlineFrom from when its deadline counts
 * @param waited what it has waited for before it had its rows
 */
public record StoredRun(
    RunEntry run,
    String snapshotFile,
    long snapshotBytes,
    String snapshotSha256,
    String datasetVersion,
    String plan,
    int pauses,
    Instant deadlineFrom,
    SourceWait waited) {
  /** The stored plan, if it had come so far. */
  public Optional<String> storedPlan() {
    return Optional.ofNullable(plan);
  }
}
