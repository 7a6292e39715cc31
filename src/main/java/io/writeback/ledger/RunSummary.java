package io.writeback.ledger;

import java.time.Instant;

/**
 * A run in a list of runs.
 *
 * @param written rows in closed batches that the destination holds now
 * @param rejected rows in closed batches that were rejected
 * @param lastEvent when the ledger last heard of it
 */
public record RunSummary(RunEntry run, long written, long rejected, Instant lastEvent) {}
