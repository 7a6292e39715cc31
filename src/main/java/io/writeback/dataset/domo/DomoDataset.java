package io.writeback.dataset.domo;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import io.writeback.dataset.SourceState;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What Domo says of a DataSet (DataSet API, "Retrieve a DataSet").
 *
 * @param rows as Domo counts them, whatever a client may see of them
 * @param columns how many there are; a list has the number but no schema
 * @param schema without columns in a list
 * @param current when its data was last changed (dataCurrentAt, else updatedAt), as Domo writes it;
 *     "" if it never was
 * @param answeredAt the time at Domo when it said so; null if it did not send it
 * @param filtered whether personalized data permissions may hide rows from a client
 */
public record DomoDataset(
    String id,
    String name,
    long rows,
    int columns,
    Schema schema,
    String current,
    Instant answeredAt,
    boolean neverFilled,
    boolean filtered,
    boolean deleted) {
  /**
   * From one JSON object.
   *
   * @param answeredAt the time at Domo, or null
   */
  static DomoDataset of(JsonNode json, Instant answeredAt) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : json.path("schema").path("columns")) {
      columns.add(new Column(column.path("name").asText(""), type(column.path("type").asText(""))));
    }
    long rows = json.path("rows").asLong(0);
    String dataCurrentAt = json.path("dataCurrentAt").asText("");
    return new DomoDataset(
        json.path("id").asText(""),
        json.path("name").asText(""),
        rows,
        columns.isEmpty() ? json.path("columns").asInt(0) : columns.size(),
        new Schema(columns),
        dataCurrentAt.isEmpty() ? json.path("updatedAt").asText("") : dataCurrentAt,
        answeredAt,
        rows == 0 && dataCurrentAt.isEmpty(),
        json.path("pdpEnabled").asBoolean(false),
        json.path("deleted").asBoolean(false));
  }

  /** Its state, to wait until it has settled. */
  SourceState state() {
    return new SourceState(neverFilled ? "" : current, instant(current), answeredAt);
  }

  private static Instant instant(String time) {
    try {
      return OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeParseException e) {
      // Then its age counts from when it was first seen.
      return null;
    }
  }

  /** A type that Domo adds one day is text, as every cell of a CSV is. */
  private static ColumnType type(String written) {
    try {
      return ColumnType.valueOf(written.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return ColumnType.STRING;
    }
  }
}
