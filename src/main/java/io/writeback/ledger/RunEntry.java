package io.writeback.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A run as the ledger has it; what is not known yet is null.
 *
 * @param full every row was asked for, although the writeback may send changed ones
 * @param parent the run whose rejects it sends again, or null
 */
public record RunEntry(
    String id,
    String runKey,
    String writeback,
    RunState state,
    long epoch,
    String code,
    String reason,
    Instant acceptedAt,
    Instant finishedAt,
    String source,
    String target,
    Long snapshotRows,
    boolean full,
    String parent,
    Instant scheduledAt) {
  /** The time that the schedule named which asked for it, if one did. */
  public Optional<Instant> scheduled() {
    return Optional.ofNullable(scheduledAt);
  }

  public Optional<Instant> finished() {
    return Optional.ofNullable(finishedAt);
  }
}
