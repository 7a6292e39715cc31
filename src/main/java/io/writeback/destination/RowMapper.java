package io.writeback.destination;

import io.writeback.dataset.Row;
import io.writeback.rows.Digest;
import java.util.Optional;
import java.util.Set;

/** Turns rows into records; the same row gives the same result every time. Never throws on data. */
public interface RowMapper {
  /** The key of a row as {@link Record#key} has it; empty if it has none that is usable. */
  default Optional<String> key(Row row) {
    return Optional.empty();
  }

  /**
   * The keys of the objects that a row means, whatever becomes of it: none if its object does not
   * exist yet, several if it cannot be said which one; empty if it may be any object.
   */
  default Optional<Set<String>> means(Row row) {
    return key(row).map(Set::of);
  }

  /**
   * Whether the key of a row was found by a value of its own: another row with the same key is then
   * no newer version of it, and it is unknown which one is meant.
   */
  default boolean isMatched(Row row) {
    return false;
  }

  /**
   * The 128 bits that stand for a key wherever keys are compared; no other key of the destination
   * may have them. A digest, unless all keys are IDs of so many bits: those need none, and rows in
   * the order of their IDs then are in the ledger side by side, where they are written with less.
   */
  default Digest digest(String key) {
    return Digest.of(key);
  }

  /** The key that a digest stands for, where it is the bits of an ID. */
  default String key(Digest digest) {
    throw new IllegalStateException("a digest does not say its key");
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
