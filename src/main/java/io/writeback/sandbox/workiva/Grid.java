package io.writeback.sandbox.workiva;

import java.util.Arrays;
import java.util.Optional;

/**
 * The cells of a sheet at one moment; never changed, only replaced, so that readers see a write
 * entirely or not yet.
 *
 * <p>Rows share their arrays with the previous grid; a row ends with its last filled cell and the
 * grid with its last filled row.
 */
final class Grid {
  static final Grid EMPTY = new Grid(new Object[0][]);
  private static final Object[] EMPTY_ROW = new Object[0];

  private final Object[][] rows;
  private final int width;

  private Grid(Object[][] rows) {
    this.rows = rows;
    this.width = Arrays.stream(rows).mapToInt(row -> row.length).max().orElse(0);
  }

  int height() {
    return rows.length;
  }

  int width() {
    return width;
  }

  /** The size of the used area, including empty cells in it. */
  long area() {
    return (long) height() * width;
  }

  /** The value of a cell; {@code null} if it is empty or outside the grid. */
  Object at(int row, int column) {
    Object[] cells = row(row);
    return column < cells.length ? cells[column] : null;
  }

  /**
   * The grid after a write.
   *
   * @param limit the maximum area
   * @return empty if it would be larger; nothing of that size is allocated
   */
  Optional<Grid> with(CellRange range, Block block, long limit) {
    int reached = Math.max(height(), block.height() == 0 ? 0 : range.top() + block.height());
    int last = Math.min(range.bottom() + 1, reached);
    int[] lengths = new int[reached];
    int newHeight = 0;
    int newWidth = 0;
    for (int r = 0; r < reached; r++) {
      lengths[r] = r < range.top() || r >= last ? row(r).length : lengthAfter(r, range, block);
      newHeight = lengths[r] > 0 ? r + 1 : newHeight;
      newWidth = Math.max(newWidth, lengths[r]);
    }
    if ((long) newHeight * newWidth > limit) {
      return Optional.empty();
    }
    Object[][] after = new Object[newHeight][];
    for (int r = 0; r < newHeight; r++) {
      after[r] = r < range.top() || r >= last ? row(r) : rowAfter(r, lengths[r], range, block);
    }
    return Optional.of(new Grid(after));
  }

  /** The range with its open ends closed at the last filled row and column in it. */
  Optional<CellRange> bounded(CellRange range) {
    int bottom = -1;
    int right = -1;
    for (int r = range.top(); r <= Math.min(range.bottom(), height() - 1); r++) {
      for (int c = Math.min(range.right(), row(r).length - 1); c >= range.left(); c--) {
        if (rows[r][c] != null) {
          bottom = r;
          right = Math.max(right, c);
          break;
        }
      }
    }
    if (bottom < 0 && range.isOpen()) {
      return Optional.empty();
    }
    return Optional.of(
        CellRange.of(
            range.top(),
            range.left(),
            range.openBelow() ? bottom : range.bottom(),
            range.openRight() ? right : range.right()));
  }

  private int lengthAfter(int r, CellRange range, Block block) {
    int length = Math.max(row(r).length, block.width() == 0 ? 0 : range.left() + block.width());
    while (length > 0 && after(r, length - 1, range, block) == null) {
      length--;
    }
    return length;
  }

  private Object[] rowAfter(int r, int length, CellRange range, Block block) {
    Object[] row = Arrays.copyOf(row(r), length);
    for (int c = range.left(); c < Math.min(length, range.right() + 1); c++) {
      row[c] = after(r, c, range, block);
    }
    return row;
  }

  private Object after(int r, int c, CellRange range, Block block) {
    Object old = at(r, c);
    return c < range.left() || c > range.right()
        ? old
        : block.over(old, r - range.top(), c - range.left());
  }

  private Object[] row(int r) {
    return r < rows.length ? rows[r] : EMPTY_ROW;
  }
}
