package io.writeback.dataset.body;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows that are maps, such as those of a SQL query. */
final class MapRecords implements Records {
  private final String source;
  private final Iterator<?> rows;
  private long number;

  MapRecords(String source, Iterator<?> rows) {
    this.source = source;
    this.rows = rows;
  }

  @Override
  public Map<String, Cell> next() {
    if (!rows.hasNext()) {
      return null;
    }
    number++;
    if (!(rows.next() instanceof Map<?, ?> row)) {
      throw new WritebackException(
          Code.BODY_KIND,
          "%s: row %d is not a map of names to values, which format: rows reads"
              .formatted(source, number));
    }
    Map<String, Cell> cells = new LinkedHashMap<>();
    row.forEach((name, value) -> cells.put(String.valueOf(name), cell(name, value)));
    return cells;
  }

  private Cell cell(Object name, Object value) {
    try {
      return Cell.of(value);
    } catch (IllegalArgumentException e) {
      throw new WritebackException(
          Code.CELL_TYPE,
          "%s: row %d, \"%s\" %s, which has no text; convert it in the query, or in a step before"
              .formatted(source, number, name, e.getMessage()),
          e);
    }
  }
}
