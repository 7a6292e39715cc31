package io.writeback.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads a row message, {@code {"ID": "…", "Name": "…"}}: the cells of one row by their columns. */
public final class RowText {
  /** More than a double can need; 1e999999999 would be a text that fills the memory. */
  private static final int MOST_DIGITS = 400;

  private RowText() {}

  /**
   * The cells in the order of the columns; null for NULL, which a missing one is too.
   *
   * @throws WritebackException WB-147, saying what is wrong and what is allowed
   */
  public static List<String> cells(String text, List<String> columns) {
    ObjectNode object = StrictJson.object(text, Code.BAD_ROW);
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!columns.contains(name)) {
        throw new WritebackException(
            Code.BAD_ROW,
            "the row has \"%s\", which is no column%s"
                .formatted(StrictJson.shown(name), Suggestion.didYouMean(name, columns)));
      }
    }
    if (object.isEmpty()) {
      throw new WritebackException(Code.BAD_ROW, "the row has no column");
    }
    List<String> cells = new ArrayList<>();
    columns.forEach(column -> cells.add(cell(column, object.get(column))));
    return cells;
  }

  private static String cell(String column, JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.isContainerNode()) {
      throw new WritebackException(
          Code.BAD_ROW,
          "the row has more than one value in \""
              + column
              + "\"; a cell is text, a number, true, false or null");
    }
    return value.isNumber() ? plain(column, value.decimalValue()) : value.asText();
  }

  /** As the message has it, but without an exponent: that is how a destination reads numbers. */
  private static String plain(String column, BigDecimal number) {
    long before = (long) number.precision() - number.scale();
    if (before > MOST_DIGITS || number.scale() > MOST_DIGITS) {
      throw new WritebackException(
          Code.BAD_ROW,
          ("the row has a number in \"%s\" with more than %d digits before or after its decimal"
                  + " point: %s")
              .formatted(column, MOST_DIGITS, number));
    }
    return number.toPlainString();
  }
}
