package io.writeback.ledger;

/** A field that holds another value than was sent. */
public record DifferenceEntry(long row, String key, String field, String sent, String found) {}
