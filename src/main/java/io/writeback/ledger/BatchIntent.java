package io.writeback.ledger;

/**
 * What is written down before the first byte of a batch is sent: its rows, and what became of those
 * that are no records.
 */
public record BatchIntent(
    String runId,
    int number,
    long firstRow,
    long lastRow,
    int records,
    long unchanged,
    long superseded) {}
