package io.writeback.run;

import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.Record;
import java.io.Closeable;
import java.util.Optional;

/** What is sent of each row that a person has approved, asked in ascending order of rows. */
interface ApprovedRows extends Closeable {
  Mapped of(Row row);

  /** What is sent of a record that no row has; empty if nothing is. */
  Optional<Record> beside(Record record);

  @Override
  void close();
}
