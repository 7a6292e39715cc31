package io.writeback.ledger;

import java.time.Instant;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * When the batches of a run went out; null where there is none.
 *
 * @param firstIntent when the first batch was about to be sent
 * @param lastSettled when the last account was written
 * @param averageMillis of a closed batch from its intent to its account
 * @param slowestMillis of the slowest closed batch
 * @param slowestBatch its number
 */
public record BatchTimes(
    Instant firstIntent,
    Instant lastSettled,
    @ColumnName("average") Long averageMillis,
    Long slowestMillis,
    Integer slowestBatch) {}
