package io.writeback.destination;

import io.writeback.dataset.Row;
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

  Mapped map(Row row);
}
