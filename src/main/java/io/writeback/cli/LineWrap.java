package io.writeback.cli;

import java.util.regex.Pattern;

/** Breaks a line between words where a terminal would break it anywhere. */
final class LineWrap {
  /** Where the values of a report begin. */
  private static final int VALUE = 13;

  private static final int NARROWEST = 40;

  /** A word or a few, or nothing, filled up with blanks; or exactly as long as the column. */
  private static final Pattern LABEL =
      Pattern.compile("(?:[\\w.-]+(?: [a-z]+)*)? +|[a-z]+(?: [a-z]+)+|[\\w.-]+");

  private LineWrap() {}

  /**
   * The line in pieces that fit, each but the first indented as the text of the line is. A word
   * that is longer than a line stays whole, as does JSON.
   *
   * @param width columns of the terminal, 0 to leave every line as it is
   */
  static String of(String line, int width) {
    if (width == 0 || columns(line) <= width || line.startsWith("{")) {
      return line;
    }
    int indent = indent(line);
    StringBuilder wrapped = new StringBuilder();
    String rest = line;
    int most = Math.max(width, NARROWEST);
    while (columns(rest) > most) {
      int end = lastBlank(rest, most, wrapped.isEmpty() ? indent : 0);
      if (end < 0) {
        break;
      }
      wrapped.append(rest.substring(0, end).stripTrailing()).append('\n');
      wrapped.append(" ".repeat(indent));
      rest = rest.substring(end).strip();
      most = Math.max(width, NARROWEST) - indent;
    }
    return wrapped.append(rest).toString();
  }

  private static int columns(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Below the value of {@code label value}, else a little further in than the line itself. */
  private static int indent(String line) {
    boolean labelled =
        line.length() > VALUE
            && line.charAt(VALUE - 1) == ' '
            && line.charAt(VALUE) != ' '
            && LABEL.matcher(line.substring(0, VALUE - 1)).matches();
    int blanks = line.length() - line.stripLeading().length();
    return labelled ? VALUE : Math.min(blanks + 2, VALUE * 2);
  }

  /** The last blank that leaves a piece of at most so many columns; the first one after if none. */
  private static int lastBlank(String text, int most, int after) {
    int limit = text.offsetByCodePoints(0, Math.min(most, columns(text)));
    int before = text.lastIndexOf(' ', limit);
    if (before > after) {
      return before;
    }
    return text.indexOf(' ', Math.max(limit, after + 1));
  }
}
