package io.writeback.destination.workfront.mapping;

/** Which objects the rows of a run mean that have no ID. */
@FunctionalInterface
public interface Matches {
  /** Of rows that were not looked up. */
  Matches NONE =
      row -> {
        throw new IllegalStateException("row " + row + " was not looked up");
      };

  /** The object of a row whose value was looked up. */
  Match of(long row);
}
