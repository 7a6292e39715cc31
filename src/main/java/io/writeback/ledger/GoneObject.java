package io.writeback.ledger;

import io.writeback.problem.Code;
import java.util.Objects;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * What became of an object whose row was gone in a run.
 *
 * @param row a number after those of the rows
 * @param code why it was not cleared or deleted; null if it was, or if there was nothing to do
 * @param reason in words, else ""
 */
public record GoneObject(
    @ColumnName("row_number") long row,
    @ColumnName("row_key") String key,
    Outcome outcome,
    Code code,
    String reason) {
  /** What became of it. */
  public enum Outcome {
    CLEARED,
    DELETED,
    /** An undo has put back what it held before it was cleared. */
    RESTORED,
    /** It was blank or gone already; of an undo, there was nothing to put back. */
    NOTHING,
    /** Someone has changed it since it was looked at. */
    KEPT,
    REFUSED,
    /** The last answer about it was lost. */
    IN_DOUBT;

    /** Whether a person should look at it. */
    public boolean isOpen() {
      return this == KEPT || this == REFUSED || this == IN_DOUBT;
    }
  }

  public GoneObject {
    Objects.requireNonNull(key);
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(reason);
  }
}
