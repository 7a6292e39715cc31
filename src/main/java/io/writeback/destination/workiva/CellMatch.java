package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** How the value of a cell that was read back compares with the one that was sent. */
enum CellMatch {
  /** Numbers of the same value, texts alike after CRLF → LF, or blank and blank. */
  EQUAL,

  /** A number was sent, a text of the same value came back: the cell is formatted as text. */
  NUMBER_AS_TEXT,

  /**
   * A text was sent, a number came back that is written exactly like it: {@code 123}, and not
   * {@code 00123} or {@code 1.50}, which have lost something.
   */
  TEXT_AS_NUMBER,

  DIFFERENT;

  /** Beyond this many digits on either side of the point a number is not written out. */
  private static final int MOST_DIGITS = 400;

  /**
   * @param sent a BigDecimal, a String or a Boolean
   */
  static CellMatch of(Object sent, JsonNode found) {
    if (sent instanceof Boolean flag) {
      return found.isBoolean() && found.booleanValue() == flag ? EQUAL : DIFFERENT;
    }
    return sent instanceof BigDecimal number ? ofNumber(number, found) : ofText(sent, found);
  }

  private static CellMatch ofNumber(BigDecimal sent, JsonNode found) {
    if (found.isNumber()) {
      return found.decimalValue().compareTo(sent) == 0 ? EQUAL : DIFFERENT;
    }
    Optional<BigDecimal> read =
        found.isTextual() ? CellValues.number(found.asText().strip()) : Optional.empty();
    return read.filter(number -> number.compareTo(sent) == 0).isPresent()
        ? NUMBER_AS_TEXT
        : DIFFERENT;
  }

  private static CellMatch ofText(Object sent, JsonNode found) {
    String text = lines((String) sent);
    if (text.isEmpty()) {
      return SheetValues.isBlank(found) ? EQUAL : DIFFERENT;
    }
    if (found.isTextual()) {
      return lines(found.asText()).equals(text) ? EQUAL : DIFFERENT;
    }
    return found.isNumber() && isWrittenAs(found.decimalValue(), text) ? TEXT_AS_NUMBER : DIFFERENT;
  }

  /** Whether a number without needless digits is written as the text is. */
  static boolean isWrittenAs(BigDecimal number, String text) {
    BigDecimal bare = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return Math.abs(bare.scale()) <= MOST_DIGITS && bare.toPlainString().equals(text);
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n");
  }
}
