package io.writeback.cli;

import io.writeback.problem.Visible;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows with aligned columns, for people.
 *
 * <p>Every cell stays on its line, whatever others put into it.
 */
final class TextTable {
  private static final int WIDEST = 60;
  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private final boolean[] numbers;
  private final Set<String> optional;

  /**
   * @param optional columns that are left out if no row has a value in them
   */
  TextTable(List<String> columns, String... optional) {
    this.optional = Set.of(optional);
    numbers = new boolean[columns.size()];
    columns.forEach(column -> widths.add(0));
    line(columns);
  }

  /** One value a column; the first is never cut short, since it is what people copy. */
  void row(Collection<?> values) {
    List<String> cells = new ArrayList<>();
    for (Object value : values) {
      String text = text(value);
      boolean whole = cells.isEmpty() || value instanceof Number;
      numbers[cells.size()] |= value instanceof Number;
      cells.add(whole ? text : shortened(value, text));
    }
    line(cells);
  }

  private void line(List<String> cells) {
    lines.add(cells);
    for (int i = 0; i < cells.size(); i++) {
      widths.set(i, Math.max(widths.get(i), width(cells.get(i))));
    }
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  static String text(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Boolean flag) {
      return flag ? "yes" : "no";
    }
    if (value instanceof Number number) {
      return String.format(Locale.ROOT, "%,d", number.longValue());
    }
    return Visible.line(
        value instanceof Collection<?> list
            ? String.join(", ", list.stream().map(String::valueOf).toList())
            : value.toString());
  }

  private static String shortened(Object value, String text) {
    if (width(text) <= WIDEST) {
      return text;
    }
    String start = text.substring(0, text.offsetByCodePoints(0, WIDEST - 1)) + "…";
    return value instanceof Collection<?> list ? start + " (" + list.size() + " in all)" : start;
  }

  private boolean isShown(int column) {
    return !optional.contains(lines.get(0).get(column))
        || lines.stream().skip(1).anyMatch(cells -> !cells.get(column).isEmpty());
  }

  @Override
  public String toString() {
    int[] columns = IntStream.range(0, widths.size()).filter(this::isShown).toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> cells : lines) {
      StringBuilder line = new StringBuilder();
      for (int i : columns) {
        String blanks = " ".repeat(widths.get(i) - width(cells.get(i)));
        line.append(i == 0 ? "" : GAP);
        line.append(numbers[i] ? blanks + cells.get(i) : cells.get(i) + blanks);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
