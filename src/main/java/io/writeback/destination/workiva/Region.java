package io.writeback.destination.workiva;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a sheet the data goes, in one of the six forms that people write: {@code A1}, {@code
 * A2:D8}, {@code A:A}, {@code 1:3}, {@code B3:} and {@code :}.
 *
 * <p>Workiva, platform limits: a sheet has 1,048,576 rows and 16,384 columns.
 *
 * @param bottom the last row; 0 if the region has no end there
 * @param right the last column; 0 if the region has no end there
 */
record Region(Form form, int top, int left, int bottom, int right) {
  static final int ROWS = 1_048_576;
  static final int COLUMNS = 16_384;
  static final String FORMS = "A1, A2:D8, A:A, 1:3, B3: and :";
  private static final Pattern WRITTEN =
      Pattern.compile("\\s*([A-Za-z]*)([0-9]*)(?:(:)([A-Za-z]*)([0-9]*))?\\s*");

  enum Form {
    /** One cell, the top left corner of the data: {@code A1}. */
    CORNER,
    /** {@code A2:D8}. */
    RANGE,
    /** Whole columns: {@code A:A}. */
    COLUMNS,
    /** Whole rows: {@code 1:3}. */
    ROWS,
    /** Everything below and to the right of a cell: {@code B3:}. */
    FROM,
    /** The whole sheet: {@code :}. */
    SHEET
  }

  /**
   * Reads a region; blanks around it and small letters do no harm.
   *
   * @throws IllegalArgumentException with what is wrong, and where
   */
  static Region parse(String text) {
    Matcher found = WRITTEN.matcher(text);
    boolean whole = found.lookingAt() && found.end() == text.length();
    End first = End.of(found, 1);
    End last = found.group(3) == null ? first : End.of(found, 4);
    if (!whole) {
      throw wrong(found.end(), "\"" + text.charAt(found.end()) + "\" does not belong here");
    }
    return found.group(3) == null ? corner(first, found.end(2)) : range(first, last, found.end(5));
  }

  /** Whether it has an end in both directions. */
  boolean isBounded() {
    return form == Form.RANGE;
  }

  /** The rows that data may have in it. */
  int mostRows() {
    return (bottom == 0 ? ROWS : bottom) - top + 1;
  }

  /** The columns that data may have in it. */
  int mostColumns() {
    return (right == 0 ? COLUMNS : right) - left + 1;
  }

  /** All its cells; what has no end goes to the end of the sheet. A corner is its one cell. */
  Area cells() {
    if (form == Form.CORNER) {
      return new Area(top, left, top, left);
    }
    return new Area(top, left, bottom == 0 ? ROWS : bottom, right == 0 ? COLUMNS : right);
  }

  /** As the service reads it. */
  @Override
  public String toString() {
    return switch (form) {
      case CORNER -> Area.cell(top, left);
      case RANGE -> Area.cell(top, left) + ":" + Area.cell(bottom, right);
      case COLUMNS -> Area.letters(left) + ":" + Area.letters(right);
      case ROWS -> top + ":" + bottom;
      case FROM -> Area.cell(top, left) + ":";
      case SHEET -> ":";
    };
  }

  /** One end of a region; 0 for what it does not say. */
  private record End(int row, int column, int at) {
    /**
     * @param group has the letters, the next one the digits
     */
    static End of(Matcher found, int group) {
      int column = 0;
      for (char letter : found.group(group).toUpperCase(Locale.ROOT).toCharArray()) {
        column = column * 26 + letter - 'A' + 1;
        if (column > COLUMNS) {
          throw wrong(found.start(group), "the last column of a sheet is " + Area.letters(COLUMNS));
        }
      }
      int row = 0;
      for (char digit : found.group(group + 1).toCharArray()) {
        row = row * 10 + digit - '0';
        if (row > ROWS) {
          throw wrong(found.start(group + 1), "the last row of a sheet is " + ROWS);
        }
      }
      if (row == 0 && !found.group(group + 1).isEmpty()) {
        throw wrong(found.start(group + 1), "the first row is 1");
      }
      return new End(row, column, found.start(group));
    }

    boolean isNothing() {
      return row == 0 && column == 0;
    }

    boolean isCell() {
      return row > 0 && column > 0;
    }
  }

  private static Region corner(End cell, int end) {
    if (cell.isNothing()) {
      throw wrong(end, "there is nothing");
    }
    if (!cell.isCell()) {
      throw wrong(end, cell.row() == 0 ? "the row is missing" : "a \":\" is missing");
    }
    return new Region(Form.CORNER, cell.row(), cell.column(), 0, 0);
  }

  private static Region range(End first, End last, int end) {
    if (first.isNothing() && last.isNothing()) {
      return new Region(Form.SHEET, 1, 1, 0, 0);
    }
    if (first.isCell() && last.isNothing()) {
      return new Region(Form.FROM, first.row(), first.column(), 0, 0);
    }
    if (first.isNothing()) {
      throw wrong(first.at(), "there is nothing before \":\"");
    }
    if (last.isNothing()) {
      throw wrong(end, "there is nothing after \":\"");
    }
    if ((first.row() == 0) != (last.row() == 0) || (first.column() == 0) != (last.column() == 0)) {
      throw wrong(
          last.at(),
          "a cell, a column or a row has to stand on both sides of \":\", not two kinds");
    }
    if (last.row() < first.row() || last.column() < first.column()) {
      throw wrong(last.at(), "the end is before the beginning");
    }
    if (first.isCell()) {
      return new Region(Form.RANGE, first.row(), first.column(), last.row(), last.column());
    }
    return first.row() == 0
        ? new Region(Form.COLUMNS, 1, first.column(), 0, last.column())
        : new Region(Form.ROWS, first.row(), 1, last.row(), 0);
  }

  private static IllegalArgumentException wrong(int place, String what) {
    return new IllegalArgumentException("at character " + (place + 1) + " " + what);
  }
}
