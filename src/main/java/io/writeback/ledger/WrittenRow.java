package io.writeback.ledger;

/** A row that the destination holds now, with its key. */
public record WrittenRow(long row, String key) {}
