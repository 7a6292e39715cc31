package io.writeback.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A batch as the ledger has it.
 *
 * @param state OPEN from its intent to its account, then CLOSED
 * @param settledAt null while it is open
 */
public record BatchEntry(
    int number,
    long firstRow,
    long lastRow,
    String state,
    int records,
    long confirmed,
    long differs,
    long rejected,
    long inDoubt,
    long notSent,
    int requests,
    long recordsSent,
    Instant intentAt,
    Instant settledAt) {
  public Optional<Instant> settled() {
    return Optional.ofNullable(settledAt);
  }
}
