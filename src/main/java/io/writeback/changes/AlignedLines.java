package io.writeback.changes;

import io.writeback.problem.Visible;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Rows of cells, one below the other, each harmless; columns with whole numbers end alike. */
final class AlignedLines {
  private static final int WIDEST = 40;
  private static final String GAP = "  ";

  private final List<List<Object>> rows = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private final BitSet numbers = new BitSet();

  /** Texts, which are cut short if they are long, and whole numbers. */
  void row(Object... cells) {
    rows.add(List.of(cells));
    for (int i = 0; i < cells.length; i++) {
      if (i == widths.size()) {
        widths.add(0);
      }
      if (cells[i] instanceof Long) {
        numbers.set(i);
      }
      widths.set(i, Math.max(widths.get(i), width(text(cells[i]))));
    }
  }

  private static String text(Object cell) {
    return cell instanceof Long number
        ? String.format(Locale.ROOT, "%,d", number)
        : CellText.cut(Visible.line(cell.toString()), WIDEST);
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    for (List<Object> cells : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < cells.size(); i++) {
        String text = text(cells.get(i));
        String blanks = " ".repeat(widths.get(i) - width(text));
        line.append(GAP).append(numbers.get(i) ? blanks + text : text + blanks);
      }
      lines.append(line.toString().stripTrailing()).append('\n');
    }
    return lines.toString();
  }
}
