package io.writeback.changes;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of a whole as people write them: {@code 5%}. */
final class Percentage {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) *%");
  private static final MathContext SHOWN = new MathContext(3);

  private Percentage() {}

  /** The part, 0.05 for 5%; null if the text is none. */
  static BigDecimal parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? new BigDecimal(form.group(1)).movePointLeft(2) : null;
  }

  /** About this part: {@code 12.5%}. */
  static String about(BigDecimal part) {
    BigDecimal percent = part.movePointRight(2).round(SHOWN);
    return (percent.signum() == 0 ? "0" : CellText.number(percent.stripTrailingZeros())) + "%";
  }
}
