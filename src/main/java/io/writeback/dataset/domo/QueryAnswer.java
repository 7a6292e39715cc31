package io.writeback.dataset.domo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an answer of Domo's query API while it arrives, with memory for one row: {@code
 * {"columns":["ID"],"rows":[["1"],…],"numRows":1,…}} (DataSet API, "Query a DataSet").
 */
final class QueryAnswer {
  /** Whoever opened an answer closes it: that may mean to read it to its end. */
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  private final List<String> expected;
  private final RowReader reader;
  private long rows;
  private boolean hasRows;
  private boolean hasColumns;

  private QueryAnswer(List<String> expected, RowReader reader) {
    this.expected = expected;
    this.reader = reader;
  }

  /** Takes the cells of one row after the other; null for NULL. */
  @FunctionalInterface
  interface RowReader {
    void row(List<String> cells);
  }

  /** An answer that is none of the query API, or not that of the question. */
  static final class ShapeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ShapeException(String message) {
      super(message);
    }
  }

  /**
   * Reads an answer to its end.
   *
   * @param expected the names of the columns that were asked for
   * @return how many rows it has
   * @throws IOException if it breaks off
   * @throws ShapeException if it is none
   */
  static long read(InputStream in, List<String> expected, RowReader reader) throws IOException {
    QueryAnswer answer = new QueryAnswer(expected, reader);
    try (JsonParser json = JSON.createParser(in)) {
      answer.read(json);
      return answer.rows;
    } catch (JsonEOFException e) {
      throw new EOFException("the answer ends within its JSON");
    } catch (JsonParseException e) {
      throw new ShapeException("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private void read(JsonParser json) throws IOException {
    require(json.nextToken() == JsonToken.START_OBJECT, "it is not an object");
    long counted = -1;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "columns" -> columns(json);
        case "rows" -> rows(json);
        case "numRows" -> {
          require(value == JsonToken.VALUE_NUMBER_INT, "its numRows is not a number");
          counted = json.getLongValue();
        }
        default -> json.skipChildren();
      }
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new EOFException("the answer ends within its JSON");
    }
    require(json.nextToken() == null, "something follows its JSON");
    require(hasRows && hasColumns, "it has no rows or no columns");
    if (counted != rows) {
      throw new EOFException(
          "the answer has %,d rows, and its numRows is %,d".formatted(rows, counted));
    }
  }

  private void columns(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "its columns are no array");
    List<String> names = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      names.add(json.getText());
    }
    require(json.currentToken() == JsonToken.END_ARRAY, "its columns are no names");
    require(names.equals(expected), "its columns are %s, not %s".formatted(names, expected));
    hasColumns = true;
  }

  private void rows(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "its rows are no array");
    while (json.nextToken() == JsonToken.START_ARRAY) {
      List<String> cells = new ArrayList<>(expected.size());
      for (JsonToken cell = json.nextToken();
          cell != null && cell.isScalarValue();
          cell = json.nextToken()) {
        cells.add(text(json, cell));
      }
      if (json.currentToken() == null) {
        throw new EOFException("the answer ends within a row");
      }
      require(
          json.currentToken() == JsonToken.END_ARRAY && cells.size() == expected.size(),
          "a row of it has %d cells, not %d".formatted(cells.size(), expected.size()));
      rows++;
      reader.row(cells);
    }
    if (json.currentToken() == null) {
      throw new EOFException("the answer ends within its rows");
    }
    require(json.currentToken() == JsonToken.END_ARRAY, "one of its rows is no array");
    hasRows = true;
  }

  /** A number as Domo wrote it, but without an exponent, which no export has. */
  private static String text(JsonParser json, JsonToken cell) throws IOException {
    return switch (cell) {
      case VALUE_NULL -> null;
      case VALUE_STRING, VALUE_NUMBER_INT -> json.getText();
      case VALUE_NUMBER_FLOAT -> {
        String written = json.getText();
        boolean hasExponent = written.indexOf('e') >= 0 || written.indexOf('E') >= 0;
        yield hasExponent ? new BigDecimal(written).toPlainString() : written;
      }
      default -> throw new ShapeException("a cell of it is " + json.getText());
    };
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new ShapeException(otherwise);
    }
  }
}
