package io.writeback.cli;

import java.util.regex.Pattern;
import org.apache.commons.text.WordUtils;

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
   * The line in pieces that fit, each but the first below the value of {@code label value}, else a
   * little further in than the line itself. A word that is longer than a line stays whole, as does
   * JSON.
   *
   * @param width columns of the terminal, 0 to leave every line as it is
   */
  static String of(String line, int width) {
    if (width == 0 || line.length() <= width || line.startsWith("{")) {
      return line;
    }
    int blanks = line.length() - line.stripLeading().length();
    int start = isLabelled(line) ? VALUE : blanks;
    int indent = isLabelled(line) ? VALUE : Math.min(blanks + 2, VALUE * 2);
    return line.substring(0, start)
        + WordUtils.wrap(
            line.substring(start),
            Math.max(width, NARROWEST) - Math.max(start, indent),
            "\n" + " ".repeat(indent),
            false);
  }

  private static boolean isLabelled(String line) {
    return line.length() > VALUE
        && line.charAt(VALUE - 1) == ' '
        && line.charAt(VALUE) != ' '
        && LABEL.matcher(line.substring(0, VALUE - 1)).matches();
  }
}
