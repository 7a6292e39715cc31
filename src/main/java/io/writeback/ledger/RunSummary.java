package io.writeback.ledger;

import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;

/**
 * A run in a list of runs.
 *
 * @param written rows in closed batches that the destination holds now
 * @param rejected rows in closed batches that were rejected
 * @param lastEvent the time of its last entry in the ledger
 */
public record RunSummary(@Nested RunEntry run, long written, long rejected, Instant lastEvent) {}
