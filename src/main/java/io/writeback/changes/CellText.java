package io.writeback.changes;

import io.writeback.problem.Visible;
import java.math.BigDecimal;
import java.util.List;

/** Values as people read them. */
final class CellText {
  private static final int LONGEST_SHOWN = 500;
  private static final int MOST_ZEROS = 30;

  private CellText() {}

  /** The text of a value; null for null. */
  static String of(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof List<?> list) {
      return String.join(", ", list.stream().map(String.class::cast).toList());
    }
    return value instanceof BigDecimal number ? number(number) : value.toString();
  }

  /** A value for people to see, on one line and not too long, also if there is nothing to see. */
  static String shown(Object value) {
    String text = of(value);
    return text == null || text.isEmpty() ? "(empty)" : Visible.line(cut(text, LONGEST_SHOWN));
  }

  /** Without an exponent, unless there would be very many zeros. */
  static String number(BigDecimal number) {
    return Math.abs((long) number.scale()) > MOST_ZEROS
        ? number.toString()
        : number.toPlainString();
  }

  /** The same, with commas in its whole part: {@code 1,204.5}. */
  static String grouped(BigDecimal number) {
    String text = number(number);
    int whole = text.contains("E") ? 0 : text.indexOf('.') < 0 ? text.length() : text.indexOf('.');
    return text.substring(0, whole).replaceAll("(?<=\\d)(?=(?:\\d{3})+$)", ",")
        + text.substring(whole);
  }

  /** At most so many characters of a text, an ellipsis the last one of more; null stays null. */
  static String cut(String text, int most) {
    if (text == null || text.length() <= most || text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
