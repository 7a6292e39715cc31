package io.writeback.dataset;

import java.util.Objects;

/** A named column of a DataSet. */
public record Column(String name, ColumnType type) {
  public Column {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
  }
}
