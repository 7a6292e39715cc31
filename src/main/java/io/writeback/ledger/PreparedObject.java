package io.writeback.ledger;

/**
 * An object that a run prepared before it wrote its row, such as by attaching a form.
 *
 * @param key of the object
 */
public record PreparedObject(long row, String key) {}
