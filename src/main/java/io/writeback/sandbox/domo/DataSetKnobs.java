package io.writeback.sandbox.domo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a DataSet pretends. A number below 0 means: as it is.
 *
 * @param rows the row count that the metadata reports
 * @param exportedRows rows that the client may see (PDP): export and COUNT(*) agree on them
 * @param pdpEnabled the metadata's flag
 * @param truncateAfterRows the export ends there with a 200 and not a word, while COUNT(*) does not
 * @param stallAfterBytes the export hangs there
 * @param cutAfterBytes the connection closes there
 * @param changesDuringExport so many next exports change {@code dataCurrentAt}
 * @param html the export is a login page, with status 200
 * @param noAccess the client has no access
 * @param deleted the DataSet is deleted
 * @param types overrides of the guessed column types
 */
public record DataSetKnobs(
    long rows,
    long exportedRows,
    boolean pdpEnabled,
    long truncateAfterRows,
    long stallAfterBytes,
    long cutAfterBytes,
    int changesDuringExport,
    boolean html,
    boolean noAccess,
    boolean deleted,
    Map<String, String> types) {
  /** Nothing pretended. */
  public static final DataSetKnobs NONE =
      new DataSetKnobs(-1, -1, false, -1, -1, -1, 0, false, false, false, Map.of());

  public DataSetKnobs {
    types = Map.copyOf(types);
    types.forEach(Column::new);
  }

  /**
   * These knobs with those of a JSON object set; a knob it does not name stays, {@code null} resets
   * one.
   */
  public DataSetKnobs with(JsonNode json) {
    for (var property : json.properties()) {
      if (!KNOBS.contains(property.getKey())) {
        throw new IllegalArgumentException(
            "No knob is called " + property.getKey() + "; there are " + KNOBS);
      }
    }
    return new DataSetKnobs(
        number(json, "rows", rows),
        number(json, "exportedRows", exportedRows),
        json.path("pdpEnabled").asBoolean(json.has("pdpEnabled") ? false : pdpEnabled),
        number(json, "truncateAfterRows", truncateAfterRows),
        number(json, "stallAfterBytes", stallAfterBytes),
        number(json, "cutAfterBytes", cutAfterBytes),
        json.has("changesDuringExport")
            ? json.get("changesDuringExport").asInt(0)
            : changesDuringExport,
        json.path("html").asBoolean(json.has("html") ? false : html),
        json.path("noAccess").asBoolean(json.has("noAccess") ? false : noAccess),
        json.path("deleted").asBoolean(json.has("deleted") ? false : deleted),
        types(json.path("types")));
  }

  /** The same after an export that changed {@code dataCurrentAt}. */
  DataSetKnobs changedOnce() {
    return new DataSetKnobs(
        rows,
        exportedRows,
        pdpEnabled,
        truncateAfterRows,
        stallAfterBytes,
        cutAfterBytes,
        changesDuringExport - 1,
        html,
        noAccess,
        deleted,
        types);
  }

  private static final java.util.Set<String> KNOBS =
      new java.util.TreeSet<>(
          java.util.Set.of(
              "rows",
              "exportedRows",
              "pdpEnabled",
              "truncateAfterRows",
              "stallAfterBytes",
              "cutAfterBytes",
              "changesDuringExport",
              "html",
              "noAccess",
              "deleted",
              "types"));

  private static long number(JsonNode json, String name, long now) {
    return json.has(name) ? json.get(name).asLong(-1) : now;
  }

  private Map<String, String> types(JsonNode json) {
    Map<String, String> all = new LinkedHashMap<>(types);
    json.properties().forEach(type -> all.put(type.getKey(), type.getValue().asText()));
    return all;
  }
}
