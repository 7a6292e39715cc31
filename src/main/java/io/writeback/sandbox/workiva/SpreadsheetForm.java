package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A spreadsheet as the admin endpoint accepts and shows it.
 *
 * <p>{@code {"name","access":"write|read|none","locked":false,"sheets":[{"id","name","parent",
 * "lock","locked":["A1:B2"],"dataset":"A1:B9"}]}}; a sheet's id is derived from its spreadsheet and
 * its name unless given; its parent is given by name.
 */
final class SpreadsheetForm {
  private static final Set<String> KEYS = Set.of("name", "access", "locked", "sheets");
  private static final Set<String> SHEET_KEYS =
      Set.of("id", "name", "parent", "lock", "locked", "dataset");

  private SpreadsheetForm() {}

  /** The default id for a name: 32 hexadecimal digits. */
  static String idOf(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }

  static Spreadsheet read(String id, JsonNode json, Instant now) {
    known(json, KEYS);
    List<Sheet> sheets = new ArrayList<>();
    for (JsonNode sheet : json.required("sheets")) {
      known(sheet, SHEET_KEYS);
      String name = sheet.required("name").asText();
      String parent =
          sheet.hasNonNull("parent") ? parent(sheets, sheet.get("parent").asText()) : null;
      Sheet made =
          new Sheet(
              sheet.path("id").asText(idOf(id + "/" + name)),
              name,
              parent,
              sheet.hasNonNull("lock") ? sheet.get("lock").asText() : null,
              ranges(sheet.path("locked")));
      made.dataset(sheet.hasNonNull("dataset") ? range(sheet.get("dataset").asText()) : null);
      sheets.add(made);
    }
    return new Spreadsheet(
        id,
        json.path("name").asText(id),
        Spreadsheet.Access.of(json.path("access").asText("write")),
        json.path("locked").asBoolean(false),
        sheets,
        now);
  }

  static ObjectNode show(Spreadsheet spreadsheet) {
    ObjectNode json = Json.object().put("id", spreadsheet.id()).put("name", spreadsheet.name());
    json.put("access", spreadsheet.access().name().toLowerCase(java.util.Locale.ROOT));
    json.put("locked", spreadsheet.locked());
    ArrayNode sheets = json.putArray("sheets");
    for (Sheet sheet : spreadsheet.sheets()) {
      ObjectNode one = sheets.addObject().put("id", sheet.id()).put("name", sheet.name());
      one.put("parent", sheet.parent()).put("lock", sheet.lock());
      one.set("locked", show(sheet.locked()));
      one.put("dataset", sheet.dataset().map(CellRange::toString).orElse(null));
      one.put("rows", sheet.grid().height()).put("columns", sheet.grid().width());
    }
    return json;
  }

  /** Locked ranges from an array of texts in A1 notation. */
  static List<CellRange> ranges(JsonNode array) {
    List<CellRange> ranges = new ArrayList<>();
    for (JsonNode range : array) {
      ranges.add(range(range.asText()));
    }
    return ranges;
  }

  /** One range in A1 notation. */
  static CellRange range(String text) {
    return CellRange.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("No range: " + text));
  }

  static ArrayNode show(List<CellRange> ranges) {
    ArrayNode array = Json.array();
    ranges.forEach(range -> array.add(range.toString()));
    return array;
  }

  private static String parent(List<Sheet> before, String name) {
    return before.stream()
        .filter(sheet -> sheet.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No sheet before it is called " + name))
        .id();
  }

  private static void known(JsonNode json, Set<String> keys) {
    json.fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.contains(key)) {
                throw new IllegalArgumentException("There is no key " + key);
              }
            });
  }
}
