package io.writeback.dataset;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A row of a DataSet.
 *
 * @param number 1 for the first row after the header
 * @param cells one a column; null is NULL ({@code ,,}), "" is an empty text ({@code ,"",})
 */
public record Row(long number, List<String> cells) {
  public Row {
    cells = Collections.unmodifiableList(Arrays.asList(cells.toArray(new String[0])));
  }

  public String cell(int column) {
    return cells.get(column);
  }
}
