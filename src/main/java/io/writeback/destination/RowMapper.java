package io.writeback.destination;

import io.writeback.dataset.Row;
import io.writeback.rows.Digest;
import java.util.Optional;

/** Turns rows into records; the same row gives the same result every time. Never throws on data. */
public interface RowMapper {
  /** The key of a row as {@link Record#key} has it; empty if it has none that is usable. */
  default Optional<String> key(Row row) {
    return Optional.empty();
  }

  /** Whether a row that has a key has nothing else that is written. */
  default boolean isOnlyKey(Row row) {
    return map(row) instanceof Mapped.Unchanged;
  }

  /**
   * A digest of all that the record of a row is made of, without its key: the cells that are looked
   * at, and how they are converted. Rows for which it is the same become the same record, also in
   * different runs. {@link Digest#NONE} if that is not known.
   */
  default Digest source(Row row) {
    return Digest.NONE;
  }

  Mapped map(Row row);
}
