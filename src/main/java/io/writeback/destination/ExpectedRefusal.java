package io.writeback.destination;

import io.writeback.problem.Code;
import java.util.List;
import java.util.Objects;

/**
 * Rows of which the destination will probably refuse the records, for one reason.
 *
 * @param code what it is, as docs/errors.md explains it: {@code WB-433}
 * @param column the column that is the reason
 * @param field the wire name of its field
 * @param reason what the destination says now that speaks against the rows
 * @param rows how many there are
 * @param examples the first of them
 */
public record ExpectedRefusal(
    Code code, String column, String field, String reason, long rows, List<Example> examples) {
  /** No more rows than this are named. */
  public static final int MOST_EXAMPLES = 5;

  /**
   * One of the rows.
   *
   * @param key what the destination finds its record by
   * @param detail what is particular to it; may be ""
   */
  public record Example(long row, String key, String detail) {}

  public ExpectedRefusal {
    Objects.requireNonNull(code);
    Objects.requireNonNull(column);
    Objects.requireNonNull(field);
    Objects.requireNonNull(reason);
    examples = List.copyOf(examples);
  }
}
