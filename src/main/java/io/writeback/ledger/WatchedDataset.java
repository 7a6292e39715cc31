package io.writeback.ledger;

import java.time.Instant;

/**
 * What was last seen of a DataSet whose refresh starts runs.
 *
 * @param dataset which one, as the source describes it
 * @param version what tells one state of it from another; null before it was first seen
 * @param code why it could not be looked at the last time, or null
 * @param failingSince since when it could not be looked at, or null
 * @param moved a state that has not settled yet, or null
 */
public record WatchedDataset(
    String writeback,
    String dataset,
    String version,
    Instant seenAt,
    String code,
    String reason,
    Instant failingSince,
    Moved moved) {
  /**
   * A state that no run was started for yet, as it has not settled.
   *
   * @param seenAt when it was first seen
   * @param since since when a run is due: the state before may not have settled either
   */
  public record Moved(String version, Instant seenAt, Instant since) {}
}
