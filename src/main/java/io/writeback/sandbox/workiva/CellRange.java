package io.writeback.sandbox.workiva;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rectangle of cells; rows and columns count from 0 and are inclusive.
 *
 * <p>Workiva API, cell range: {@code A1}, or {@code start:stop} where the column, the row or both
 * may be omitted on either side. Sheets have 1,048,576 rows and 16,384 columns.
 *
 * @param openBelow whether the last row was omitted
 * @param openRight whether the last column was omitted
 */
record CellRange(int top, int left, int bottom, int right, boolean openBelow, boolean openRight) {
  private static final int ROWS = 1_048_576;
  private static final int COLUMNS = 16_384;
  private static final String CORNER = "([A-Z]{1,3})?([1-9][0-9]{0,6})?";
  private static final Pattern FORM = Pattern.compile(CORNER + "(?:(:)" + CORNER + ")?");

  static CellRange of(int top, int left, int bottom, int right) {
    return new CellRange(top, left, bottom, right, false, false);
  }

  /** Reads the A1 notation; empty if it is invalid or outside the sheet. */
  static Optional<CellRange> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    boolean cell = form.group(3) == null;
    if (cell && (form.group(1) == null || form.group(2) == null)) {
      return Optional.empty();
    }
    String lastColumn = form.group(cell ? 1 : 4);
    String lastRow = form.group(cell ? 2 : 5);
    int left = form.group(1) == null ? 0 : column(form.group(1));
    int top = form.group(2) == null ? 0 : Integer.parseInt(form.group(2)) - 1;
    int right = lastColumn == null ? COLUMNS - 1 : column(lastColumn);
    int bottom = lastRow == null ? ROWS - 1 : Integer.parseInt(lastRow) - 1;
    return left <= right && top <= bottom && right < COLUMNS && bottom < ROWS
        ? Optional.of(new CellRange(top, left, bottom, right, lastRow == null, lastColumn == null))
        : Optional.empty();
  }

  boolean isOpen() {
    return openBelow || openRight;
  }

  int height() {
    return bottom - top + 1;
  }

  int width() {
    return right - left + 1;
  }

  long cells() {
    return (long) height() * width();
  }

  boolean intersects(CellRange other) {
    return top <= other.bottom && other.top <= bottom && left <= other.right && other.left <= right;
  }

  /** In A1 notation, bounded; a single cell has no colon. */
  @Override
  public String toString() {
    String first = name(left) + (top + 1);
    String last = name(right) + (bottom + 1);
    return first.equals(last) ? first : first + ":" + last;
  }

  private static int column(String letters) {
    int number = 0;
    for (char letter : letters.toCharArray()) {
      number = number * 26 + letter - 'A' + 1;
    }
    return number - 1;
  }

  private static String name(int column) {
    StringBuilder letters = new StringBuilder();
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
      letters.insert(0, (char) ('A' + (rest - 1) % 26));
    }
    return letters.toString();
  }
}
