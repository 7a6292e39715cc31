package io.writeback.dataset.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.RowMeter;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that are JSON objects: those of an array, or one after the other (JSON lines). Read as they
 * come, one at a time.
 */
final class JsonRecords implements Records {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String source;
  private final JsonParser json;
  private final Runnable rowBegins;
  private final List<String> at;
  private long number;
  private boolean begun;

  /** Whether the objects are elements of an array, which has to end. */
  private boolean inArray;

  /** Whether there is one object, which is the only row. */
  private boolean single;

  /**
   * @param rowBegins called before each row is read
   * @param at the names of the members that lead to the rows; empty if they are the document
   */
  JsonRecords(String source, Reader text, Runnable rowBegins, List<String> at) throws IOException {
    this.source = source;
    this.json = JSON.createParser(text);
    this.rowBegins = rowBegins;
    this.at = at;
  }

  @Override
  public Map<String, Cell> next() throws IOException {
    rowBegins.run();
    try {
      JsonToken token = begun ? json.nextToken() : begin();
      if (token == null || inArray && token == JsonToken.END_ARRAY || single && number == 1) {
        end(token);
        return null;
      }
      number++;
      if (token != JsonToken.START_OBJECT) {
        throw bad("row %d is %s, not an object".formatted(number, kind(token)), null);
      }
      return row();
    } catch (JsonProcessingException e) {
      throw bad(place() + message(e), e);
    } catch (CharacterCodingException e) {
      throw new WritebackException(
          Code.BAD_ENCODING,
          "%s: %sis not in the character set it is read in (UTF-8 unless charset names another): %s"
              .formatted(source, place(), e.getMessage()),
          e);
    } catch (RowMeter.RowTooLongException e) {
      throw bad(place() + "a row is " + e.getMessage(), e);
    }
  }

  private String place() {
    return number == 0 ? "" : "near row %d: ".formatted(number);
  }

  /** Goes to the first row; its first token, or what is there instead. */
  private JsonToken begin() throws IOException {
    begun = true;
    JsonToken token = json.nextToken();
    for (String name : at) {
      if (token != JsonToken.START_OBJECT) {
        throw bad(
            "there is %s where an object with \"%s\" should be".formatted(kind(token), name), null);
      }
      token = member(name);
    }
    inArray = token == JsonToken.START_ARRAY;
    single = !at.isEmpty() && !inArray;
    if (single && token != JsonToken.START_OBJECT) {
      throw bad("\"%s\" is %s, not an array".formatted(at.get(at.size() - 1), kind(token)), null);
    }
    return inArray ? json.nextToken() : token;
  }

  /** Goes to the value of a member of an object. */
  private JsonToken member(String name) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = json.currentName().equals(name);
      JsonToken value = json.nextToken();
      if (found) {
        return value;
      }
      json.skipChildren();
    }
    throw bad("there is no \"%s\" where the rows should be".formatted(name), null);
  }

  /** What follows the rows has to be well formed, or else they may not be all. */
  private void end(JsonToken last) throws IOException {
    JsonToken token = last;
    int open = at.size();
    while (token != null) {
      token = json.nextToken();
      if (token != null && open == 0) {
        throw bad("there is %s after the last row".formatted(kind(token)), null);
      }
      if (token == JsonToken.END_OBJECT) {
        open--;
      } else if (token != null && token.isStructStart()) {
        json.skipChildren();
      }
    }
  }

  private Map<String, Cell> row() throws IOException {
    Map<String, Cell> cells = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      cells.put(name, value());
    }
    return cells;
  }

  private Cell value() throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> Cell.NULL;
      case VALUE_NUMBER_INT -> {
        boolean isLong = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        yield new Cell(json.getText(), isLong ? ColumnType.LONG : ColumnType.DECIMAL);
      }
      case VALUE_NUMBER_FLOAT -> new Cell(json.getText(), ColumnType.DECIMAL);
      case START_OBJECT, START_ARRAY -> {
        json.skipChildren();
        yield Cell.NESTED;
      }
      default -> Cell.text(json.getText());
    };
  }

  private static String kind(JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a truth value";
      default -> token.isNumeric() ? "a number" : "the end of an object or an array";
    };
  }

  /** Jackson's own words, without the piece of the text: that may be personal. */
  private String message(JsonProcessingException e) {
    return "%s (line %d, column %d)"
        .formatted(
            e.getOriginalMessage().replaceAll("\\s*\\R\\s*", " "),
            e.getLocation().getLineNr(),
            e.getLocation().getColumnNr());
  }

  private WritebackException bad(String what, Exception cause) {
    return new WritebackException(Code.BAD_JSON, source + ": " + what, cause);
  }
}
