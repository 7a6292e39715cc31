package io.writeback.sandbox.workiva;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a text like a cell that a user types into: numbers, percentages, truth values and dates.
 * Whether the real service does the same with values from the API is undocumented.
 */
final class TextReader {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d{1,30}(?:\\.\\d{0,30})?|\\.\\d{1,30})(?:[eE][+-]?\\d{1,2})?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  /** Day 0 of a spreadsheet. */
  private static final LocalDate EPOCH = LocalDate.of(1899, 12, 30);

  private TextReader() {}

  /** The value of a cell for a text; the text itself if it is nothing else. */
  static Object read(String text) {
    String bare = text.strip();
    if (NUMBER.matcher(bare).matches()) {
      return number(bare);
    }
    if (bare.endsWith("%") && NUMBER.matcher(bare.substring(0, bare.length() - 1)).matches()) {
      return plain(number(bare.substring(0, bare.length() - 1)).movePointLeft(2));
    }
    if (DATE.matcher(bare).matches()) {
      try {
        return BigDecimal.valueOf(ChronoUnit.DAYS.between(EPOCH, LocalDate.parse(bare)));
      } catch (DateTimeException e) {
        return text;
      }
    }
    return switch (bare.toUpperCase(Locale.ROOT)) {
      case "TRUE" -> Boolean.TRUE;
      case "FALSE" -> Boolean.FALSE;
      default -> text;
    };
  }

  private static BigDecimal number(String text) {
    return plain(new BigDecimal(Double.toString(new BigDecimal(text).doubleValue())));
  }

  /** Without redundant digits and without an exponent. */
  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
