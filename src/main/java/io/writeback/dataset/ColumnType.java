package io.writeback.dataset;

/** The types of a Domo DataSet's columns (DataSet API, schema). */
public enum ColumnType {
  STRING,
  DECIMAL,
  LONG,
  DOUBLE,
  DATE,
  DATETIME
}
