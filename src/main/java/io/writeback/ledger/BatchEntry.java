package io.writeback.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A batch as the ledger has it.
 *
 * @param state OPEN from its intent to its account, then CLOSED
 * @param settledAt null while it is open
 * @param place where it goes; null if its rows say so
 * @param operation where the destination told what became of it; null if it needed no operation
 * @param until when it is sent again at the earliest; null for any time
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
    Instant settledAt,
    String place,
    String operation,
    Instant until) {
  public BatchEntry(
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
    this(
        number,
        firstRow,
        lastRow,
        state,
        records,
        confirmed,
        differs,
        rejected,
        inDoubt,
        notSent,
        requests,
        recordsSent,
        intentAt,
        settledAt,
        null,
        null,
        null);
  }

  public Optional<Instant> settled() {
    return Optional.ofNullable(settledAt);
  }
}
