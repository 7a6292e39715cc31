package io.writeback.ledger;

import io.writeback.problem.Code;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * A row that was not written, and why.
 *
 * @param cause the reason without what is the row's own, to group by
 */
public record RejectEntry(
    @ColumnName("row_number") long row,
    @ColumnName("row_key") String key,
    Code code,
    @ColumnName("column_name") String column,
    String reason,
    String cause) {}
