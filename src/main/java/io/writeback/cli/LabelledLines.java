package io.writeback.cli;

import io.writeback.problem.Visible;
import java.util.Locale;

/** Lines of a label and a value, for people. */
final class LabelledLines {
  private static final String LAYOUT = "%-12s %s";

  private final StringBuilder text = new StringBuilder();

  /**
   * Adds a value; further lines of it come below its first, so that none looks like a label.
   *
   * @param label "" to continue the line before
   * @param value null for no line at all
   */
  void line(String label, String value) {
    if (value == null) {
      return;
    }
    String first = Visible.line(label);
    for (String part : value.isEmpty() ? new String[] {""} : value.split("\\R")) {
      text.append(String.format(Locale.ROOT, LAYOUT, first, Visible.line(part)).stripTrailing())
          .append('\n');
      first = "";
    }
  }

  /** Adds a value with numbers in it. */
  void format(String label, String format, Object... values) {
    line(label, String.format(Locale.ROOT, format, values));
  }

  /** Adds text that is in lines already, each harmless. */
  void text(Object lines) {
    text.append(lines);
  }

  void emptyLine() {
    text.append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
