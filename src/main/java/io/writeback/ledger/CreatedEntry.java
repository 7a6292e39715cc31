package io.writeback.ledger;

/**
 * An object that a run created.
 *
 * @param match the value by which its row is recognised, with the name of what has it
 * @param key the ID that the destination gave it
 */
public record CreatedEntry(long row, String match, String key) {}
