package io.writeback.rules;

import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;

/**
 * Numbers as people write them, strictly: the thousands separated throughout or not at all.
 *
 * @param group between groups of three digits; 0 if there are no groups
 * @param decimal before the fraction
 * @param minus besides the hyphen and U+2212, what stands before a negative number
 */
record NumberText(char group, char decimal, char minus) {
  private static final int GROUP = 3;

  /** Longer than any number that is meant; a larger one is a mistake. */
  private static final int LONGEST = 400;

  /** The blanks that languages write between digits, and U+2019 as well as the apostrophe. */
  private static final String BLANKS = " \u00A0\u202F\u2009";

  private static final String APOSTROPHES = "'\u2019";

  static NumberText of(Locale locale) {
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
    return new NumberText(
        symbols.getGroupingSeparator(), symbols.getDecimalSeparator(), symbols.getMinusSign());
  }

  /**
   * That of an example: {@code 1.234,56}.
   *
   * @throws IllegalArgumentException if it does not show which separator is which
   */
  static NumberText like(String example) {
    StringBuilder separators = new StringBuilder();
    example.chars().filter(c -> !isDigit((char) c)).forEach(c -> separators.append((char) c));
    if (separators.length() == 0 || separators.length() > 2) {
      throw new IllegalArgumentException("it has to have one decimal separator");
    }
    char decimal = separators.charAt(separators.length() - 1);
    char group = separators.length() == 2 ? separators.charAt(0) : 0;
    if (same(group, decimal) || decimal != '.' && decimal != ',') {
      throw new IllegalArgumentException("the decimal separator is . or , and no other one");
    }
    if (group != 0 && (BLANKS + APOSTROPHES + ".,").indexOf(group) < 0) {
      throw new IllegalArgumentException("thousands are separated by . , ' or a blank");
    }
    NumberText form = new NumberText(group, decimal, '-');
    int fraction = example.length() - 1 - example.lastIndexOf(decimal);
    if (group == 0 && fraction == GROUP || form.read(example).isEmpty()) {
      throw new IllegalArgumentException("it does not show which separator is which");
    }
    return form;
  }

  /** The number as destinations take it; empty if the text is written in another way. */
  Optional<String> read(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    int from = isSign(text.charAt(0)) ? 1 : 0;
    int point = text.indexOf(decimal, from);
    String whole = text.substring(from, point < 0 ? text.length() : point);
    String fraction = point < 0 ? "" : text.substring(point + 1);
    String digits = digits(whole);
    if (digits.isEmpty() || point >= 0 && fraction.isEmpty() || !isDigits(fraction)) {
      return Optional.empty();
    }
    boolean negative = from == 1 && text.charAt(0) != '+';
    String number = (negative ? "-" : "") + digits + (fraction.isEmpty() ? "" : "." + fraction);
    return Optional.of(new BigDecimal(number).toPlainString());
  }

  /** The digits of groups; "" if they are not what they have to be. */
  private String digits(String whole) {
    if (isDigits(whole)) {
      return whole;
    }
    StringBuilder digits = new StringBuilder();
    int first = -1;
    int sinceGroup = 0;
    for (int at = 0; at < whole.length(); at++) {
      char character = whole.charAt(at);
      if (isDigit(character)) {
        digits.append(character);
        sinceGroup++;
      } else if (group != 0
          && same(group, character)
          && (first < 0 ? sinceGroup >= 1 && sinceGroup <= GROUP : sinceGroup == GROUP)) {
        first = first < 0 ? sinceGroup : first;
        sinceGroup = 0;
      } else {
        return "";
      }
    }
    return sinceGroup == GROUP ? digits.toString() : "";
  }

  private boolean isSign(char character) {
    return character == '-' || character == '+' || character == '\u2212' || character == minus;
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> isDigit((char) c));
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean same(char one, char other) {
    return one == other
        || BLANKS.indexOf(one) >= 0 && BLANKS.indexOf(other) >= 0
        || APOSTROPHES.indexOf(one) >= 0 && APOSTROPHES.indexOf(other) >= 0;
  }

  /** For people: how a number is written. */
  String example() {
    String thousands = group == 0 ? "" : BLANKS.indexOf(group) >= 0 ? " " : String.valueOf(group);
    return "1" + thousands + "234" + decimal + "56";
  }
}
