package io.writeback.destination.workiva;

import io.writeback.destination.Record;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the fields of records are in the sheet, and what a run changes beside its rows: the header,
 * and the cells that it empties.
 *
 * <p>A record of what is beside the rows has a number after the last row: the header the next one,
 * and then one for each row of the area.
 */
final class CellPlaces {
  private static final String COLUMN = "column ";

  private final WorkivaDecision decision;
  private final List<String> columns;
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param columns of the DataSet
   */
  CellPlaces(WorkivaDecision decision, List<String> columns) {
    this.decision = decision;
    this.columns = columns;
    columns.forEach(name -> places.put(name, decision.data().left() + places.size()));
  }

  /** The row of the sheet that a row of the DataSet is. */
  int row(long row) {
    Area data = decision.data();
    if (row <= decision.rows()) {
      return Math.toIntExact(data.top() + (decision.header() ? row : row - 1));
    }
    long beside = row - decision.rows() - 1;
    return beside == 0 ? data.top() : Math.toIntExact(decision.area().top() + beside - 1);
  }

  int row(Record record) {
    return row(record.row());
  }

  int column(Record record, String field) {
    boolean emptied = record.row() > decision.rows() + 1;
    return emptied ? Area.column(field.substring(COLUMN.length())) : places.get(field);
  }

  /** The column of the DataSet that a column of the sheet is; null if it is none. */
  String field(int column) {
    int place = column - decision.data().left();
    return place >= 0 && place < columns.size() ? columns.get(place) : null;
  }

  /** The smallest area with all fields of records. */
  Area of(List<Record> records) {
    int top = Integer.MAX_VALUE;
    int left = Integer.MAX_VALUE;
    int bottom = 0;
    int right = 0;
    for (Record record : records) {
      int row = row(record);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      for (String field : record.fields().keySet()) {
        int column = column(record, field);
        left = Math.min(left, column);
        right = Math.max(right, column);
      }
    }
    return new Area(top, left, bottom, right);
  }

  /** Values for the fields of records, and for no other cell between them. */
  Block block(List<Record> records) {
    Area area = of(records);
    Object[][] cells = new Object[area.height()][area.width()];
    for (Record record : records) {
      record
          .fields()
          .forEach(
              (field, value) ->
                  cells[row(record) - area.top()][column(record, field) - area.left()] =
                      value == null ? "" : value);
    }
    return Block.of(area, cells);
  }

  /** How many parts {@link #beside} has. */
  int besides() {
    int headers = decision.header() ? 1 : 0;
    return headers + (emptied().height() + decision.rowsAtOnce() - 1) / decision.rowsAtOnce();
  }

  /** A part of what is beside the rows: the header is the first. */
  List<Record> beside(int part) {
    int headers = decision.header() ? 1 : 0;
    if (part < headers) {
      Map<String, Object> names = new LinkedHashMap<>();
      columns.forEach(name -> names.put(name, name));
      return List.of(record(decision.rows() + 1, "the header", names));
    }
    Area emptied = emptied();
    int first = emptied.top() + (part - headers) * decision.rowsAtOnce();
    int last = Math.min(emptied.bottom(), first + decision.rowsAtOnce() - 1);
    List<Record> records = new ArrayList<>();
    for (int row = first; row <= last; row++) {
      long number = decision.rows() + 2 + row - decision.area().top();
      records.add(record(number, "row " + row, blanks(row)));
    }
    return records;
  }

  /** The rows of the area in which cells get no value of the data. */
  private Area emptied() {
    Area area = decision.area();
    Area data = decision.data();
    boolean beside = data.isEmpty() || area.right() > data.right();
    return new Area(
        beside ? area.top() : data.bottom() + 1, area.left(), area.bottom(), area.right());
  }

  private Map<String, Object> blanks(int row) {
    Area data = decision.data();
    boolean beside = !data.isEmpty() && row <= data.bottom();
    Map<String, Object> blanks = new LinkedHashMap<>();
    for (int column = beside ? data.right() + 1 : decision.area().left();
        column <= decision.area().right();
        column++) {
      blanks.put(COLUMN + Area.letters(column), "");
    }
    return blanks;
  }

  private static Record record(long number, String key, Map<String, Object> fields) {
    return new Record(number, key, fields, CellValues.bytes(List.copyOf(fields.values())), 0);
  }
}
