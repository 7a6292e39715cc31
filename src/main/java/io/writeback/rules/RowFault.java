package io.writeback.rules;

import io.writeback.problem.Code;

/** A rule finds no value for a column of one row, which is rejected. */
final class RowFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 80;

  private final transient Code code;
  private final String column;

  /**
   * @param reason what is wrong and what would be right; a value in it is in quotes
   */
  RowFault(Code code, String column, String reason) {
    super(reason, null, false, false);
    this.code = code;
    this.column = column;
  }

  Code code() {
    return code;
  }

  String column() {
    return column;
  }

  /** A value for a sentence: in quotes, and not longer than a line. */
  static String shown(String value) {
    if (value.length() <= SHOWN) {
      return '"' + value + '"';
    }
    int end = Character.isHighSurrogate(value.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
    return '"' + value.substring(0, end) + "…\"";
  }
}
