package io.writeback.alert;

/**
 * How many rows may need attention: a number, or a share of all rows.
 *
 * @param number of rows, or percent
 */
record Threshold(double number, boolean isPercent) {
  static final String ALLOWED = "off, a number of rows such as 100, or a share such as 2.5%";

  Threshold {
    if (!(number >= 0) || isPercent && number > 100) {
      throw new IllegalArgumentException("less than 0, or more than 100%");
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Threshold of(String text) {
    return text.endsWith("%")
        ? new Threshold(Double.parseDouble(text.substring(0, text.length() - 1).strip()), true)
        : new Threshold(Long.parseLong(text.replace("_", "")), false);
  }

  /** The most rows that may need attention. */
  long of(long rows) {
    return (long) (isPercent ? rows * number / 100 : number);
  }

  /** As it is written. */
  @Override
  public String toString() {
    String written = number == Math.rint(number) ? "" + (long) number : "" + number;
    return isPercent ? written + "%" : written;
  }
}
