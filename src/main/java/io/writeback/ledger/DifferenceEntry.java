package io.writeback.ledger;

import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** A field that holds another value than was sent. */
public record DifferenceEntry(
    @ColumnName("row_number") long row,
    @ColumnName("row_key") String key,
    String field,
    String sent,
    String found) {}
