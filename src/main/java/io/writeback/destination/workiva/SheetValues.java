package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.util.function.Consumer;

/** What the cells of a sheet hold, formulas as they were written; read page by page. */
final class SheetValues {
  private final WorkivaApi api;
  private final String spreadsheet;
  private final String sheet;

  SheetValues(WorkivaApi api, String spreadsheet, String sheet) {
    this.api = api;
    this.spreadsheet = spreadsheet;
    this.sheet = sheet;
  }

  /** Told of a cell. */
  @FunctionalInterface
  interface Cell {
    void at(int row, int column, JsonNode value);
  }

  /** All cells of a range as far as the service has any. */
  void each(String range, Cell cell) {
    api.each(uri(range), Code.UNKNOWN_OBJECT, reader(cell));
  }

  /**
   * The same, for whoever tries again himself.
   *
   * @throws io.writeback.http.CallFailure if there is no answer, or another try may change it
   */
  void ask(Area area, Cell cell) {
    api.ask(uri(area.toString()), Code.UNKNOWN_OBJECT, reader(cell));
  }

  /** The smallest area with all cells of a range that hold something. */
  Area used(String range) {
    Area[] used = {Area.of(1, 1, 0, 0)};
    each(
        range,
        (row, column, value) -> {
          if (!isBlank(value)) {
            used[0] = used[0].with(new Area(row, column, row, column));
          }
        });
    return used[0];
  }

  static boolean isBlank(JsonNode value) {
    return value.isNull() || value.isTextual() && value.asText().isEmpty();
  }

  private URI uri(String range) {
    return URI.create(api.values(spreadsheet, sheet, range) + "?%24valuestyle=raw");
  }

  private static Consumer<JsonNode> reader(Cell cell) {
    return entry -> {
      Region place = place(entry.path("range").asText(""));
      int row = place.top();
      for (JsonNode values : entry.path("values")) {
        int column = place.left();
        for (JsonNode value : values) {
          cell.at(row, column++, value);
        }
        row++;
      }
    };
  }

  private static Region place(String range) {
    try {
      return Region.parse(range);
    } catch (IllegalArgumentException e) {
      throw new WritebackException(
          Code.DESTINATION_UNAVAILABLE,
          "Workiva says that values are at \"" + range + "\", which is no range");
    }
  }
}
