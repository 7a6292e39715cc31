package io.writeback.ledger;

import java.time.Duration;

/**
 * The batches that were settled in a part of a run's time.
 *
 * @param slice the number of the part, from 0
 * @param done rows that are as they should be
 * @param retried batches that needed more than one request
 * @param slowest the longest time from the intent of a batch to its account
 */
public record BatchSlice(
    int slice, int batches, long done, long rejected, int retried, Duration slowest) {}
