package io.writeback.batch;

import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.RowReject;
import io.writeback.problem.Code;

/** What is known of a row before it is sent. Asked in ascending order of rows. */
@FunctionalInterface
public interface SkippedRows {
  /** Whether a later row has the same key. */
  boolean isSuperseded(long row);

  /** Whether the destination confirmed what the row says, and was sent nothing else since. */
  default boolean isUnchanged(long row) {
    return false;
  }

  /**
   * Whether the destination confirmed the record of a row that says something else than it did, and
   * was sent nothing else since.
   */
  default boolean isConfirmed(Record record) {
    return false;
  }

  /**
   * A row with the same key, if one of them was found by a value of its own: it is unknown which of
   * them is meant. 0 if there is none.
   */
  default long rival(long row) {
    return 0;
  }

  /** What mapping makes of a row, unless another one means the same object. */
  default Mapped mapped(Row row, RowMapper mapper) {
    long rival = rival(row.number());
    return rival == 0
        ? mapper.map(row)
        : new Mapped.Rejected(
            new RowReject(
                row.number(),
                mapper.key(row).orElse(""),
                Code.MATCH_AMBIGUOUS,
                "",
                "row %,d means the same object: which of them is to be written is unknown"
                    .formatted(rival)));
  }

  /** Whether the object of a row needs something before it is written. */
  default boolean isUnprepared(long row) {
    return false;
  }

  /** Whether the destination will probably refuse the row. */
  default boolean isRefusalExpected(long row) {
    return false;
  }
}
