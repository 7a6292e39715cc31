package io.writeback.ledger;

import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** Why rows were rejected, or what differs: how many there are, and the first of them. */
public record Cause(
    String code,
    @ColumnName("column_name") String column,
    String cause,
    @ColumnName("found") long count,
    long exampleRow,
    String example) {}
