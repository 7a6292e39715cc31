package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.writeback.destination.Held;
import io.writeback.destination.Record;
import java.util.ArrayList;
import java.util.List;

/** What the cells of an area hold, for the records that would be written there. */
final class HeldRows implements SheetValues.Cell {
  private final Area area;
  private final JsonNode[] cells;

  /**
   * @param area with no more cells than one request writes
   */
  HeldRows(Area area) {
    this.area = area;
    this.cells = new JsonNode[Math.toIntExact(area.cells())];
  }

  @Override
  public void at(int row, int column, JsonNode value) {
    if (area.contains(row, column)) {
      cells[place(row, column)] = value;
    }
  }

  private int place(int row, int column) {
    return (row - area.top()) * area.width() + column - area.left();
  }

  /**
   * The cells of a record, which is always there: a sheet has all of its cells.
   *
   * @param places where its fields are
   */
  Held.Entry entry(Record record, CellPlaces places) {
    int row = places.row(record);
    List<Held.Cell> held = new ArrayList<>(record.fields().size());
    record
        .fields()
        .forEach(
            (name, wanted) -> {
              // What did not come is blank.
              JsonNode found = cells[place(row, places.column(record, name))];
              held.add(cell(name, wanted, found == null ? NullNode.getInstance() : found));
            });
    return new Held.Entry(record, true, held);
  }

  private static Held.Cell cell(String name, Object wanted, JsonNode found) {
    if (found.isContainerNode()) {
      return new Held.Unreadable(name, "Workiva shows something other than a value");
    }
    return new Held.Value(name, before(found), CellMatch.of(wanted, found) != CellMatch.DIFFERENT);
  }

  /** Only "" empties a cell: null leaves it as it is (Workiva API, values of a range). */
  private static Object before(JsonNode found) {
    if (found.isNumber()) {
      return CellValues.plain(found.decimalValue());
    }
    if (found.isBoolean()) {
      return found.booleanValue();
    }
    return found.isNull() ? "" : found.asText();
  }
}
