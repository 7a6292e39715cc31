package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Difference;
import io.writeback.destination.Record;
import io.writeback.destination.rest.StrictJson;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the cells of a block, as they are read back, with what was sent. */
final class BlockReadBack implements SheetValues.Cell {
  private static final int MOST_LISTED = 5;

  private final Block block;
  private final CellPlaces places;
  private final BitSet rowsOfData;
  private final BitSet seen = new BitSet();
  private final Map<Integer, List<Difference>> rows = new TreeMap<>();
  private final List<String> elsewhere = new ArrayList<>();
  private final ReadBackNotes notes = new ReadBackNotes(false);

  /**
   * @param records of the rows of the DataSet that are in the block
   */
  BlockReadBack(Block block, List<Record> records, CellPlaces places) {
    this.block = block;
    this.places = places;
    this.rowsOfData = new BitSet();
    records.stream()
        .filter(record -> record.rows() > 0)
        .forEach(record -> rowsOfData.set(places.row(record)));
  }

  @Override
  public void at(int row, int column, JsonNode value) {
    Area area = block.area();
    if (area.contains(row, column)) {
      seen.set((row - area.top()) * area.width() + column - area.left());
      compare(row, column, value);
    }
  }

  /** All cells were read: what did not come is blank. */
  BlockReadBack whole() {
    Area area = block.area();
    for (int down = 0; down < block.values().size(); down++) {
      for (int along = 0; along < block.values().get(down).size(); along++) {
        if (!seen.get(down * area.width() + along)) {
          compare(
              area.top() + down,
              area.left() + along,
              StrictJson.MAPPER.getNodeFactory().nullNode());
        }
      }
    }
    return this;
  }

  private void compare(int row, int column, JsonNode value) {
    Object sent = block.at(row, column);
    if (sent == null) {
      return;
    }
    CellMatch match = CellMatch.of(sent, value);
    if (match != CellMatch.DIFFERENT) {
      notes.note(match, row, column);
      return;
    }
    String field = places.field(column);
    if (field != null && rowsOfData.get(row)) {
      rows.computeIfAbsent(row, one -> new ArrayList<>())
          .add(new Difference(field, sent.toString(), value.asText("")));
    } else if (elsewhere.size() < MOST_LISTED) {
      elsewhere.add(
          "%s holds \"%s\" and not \"%s\""
              .formatted(Area.cell(row, column), value.asText(""), sent));
    }
  }

  boolean isEmpty() {
    return rows.isEmpty() && elsewhere.isEmpty();
  }

  /** What differs in a row of the DataSet. */
  List<Difference> differences(Record record) {
    return record.rows() == 0 ? List.of() : rows.getOrDefault(places.row(record), List.of());
  }

  /** What differs outside of rows. */
  List<String> elsewhere() {
    return elsewhere;
  }

  ReadBackNotes notes() {
    return notes;
  }
}
