package io.writeback.ledger;

import io.writeback.rows.Tally;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * A batch as the ledger has it.
 *
 * @param state OPEN from its intent to its account, then CLOSED
 * @param settledAt null while it is open
 * @param place where it goes; null if its rows say so
 * @param operation where the destination reports what became of it; null if it does not
 * @param until when it is sent again at the earliest; null for any time
 */
public record BatchEntry(
    int number,
    long firstRow,
    long lastRow,
    String state,
    int records,
    @Nested Tally tally,
    int requests,
    long recordsSent,
    Instant intentAt,
    Instant settledAt,
    String place,
    String operation,
    @ColumnName("resume_at") Instant until) {
  /** How long it took from its intent to its account; null while it is open. */
  public Long millis() {
    return settledAt == null ? null : Duration.between(intentAt, settledAt).toMillis();
  }
}
