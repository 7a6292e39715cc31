package io.writeback.dataset;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * A row of a DataSet.
 *
 * @param number 1 for the first row after the header
 * @param cells one a column; null is NULL ({@code ,,}), "" is an empty text ({@code ,"",})
 */
public record Row(long number, List<String> cells) {
  public Row {
    cells = cells instanceof Cells own ? own : new Cells(cells.toArray(new String[0]));
  }

  /**
   * The same without a copy.
   *
   * @param cells not changed any more
   */
  static Row of(long number, String[] cells) {
    return new Row(number, new Cells(cells));
  }

  public String cell(int column) {
    return cells.get(column);
  }

  /** A list that cannot be changed, and may have nulls. */
  private static final class Cells extends AbstractList<String> implements RandomAccess {
    private final String[] cells;

    private Cells(String[] cells) {
      this.cells = cells;
    }

    @Override
    public String get(int column) {
      return cells[column];
    }

    @Override
    public int size() {
      return cells.length;
    }
  }
}
