package io.writeback.destination.workiva;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a cell of the DataSet is in a sheet: a number if its column holds numbers, else text; "" if
 * it is blank, so that no older value stays.
 */
final class CellValues {
  /** A spreadsheet keeps numbers as doubles, which have so many digits. */
  private static final int DIGITS = 15;

  /** More digits than this before the point are no number that anybody means. */
  private static final int LONGEST_NUMBER = 400;

  private final List<Column> columns;

  CellValues(Schema schema) {
    this.columns = schema.columns();
  }

  /** The values of a row, each a BigDecimal or a String. */
  List<Object> of(Row row) {
    List<Object> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      values.add(value(i, row.cell(i)));
    }
    return values;
  }

  private Object value(int column, String cell) {
    if (cell == null || cell.isEmpty()) {
      return "";
    }
    if (!isNumeric(column)) {
      return cell;
    }
    String trimmed = cell.strip();
    Optional<BigDecimal> number = number(trimmed);
    return number.isPresent() && isExact(number.get()) ? number.get() : trimmed;
  }

  boolean isNumeric(int column) {
    ColumnType type = columns.get(column).type();
    return type == ColumnType.LONG || type == ColumnType.DECIMAL || type == ColumnType.DOUBLE;
  }

  static Optional<BigDecimal> number(String text) {
    try {
      return text.length() > LONGEST_NUMBER
          ? Optional.empty()
          : Optional.of(new BigDecimal(text)).map(CellValues::plain);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Without needless digits, and written out if that is not long. */
  static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 && stripped.scale() > -DIGITS ? stripped.setScale(0) : stripped;
  }

  /** Whether a spreadsheet can hold the number with all its digits. */
  private static boolean isExact(BigDecimal number) {
    double nearest = number.doubleValue();
    return number.stripTrailingZeros().precision() <= DIGITS
        && Double.isFinite(nearest)
        && new BigDecimal(Double.toString(nearest)).compareTo(number) == 0;
  }

  /** About how many bytes of JSON values take, rather too many than too few. */
  static int bytes(List<Object> values) {
    long bytes = 3;
    for (Object value : values) {
      bytes += 3 + (value instanceof String text ? bytes(text) : String.valueOf(value).length());
    }
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  private static long bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x20 ? 6 : c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : 3;
    }
    return bytes;
  }
}
