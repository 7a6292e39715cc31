package io.writeback.files;

/**
 * A cell of a CSV file that a spreadsheet program would not show but compute: it begins with {@code
 * = + - @}, a tab or a carriage return, and is no plain number.
 */
public final class SpreadsheetCell {
  private static final String FIRST = "=+-@\t\r";
  private static final String NUMBER = "[+-]?\\d+(?:[.,]\\d+)*(?:[eE][+-]?\\d+)?%?";

  private SpreadsheetCell() {}

  /** Whether a spreadsheet program would compute the cell. */
  public static boolean isFormula(String cell) {
    return cell != null
        && !cell.isEmpty()
        && FIRST.indexOf(cell.charAt(0)) >= 0
        && !cell.matches(NUMBER);
  }

  /**
   * The cell as a program shows it: with an apostrophe before what would be computed, and before an
   * apostrophe, so that the cell can be read back.
   */
  public static String shown(String cell) {
    return isFormula(cell) || cell.startsWith("'") ? "'" + cell : cell;
  }
}
