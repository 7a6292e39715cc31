package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * One cell between JSON and the grid.
 *
 * <p>Workiva API, values of a range: booleans, numbers and strings of up to 8,192 characters; text
 * that begins with {@code =} is a formula, an empty one empties the cell, null leaves it unchanged.
 */
final class CellValue {
  private static final int MAX_TEXT = 8192;
  private static final int MAX_SCALE = 400;

  private CellValue() {}

  /** Reads the value at the parser's token, as {@link Block} keeps it. */
  static Object read(JsonParser json, WorkivaKnobs knobs) throws IOException, WorkivaRefusal {
    JsonToken token = json.currentToken();
    return switch (token) {
      case VALUE_NULL -> Block.KEEP;
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_STRING -> text(json.getText(), knobs);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          number(json.getDecimalValue(), knobs.exactNumbers());
      default ->
          throw WorkivaRefusal.badRequest(
              "values", "A value is a boolean, a number, a string or null, not an array or object");
    };
  }

  /**
   * Adds a cell to a row of a response; an empty one is an empty string.
   *
   * @param numbersAsText whether numbers are returned as strings, as from cells formatted as text
   */
  static void write(ArrayNode row, Object cell, boolean raw, boolean numbersAsText) {
    Object value = cell instanceof Formula f ? raw ? f.text() : f.calculated() : cell;
    if (value instanceof BigDecimal number && numbersAsText) {
      row.add(number.toPlainString());
    } else if (value instanceof BigDecimal number) {
      row.add(number.signum() == 0 ? BigDecimal.ZERO : plain(number));
    } else if (value instanceof Boolean bool) {
      row.add(bool);
    } else {
      row.add(value == null ? "" : value.toString());
    }
  }

  /** The cell as text, formulas as they were written. */
  static String text(Object cell) {
    if (cell instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (cell instanceof Formula formula) {
      return formula.text();
    }
    return cell == null ? "" : cell.toString();
  }

  private static Object text(String text, WorkivaKnobs knobs) throws WorkivaRefusal {
    if (text.length() > MAX_TEXT) {
      throw WorkivaRefusal.badRequest(
          "values", "A cell has " + MAX_TEXT + " characters at most, not " + text.length());
    }
    if (text.isEmpty()) {
      return null;
    }
    if (knobs.stripApostrophe() && text.startsWith("'")) {
      return text.length() == 1 ? null : text.substring(1);
    }
    if (text.startsWith("=")) {
      return new Formula(text);
    }
    return knobs.parseTexts() ? TextReader.read(text) : text;
  }

  private static BigDecimal number(BigDecimal number, boolean exact) throws WorkivaRefusal {
    double nearest = number.doubleValue();
    if (Double.isInfinite(nearest) || exact && number.scale() > MAX_SCALE) {
      throw WorkivaRefusal.badRequest("values", "A number is too large or has too many digits");
    }
    return exact ? number : plain(new BigDecimal(Double.toString(nearest)).stripTrailingZeros());
  }

  private static BigDecimal plain(BigDecimal number) {
    return number.scale() < 0 ? number.setScale(0) : number;
  }
}
