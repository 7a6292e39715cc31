package io.writeback.sandbox.workiva;

import java.util.List;

/**
 * The values of one write; all rows have one length.
 *
 * <p>A cell is a String, BigDecimal, Boolean or {@link Formula}; {@code null} is an empty one.
 */
final class Block {
  /** Represents a JSON null, which leaves the cell unchanged. */
  static final Object KEEP = new Object();

  private final Object[][] rows;

  Block(List<Object[]> rows) {
    this.rows = rows.toArray(Object[][]::new);
  }

  int height() {
    return rows.length;
  }

  int width() {
    return rows.length == 0 ? 0 : rows[0].length;
  }

  /** The new value of a cell of the range; cells that the block does not cover are cleared. */
  Object over(Object old, int row, int column) {
    if (row >= height() || column >= width()) {
      return null;
    }
    Object value = rows[row][column];
    return value == KEEP ? old : value;
  }
}
