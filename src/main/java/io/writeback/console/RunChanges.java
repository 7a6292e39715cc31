package io.writeback.console;

import io.writeback.run.PlannedChanges;
import java.time.Instant;

/**
 * What is known of what a run would change.
 *
 * @param planned null if it cannot be read
 * @param waits whether it waits until a person has approved it
 * @param approvedAt when a person approved it, or null
 * @param approvedBy who did, or null
 */
public record RunChanges(
    PlannedChanges planned, boolean waits, Instant approvedAt, String approvedBy) {
  /** When the destination was looked at last. */
  public Instant lookedAt() {
    return Instant.ofEpochMilli(planned.millis());
  }
}
