package io.writeback.changes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes as lines of JSON, one array each: {@code [17,"key","field",before,after]}, of a record
 * that would be created with {@code true} behind that. A decimal is {@code {"decimal":"1.50"}}, so
 * that it comes back as one, with its digits.
 */
final class ChangeLines {
  /** Half a surrogate pair, which a destination may hold, has no form in UTF-8; its escape has. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final String DECIMAL = "decimal";

  private ChangeLines() {}

  /** Closing it leaves the stream open. */
  static JsonGenerator writer(OutputStream out) throws IOException {
    JsonGenerator lines = JSON.createGenerator(out);
    lines.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    lines.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    return lines;
  }

  static JsonParser reader(InputStream in) throws IOException {
    return JSON.createParser(in);
  }

  static void write(JsonGenerator lines, Change change) throws IOException {
    lines.writeStartArray();
    lines.writeNumber(change.row());
    lines.writeString(change.key());
    lines.writeString(change.field());
    value(lines, change.before());
    value(lines, change.after());
    if (change.created()) {
      lines.writeBoolean(true);
    }
    lines.writeEndArray();
  }

  private static void value(JsonGenerator lines, Object value) throws IOException {
    if (value == null) {
      lines.writeNull();
    } else if (value instanceof Boolean flag) {
      lines.writeBoolean(flag);
    } else if (value instanceof Long number) {
      lines.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      lines.writeStartObject();
      lines.writeStringField(DECIMAL, number.toString());
      lines.writeEndObject();
    } else if (value instanceof List<?> list) {
      lines.writeStartArray();
      for (Object element : list) {
        lines.writeString((String) element);
      }
      lines.writeEndArray();
    } else {
      lines.writeString((String) value);
    }
  }

  /**
   * The change whose array has begun.
   *
   * @throws DamagedException if it is none
   */
  static Change read(JsonParser lines) throws IOException {
    require(lines, JsonToken.VALUE_NUMBER_INT);
    long row = lines.getLongValue();
    require(lines, JsonToken.VALUE_STRING);
    String key = lines.getText();
    require(lines, JsonToken.VALUE_STRING);
    String field = lines.getText();
    Object before = value(lines);
    Object after = value(lines);
    JsonToken end = lines.nextToken();
    boolean created = end == JsonToken.VALUE_TRUE;
    if (created) {
      end = lines.nextToken();
    }
    if (end != JsonToken.END_ARRAY) {
      throw new DamagedException("it has a change without end");
    }
    return new Change(row, key, field, before, after, created);
  }

  private static Object value(JsonParser lines) throws IOException {
    JsonToken token = lines.nextToken();
    if (token == null) {
      throw new DamagedException("it ends within a change");
    }
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NUMBER_INT -> lines.getLongValue();
      case VALUE_STRING -> lines.getText();
      case START_ARRAY -> list(lines);
      case START_OBJECT -> decimal(lines);
      default -> throw new DamagedException("it has a value of no known kind");
    };
  }

  private static List<String> list(JsonParser lines) throws IOException {
    List<String> list = new ArrayList<>();
    while (lines.nextToken() == JsonToken.VALUE_STRING) {
      list.add(lines.getText());
    }
    if (lines.currentToken() != JsonToken.END_ARRAY) {
      throw new DamagedException("it has a list of no texts");
    }
    return list;
  }

  private static BigDecimal decimal(JsonParser lines) throws IOException {
    require(lines, JsonToken.FIELD_NAME);
    require(lines, JsonToken.VALUE_STRING);
    String digits = lines.getText();
    require(lines, JsonToken.END_OBJECT);
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException e) {
      throw new DamagedException("it has a number without digits", e);
    }
  }

  static void require(JsonParser lines, JsonToken token) throws IOException {
    if (lines.nextToken() != token) {
      throw new DamagedException("it has no " + token + " where one has to be");
    }
  }
}
