package io.writeback.sandbox.domo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Answers the two queries that a copying client needs: {@code SELECT COUNT(*)} and {@code SELECT *}
 * with LIMIT and OFFSET.
 *
 * <p>Domo query API: the table name is ignored, names may be in backticks, the response has
 * columns, metadata and rows of typed values. All other SQL is refused.
 */
final class DomoQuery {
  private static final String TABLE = "\\s+from\\s+(?:`[^`]+`|[\\w.-]+)";
  private static final Pattern COUNT =
      Pattern.compile(
          "\\s*select\\s+(count\\s*\\(\\s*(?:\\*|1)\\s*\\))(?:\\s+as\\s+`?(\\w+)`?)?"
              + TABLE
              + "\\s*;?\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ALL =
      Pattern.compile(
          "\\s*select\\s+\\*"
              + TABLE
              + "(?:\\s+limit\\s+(\\d+))?(?:\\s+offset\\s+(\\d+))?\\s*;?\\s*",
          Pattern.CASE_INSENSITIVE);

  private DomoQuery() {}

  /** Runs the query of a body {@code {"sql":"…"}}. */
  static ObjectNode run(DataSet dataSet, String body) throws IOException, DomoRefusal {
    String sql = sql(body);
    Matcher count = COUNT.matcher(sql);
    if (count.matches()) {
      String name =
          count.group(2) == null ? count.group(1).toUpperCase(Locale.ROOT) : count.group(2);
      ArrayNode rows = Json.array();
      rows.addArray().add(dataSet.served().visible());
      return answer(dataSet, List.of(new Column(name, "LONG")), rows);
    }
    Matcher all = ALL.matcher(sql);
    if (all.matches()) {
      long limit = all.group(1) == null ? Long.MAX_VALUE : Long.parseLong(all.group(1));
      long offset = all.group(2) == null ? 0 : Long.parseLong(all.group(2));
      return answer(dataSet, dataSet.columns(), rows(dataSet, limit, offset));
    }
    throw DomoRefusal.badRequest("The sandbox cannot run this SQL: " + sql);
  }

  private static String sql(String body) throws DomoRefusal {
    try {
      JsonNode sql = Json.read(body).path("sql");
      if (sql.isTextual()) {
        return sql.asText();
      }
    } catch (JsonProcessingException e) {
      throw DomoRefusal.badRequest("The body is not JSON");
    }
    throw DomoRefusal.badRequest("The body has no sql");
  }

  private static ObjectNode answer(DataSet dataSet, List<Column> columns, ArrayNode rows) {
    ObjectNode answer = Json.object().put("datasource", dataSet.id());
    ArrayNode names = answer.putArray("columns");
    ArrayNode metadata = answer.putArray("metadata");
    for (Column column : columns) {
      names.add(column.name());
      metadata
          .addObject()
          .put("type", column.type())
          .put("dataSourceId", dataSet.id())
          .put("maxLength", -1)
          .put("minLength", -1)
          .put("periodIndex", 0);
    }
    answer.set("rows", rows);
    answer.put("numRows", rows.size()).put("numColumns", columns.size());
    return answer.put("fromcache", true);
  }

  private static ArrayNode rows(DataSet dataSet, long limit, long offset) throws IOException {
    List<Column> columns = dataSet.columns();
    DataSet.Served served = dataSet.served();
    long last = served.visible();
    ArrayNode rows = Json.array();
    try (CSVParser parser =
        CSVFormat.RFC4180.parse(
            new InputStreamReader(served.content().open(), StandardCharsets.UTF_8))) {
      for (CSVRecord record : parser) {
        long row = record.getRecordNumber() - 1;
        if (row > last || rows.size() >= limit) {
          break;
        }
        if (row > offset) {
          ArrayNode cells = rows.addArray();
          for (int i = 0; i < columns.size(); i++) {
            addTyped(cells, i < record.size() ? record.get(i) : "", columns.get(i).type());
          }
        }
      }
    }
    return rows;
  }

  private static void addTyped(ArrayNode cells, String cell, String type) {
    if (cell.isEmpty()) {
      cells.addNull();
      return;
    }
    switch (type) {
      case "LONG" -> cells.add(Long.parseLong(cell));
      case "DOUBLE", "DECIMAL" -> cells.add(new BigDecimal(cell));
      default -> cells.add(cell);
    }
  }
}
