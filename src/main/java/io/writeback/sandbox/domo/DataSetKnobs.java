package io.writeback.sandbox.domo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a DataSet simulates. A negative number means: the real value.
 *
 * @param rows the row count that the metadata reports
 * @param exportedRows rows that the client may see (PDP), in exports and in COUNT(*)
 * @param pdpEnabled the metadata's flag
 * @param truncateAfterRows the export silently ends there with a 200, while COUNT(*) does not
 * @param stallAfterBytes the export hangs there
 * @param cutAfterBytes the connection closes there
 * @param changesDuringExport how many of the next exports change {@code dataCurrentAt}
 * @param html the export is a login page, with status 200
 * @param noAccess the client has no access
 * @param deleted the DataSet is deleted
 * @param types overrides of the guessed column types
 * @param lagMillis how long after a change the rows lag behind the metadata
 * @param lagExports how many exports after a change have lagging rows
 * @param lagRows how many of the new rows a lagging export has; negative for the previous rows
 * @param nullAs how an export writes NULL: {@code empty}, {@code mark} ({@code \N}), or {@code
 *     quoted} ({@code ""})
 * @param queriedRows the most rows that a query answers, whatever its LIMIT
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
    Map<String, String> types,
    long lagMillis,
    int lagExports,
    long lagRows,
    String nullAs,
    long queriedRows) {
  private static final java.util.Set<String> NULLS = java.util.Set.of("empty", "mark", "quoted");

  /** No knob set. */
  public static final DataSetKnobs NONE =
      new DataSetKnobs(
          -1, -1, false, -1, -1, -1, 0, false, false, false, Map.of(), -1, 0, -1, "empty", -1);

  public DataSetKnobs {
    types = Map.copyOf(types);
    types.forEach(Column::new);
    if (!NULLS.contains(nullAs)) {
      throw new IllegalArgumentException("nullAs is one of " + NULLS + ", not " + nullAs);
    }
  }

  /**
   * These knobs with the members of a JSON object applied; others stay, {@code null} resets one.
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
        types(json.path("types")),
        number(json, "lagMillis", lagMillis),
        json.has("lagExports") ? json.get("lagExports").asInt(0) : lagExports,
        number(json, "lagRows", lagRows),
        json.path("nullAs").asText(json.has("nullAs") ? "empty" : nullAs),
        number(json, "queriedRows", queriedRows));
  }

  long mostQueried() {
    return queriedRows < 0 ? Long.MAX_VALUE : queriedRows;
  }

  /** Whether rows lag behind the metadata. */
  boolean lags() {
    return lagMillis > 0 || lagExports > 0;
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
        types,
        lagMillis,
        lagExports,
        lagRows,
        nullAs,
        queriedRows);
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
              "types",
              "lagMillis",
              "lagExports",
              "lagRows",
              "nullAs",
              "queriedRows"));

  private static long number(JsonNode json, String name, long now) {
    return json.has(name) ? json.get(name).asLong(-1) : now;
  }

  private Map<String, String> types(JsonNode json) {
    Map<String, String> all = new LinkedHashMap<>(types);
    json.properties().forEach(type -> all.put(type.getKey(), type.getValue().asText()));
    return all;
  }
}
