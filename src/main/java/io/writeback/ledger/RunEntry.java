package io.writeback.ledger;

import java.time.Instant;
import java.util.Optional;

/** A run as the ledger has it; what is not known yet is null. */
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
    Long snapshotRows) {
  public Optional<Instant> finished() {
    return Optional.ofNullable(finishedAt);
  }
}
