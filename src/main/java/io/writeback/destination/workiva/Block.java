package io.writeback.destination.workiva;

import io.writeback.destination.rest.StrictJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What one request writes: an area, and values from its corner on. What the values do not reach is
 * emptied by the same request (Workiva API, update the values of a range).
 *
 * @param values rows of the same length, each value a BigDecimal, a String or, as it was held
 *     before, a Boolean; null leaves its cell as it is
 */
record Block(Area area, List<List<Object>> values) {
  /** A fifth of the bytes that an answer may have, as the time it may take counts, too. */
  static final long HEAVY = 2_000_000;

  /** Values for an area, one for each of its cells. */
  static Block of(Area area, Object[][] values) {
    return new Block(area, Arrays.stream(values).map(Arrays::asList).toList());
  }

  byte[] json() {
    return StrictJson.bytes(Map.of("values", values));
  }

  /** Whether a page of the usual size may be too much to read back. */
  boolean isHeavy() {
    long bytes = 0;
    for (List<Object> row : values) {
      bytes += CellValues.bytes(row);
    }
    return bytes > HEAVY;
  }

  /**
   * What a cell of the sheet has to hold after the write; "" for one that is emptied, null for one
   * that is left as it is.
   */
  Object at(int row, int column) {
    int down = row - area.top();
    int along = column - area.left();
    return down < values.size() && along < values.get(down).size()
        ? values.get(down).get(along)
        : "";
  }
}
