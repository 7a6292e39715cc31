package io.writeback.ledger;

/** Why rows were rejected, or what differs: how many there are, and the first of them. */
public record Cause(
    String code, String column, String cause, long count, long exampleRow, String example) {}
