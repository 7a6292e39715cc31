package io.writeback.batch;

import io.writeback.destination.Record;

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

  /** Whether the destination will probably refuse the row. */
  default boolean isRefusalExpected(long row) {
    return false;
  }
}
