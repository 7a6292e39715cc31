package io.writeback.ledger;

/**
 * The sums over the batches of a run.
 *
 * @param rows rows in batches
 * @param lastRow the last row that is in a batch
 * @param openBatches batches that have an intent and no account
 * @param brokenRanges batches that do not begin where the one before ended
 * @param rejectRows rows in the reject table, to be equal to {@code rejected}
 */
public record RunTotals(
    long rows,
    long lastRow,
    long confirmed,
    long differs,
    long unchanged,
    long superseded,
    long rejected,
    long inDoubt,
    long notSent,
    long batches,
    long openBatches,
    long brokenRanges,
    long rejectRows,
    long requests,
    long recordsSent,
    long bytes) {}
