package io.writeback.dataset.body;

import io.writeback.dataset.ColumnType;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rows that name their cells, as rows of columns: those that the route names, or those of the first
 * row.
 *
 * <p>A row need not have a cell for each column: what it does not name is NULL. Of columns that the
 * route names, each is in some row; of those of the first row, no other row has more. Otherwise a
 * name that is misspelt would empty its field.
 */
final class RecordBody implements BodyRows {
  private final String source;
  private final Records records;
  private final boolean declared;
  private final List<String> header;
  private final ColumnType[] types;
  private final boolean[] seen;
  private Map<String, Cell> first;
  private long number;

  /**
   * @param columns that are taken, in this order; empty for those of the first row
   */
  RecordBody(String source, Records records, List<String> columns) throws IOException {
    this.source = source;
    this.records = records;
    declared = !columns.isEmpty();
    first = records.next();
    header = declared ? columns : names();
    types = new ColumnType[header.size()];
    seen = new boolean[header.size()];
  }

  private List<String> names() {
    if (first == null) {
      throw new WritebackException(
          Code.BAD_HEADER,
          source + ": there is no row, and so no names of columns; list them in columns");
    }
    return List.copyOf(first.keySet());
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public void each(Consumer<List<String>> row) throws IOException {
    Map<String, Cell> next = first;
    first = null;
    for (List<String> names = next == null ? null : List.copyOf(next.keySet());
        next != null;
        next = records.next()) {
      number++;
      row.accept(cells(next, names));
    }
    requireSeen();
  }

  private List<String> cells(Map<String, Cell> row, List<String> firstNames) {
    List<String> cells = new ArrayList<>(header.size());
    int found = 0;
    for (int column = 0; column < header.size(); column++) {
      Cell cell = row.get(header.get(column));
      if (cell != null) {
        found++;
        seen[column] = true;
      }
      cells.add(cell == null ? null : text(cell, column));
    }
    if (!declared && found < row.size()) {
      String other =
          row.keySet().stream().filter(name -> !header.contains(name)).findFirst().orElseThrow();
      throw new WritebackException(
          Code.BAD_HEADER,
          "%s: row %d has \"%s\", which the first row does not have (%s); list the columns in columns"
              .formatted(source, number, other, String.join(", ", firstNames)));
    }
    return cells;
  }

  private String text(Cell cell, int column) {
    if (cell.isNested()) {
      throw new WritebackException(
          Code.CELL_TYPE,
          "%s: row %d, \"%s\" is an object or an array, which no cell can hold; leave it out of columns, or take it apart in a step before"
              .formatted(source, number, header.get(column)));
    }
    if (cell.type() != null) {
      types[column] = types[column] == null ? cell.type() : common(types[column], cell.type());
    }
    return cell.text();
  }

  private static ColumnType common(ColumnType one, ColumnType other) {
    if (one == other) {
      return one;
    }
    return isNumber(one) && isNumber(other) ? ColumnType.DECIMAL : ColumnType.STRING;
  }

  private static boolean isNumber(ColumnType type) {
    return type == ColumnType.LONG || type == ColumnType.DECIMAL || type == ColumnType.DOUBLE;
  }

  private void requireSeen() {
    if (number == 0) {
      return;
    }
    List<String> missing = new ArrayList<>();
    for (int column = 0; column < seen.length; column++) {
      if (!seen[column]) {
        missing.add("\"" + header.get(column) + "\"");
      }
    }
    if (!missing.isEmpty()) {
      throw new WritebackException(
          Code.BAD_HEADER,
          "%s: no row has %s, which columns names".formatted(source, String.join(", ", missing)));
    }
  }

  @Override
  public ColumnType type(int column) {
    return types[column] == null ? ColumnType.STRING : types[column];
  }
}
