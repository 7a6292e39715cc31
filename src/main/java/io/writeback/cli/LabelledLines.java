package io.writeback.cli;

import io.writeback.destination.ExpectedRefusal;
import io.writeback.problem.Visible;
import java.util.List;
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

  /** Adds the rows that will probably be refused. */
  void expectedRefusals(List<ExpectedRefusal> refusals) {
    for (ExpectedRefusal refusal : refusals) {
      format(
          "expected",
          "%,d %s probably be refused: %s  column %s: %s",
          refusal.rows(),
          refusal.rows() == 1 ? "row will" : "rows will",
          refusal.code(),
          refusal.column(),
          refusal.reason());
      for (ExpectedRefusal.Example example : refusal.examples()) {
        line(
            "", "row %d  %s  %s".formatted(example.row(), example.key(), example.detail()).strip());
      }
      if (refusal.rows() > refusal.examples().size()) {
        format("", "… and %,d more", refusal.rows() - refusal.examples().size());
      }
    }
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
