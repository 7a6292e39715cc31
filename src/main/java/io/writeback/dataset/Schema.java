package io.writeback.dataset;

import java.util.List;

/** The columns of a DataSet in the order of the cells of its rows. */
public record Schema(List<Column> columns) {
  public Schema {
    columns = List.copyOf(columns);
  }

  public int size() {
    return columns.size();
  }

  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The position of a column, -1 if there is none of this name. */
  public int indexOf(String name) {
    return names().indexOf(name);
  }
}
