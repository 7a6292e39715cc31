package io.writeback.destination;

import io.writeback.problem.Code;
import java.util.Objects;

/**
 * Why one row is not written.
 *
 * @param row its number
 * @param key its key, "" if it has none that is usable
 * @param column the column at fault, "" if it is not known or not one
 * @param reason what is wrong with it and what would be right, or the destination's own message
 */
public record RowReject(long row, String key, Code code, String column, String reason) {
  public RowReject {
    Objects.requireNonNull(key);
    Objects.requireNonNull(code);
    Objects.requireNonNull(column);
    Objects.requireNonNull(reason);
  }
}
