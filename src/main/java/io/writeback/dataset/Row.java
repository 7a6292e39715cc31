package io.writeback.dataset;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A row of a DataSet.
 *
 * @param number 1 for the first row after the header
 * @param cells one a column; null is NULL ({@code ,,}), "" is an empty text ({@code ,"",}). Those
 *     of a row that is read are made when they are asked for, and only until the next row is read
 */
public record Row(long number, List<String> cells) {
  public String cell(int column) {
    return cells.get(column);
  }

  /** Whether a cell is this text; a cell that is read is not made for it. */
  boolean has(int column, String text) {
    return cells instanceof RowText.Cells read ? read.has(column, text) : text.equals(cell(column));
  }

  /**
   * The texts of some cells, and which of them are NULL, as bytes: equal ones mean equal cells. No
   * cell is made for it.
   */
  public byte[] bytes(int... columns) {
    return (cells instanceof RowText.Cells read ? read : RowText.of(this)).bytes(columns);
  }

  /** The same with all of its cells, however many rows are read after it. */
  public Row kept() {
    return new Row(
        number, Collections.unmodifiableList(Arrays.asList(cells.toArray(new String[0]))));
  }
}
