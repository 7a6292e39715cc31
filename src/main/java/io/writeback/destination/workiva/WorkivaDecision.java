package io.writeback.destination.workiva;

import io.writeback.destination.rest.Decision;
import java.util.List;

/**
 * What a run into Workiva has decided before its first request, and keeps to when it is resumed.
 *
 * @param target {@code workiva:HOST/SPREADSHEET/SHEET}, the sheet as the route names it
 * @param sheet the id of the sheet
 * @param region as the route has it
 * @param area all cells that the run writes or empties
 * @param data the cells of them that get values: header and rows
 * @param rows how many rows there are
 * @param header whether the first row of the data has the names of the columns
 * @param records the most rows of a block
 * @param bytes the most bytes of the rows of a block
 * @param single whether one request writes and empties all of it
 * @param warnings what a person should know
 */
record WorkivaDecision(
    String account,
    String target,
    String spreadsheet,
    String sheet,
    String region,
    Area area,
    Area data,
    long rows,
    boolean header,
    int records,
    long bytes,
    boolean single,
    List<String> warnings)
    implements Decision {
  /**
   * The cells of one request: the most that one answer to a read has, as no number is published.
   */
  static final int MOST_CELLS = 50_000;

  /** Below the 10 MB that are published, with room for what else is in a request. */
  static final long MOST_BYTES = 8_000_000;

  WorkivaDecision {
    warnings = List.copyOf(warnings);
  }

  /** How many rows of the area one request may have. */
  int rowsAtOnce() {
    return Math.max(1, MOST_CELLS / Math.max(1, area.width()));
  }

  /** What the blocks of the rows leave of the area: all of it if there are no rows. */
  Area rest() {
    if (single) {
      return Area.of(1, 1, 0, 0);
    }
    int first = rows == 0 ? area.top() : data.bottom() + 1;
    return new Area(first, area.left(), area.bottom(), area.right());
  }
}
