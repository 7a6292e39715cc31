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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Answers the queries that a copying client needs, see {@link SelectStatement}.
 *
 * <p>Domo query API: the table name is ignored, names may be in backticks, the response has
 * columns, metadata and rows of typed values.
 *
 * <p>Nothing public says in which order rows come that an ORDER BY does not tell apart, and a page
 * need not have the order of the one before. So rows of equal order come in another order at every
 * OFFSET, and without ORDER BY all of them do as soon as an OFFSET is given.
 */
final class DomoQuery {
  private DomoQuery() {}

  /** Runs the query of a body {@code {"sql":"…"}}. */
  static ObjectNode run(DataSet dataSet, String body) throws IOException, DomoRefusal {
    List<Column> columns = dataSet.columns();
    SelectStatement select = SelectStatement.parse(sql(body), columns);
    List<List<String>> found = rows(dataSet, select);
    return select.isAggregate()
        ? figures(dataSet, select, columns, found)
        : page(dataSet, select, found);
  }

  private static ObjectNode figures(
      DataSet dataSet, SelectStatement select, List<Column> columns, List<List<String>> found) {
    ArrayNode rows = Json.array();
    ArrayNode cells = rows.addArray();
    for (SelectStatement.Output output : select.outputs()) {
      addTyped(cells, figure(output, columns, found), output.column().type());
    }
    return answer(dataSet, select, rows);
  }

  private static String figure(
      SelectStatement.Output output, List<Column> columns, List<List<String>> found) {
    if (output.index() < 0) {
      return String.valueOf(found.size());
    }
    List<String> filled =
        found.stream().map(row -> row.get(output.index())).filter(cell -> !cell.isEmpty()).toList();
    if (output.function().equals("COUNT")) {
      return String.valueOf(filled.size());
    }
    Comparator<String> order = SelectStatement.cells(columns.get(output.index()));
    return filled.stream()
        .max(output.function().equals("MAX") ? order : order.reversed())
        .orElse("");
  }

  private static ObjectNode page(
      DataSet dataSet, SelectStatement select, List<List<String>> found) {
    int turn = Objects.hash(select.offset());
    Comparator<List<String>> any =
        Comparator.comparingInt(row -> select.offset() == 0 ? 0 : (row.hashCode() * 31) ^ turn);
    if (select.order() != null) {
      found.sort(select.order().thenComparing(any));
    } else if (select.offset() > 0) {
      found.sort(any);
    }
    ArrayNode rows = Json.array();
    found.stream()
        .skip(select.offset())
        .limit(Math.min(select.limit(), dataSet.knobs().mostQueried()))
        .forEach(
            row -> {
              ArrayNode cells = rows.addArray();
              for (SelectStatement.Output output : select.outputs()) {
                addTyped(cells, row.get(output.index()), output.column().type());
              }
            });
    return answer(dataSet, select, rows);
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

  private static ObjectNode answer(DataSet dataSet, SelectStatement select, ArrayNode rows) {
    ObjectNode answer = Json.object().put("datasource", dataSet.id());
    ArrayNode names = answer.putArray("columns");
    ArrayNode metadata = answer.putArray("metadata");
    for (SelectStatement.Output output : select.outputs()) {
      names.add(output.column().name());
      metadata
          .addObject()
          .put("type", output.column().type())
          .put("dataSourceId", dataSet.id())
          .put("maxLength", -1)
          .put("minLength", -1)
          .put("periodIndex", 0);
    }
    answer.set("rows", rows);
    answer.put("numRows", rows.size()).put("numColumns", select.outputs().size());
    return answer.put("fromcache", true);
  }

  private static List<List<String>> rows(DataSet dataSet, SelectStatement select)
      throws IOException {
    int width = dataSet.columns().size();
    DataSet.Served served = dataSet.served();
    List<List<String>> rows = new ArrayList<>();
    try (CSVParser parser =
        CSVFormat.RFC4180.parse(
            new InputStreamReader(served.content().open(), StandardCharsets.UTF_8))) {
      for (CSVRecord record : parser) {
        long row = record.getRecordNumber() - 1;
        if (row > served.visible()) {
          break;
        }
        if (row > 0) {
          List<String> cells = new ArrayList<>(width);
          for (int i = 0; i < width; i++) {
            cells.add(i < record.size() ? record.get(i) : "");
          }
          if (select.where().test(cells)) {
            rows.add(cells);
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
