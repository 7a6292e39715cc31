package io.writeback.sandbox.workiva;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that became a formula because it begins with {@code =}.
 *
 * <p>The sandbox calculates two numbers and one operator ({@code =1+1}); any other formula shows as
 * {@code #NAME?}, so that it cannot be mistaken for the text that was sent.
 */
record Formula(String text) {
  private static final String NUMBER = "(-?\\d{1,15}(?:\\.\\d{1,15})?)";
  private static final Pattern SUM = Pattern.compile("=" + NUMBER + "([-+*/])" + NUMBER);

  Object calculated() {
    Matcher sum = SUM.matcher(text);
    if (!sum.matches()) {
      return "#NAME?";
    }
    BigDecimal a = new BigDecimal(sum.group(1));
    BigDecimal b = new BigDecimal(sum.group(3));
    return switch (sum.group(2)) {
      case "+" -> a.add(b);
      case "-" -> a.subtract(b);
      case "*" -> a.multiply(b);
      default -> b.signum() == 0 ? "#DIV/0!" : a.divide(b, MathContext.DECIMAL64);
    };
  }
}
