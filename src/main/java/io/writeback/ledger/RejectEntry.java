package io.writeback.ledger;

/**
 * A row that was not written, and why.
 *
 * @param cause the reason without what is the row's own, to group by
 */
public record RejectEntry(
    long row, String key, String code, String column, String reason, String cause) {}
