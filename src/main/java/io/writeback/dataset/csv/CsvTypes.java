package io.writeback.dataset.csv;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What types the columns of a CSV file have, which says none itself: text, unless the route names
 * types or asks for them to be inferred from all rows.
 */
final class CsvTypes {
  static final String ALLOWED =
      "infer, or column=type with commas between, a type being text, long, decimal, double, date"
          + " or datetime";

  private static final String INFER = "infer";
  private static final String TEXT = "text";

  /** A sign or a zero in front is a part of a text such as a postcode, which a number loses. */
  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,14}");

  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");

  /** A spreadsheet keeps numbers as doubles, which have so many digits. */
  private static final int DIGITS = 15;

  private final boolean infer;
  private final Map<String, ColumnType> named;

  private CsvTypes(boolean infer, Map<String, ColumnType> named) {
    this.infer = infer;
    this.named = named;
  }

  /** All text. */
  static CsvTypes none() {
    return new CsvTypes(false, Map.of());
  }

  /**
   * As a route says.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static CsvTypes of(String text) {
    if (text.equalsIgnoreCase(INFER)) {
      return new CsvTypes(true, Map.of());
    }
    Map<String, ColumnType> named = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.lastIndexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("\"" + pair.strip() + "\" has no column and type");
      }
      String column = pair.substring(0, equals).strip();
      if (named.put(column, type(pair.substring(equals + 1).strip())) != null) {
        throw new IllegalArgumentException("\"" + column + "\" is named twice");
      }
    }
    return new CsvTypes(false, named);
  }

  private static ColumnType type(String name) {
    return name.equalsIgnoreCase(TEXT)
        ? ColumnType.STRING
        : ColumnType.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Whether all rows have to be read to know the types. */
  boolean needsAllRows() {
    return infer;
  }

  /** Reads the rows of one file for its types. */
  Columns columns(String source) {
    return new Columns(source);
  }

  /** The types of the columns of one file, as far as its rows were read. */
  final class Columns {
    private final String source;
    private final Map<Integer, ColumnType> found = new HashMap<>();
    private List<String> header = List.of();

    /** The columns whose cells say whether they are numbers: of all others none is made. */
    private int[] looked = {};

    private Columns(String source) {
      this.source = source;
    }

    /**
     * Takes the header.
     *
     * @throws WritebackException if a column that is named is not in it
     */
    void header(List<String> names) {
      header = List.copyOf(names);
      for (String column : named.keySet()) {
        if (!header.contains(column)) {
          throw new WritebackException(
              Code.BAD_HEADER,
              "%s: types names the column \"%s\", which the file does not have"
                  .formatted(source, column));
        }
      }
      looked =
          IntStream.range(0, header.size())
              .filter(index -> infer || isNumeric(named.get(header.get(index))))
              .toArray();
    }

    /**
     * Takes a row.
     *
     * @throws WritebackException if a cell is not of the type that its column is said to have
     */
    void row(Row row) {
      for (int index : looked) {
        String cell = row.cell(index);
        if (cell == null || cell.isBlank()) {
          continue;
        }
        if (infer) {
          found.merge(index, inferred(cell), Columns::common);
        } else if (!isNumber(cell)) {
          throw new WritebackException(
              Code.CELL_TYPE,
              "%s: row %d, column \"%s\" is not a number, and types says that it is %s"
                  .formatted(
                      source,
                      row.number(),
                      header.get(index),
                      named.get(header.get(index)).name().toLowerCase(Locale.ROOT)));
        }
      }
    }

    private static boolean isNumeric(ColumnType type) {
      return type == ColumnType.LONG || type == ColumnType.DECIMAL || type == ColumnType.DOUBLE;
    }

    private static boolean isNumber(String cell) {
      try {
        new java.math.BigDecimal(cell.strip());
        return true;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    private static ColumnType inferred(String cell) {
      if (WHOLE.matcher(cell).matches()) {
        return ColumnType.LONG;
      }
      boolean number =
          NUMBER.matcher(cell).matches()
              && cell.chars().filter(Character::isDigit).count() <= DIGITS;
      return number ? ColumnType.DECIMAL : ColumnType.STRING;
    }

    private static ColumnType common(ColumnType one, ColumnType other) {
      return one == other
          ? one
          : one == ColumnType.STRING || other == ColumnType.STRING
              ? ColumnType.STRING
              : ColumnType.DECIMAL;
    }

    private ColumnType type(int index) {
      return infer
          ? found.getOrDefault(index, ColumnType.STRING)
          : named.getOrDefault(header.get(index), ColumnType.STRING);
    }

    Schema schema() {
      List<Column> columns = new ArrayList<>();
      for (int index = 0; index < header.size(); index++) {
        columns.add(new Column(header.get(index), type(index)));
      }
      return new Schema(columns);
    }

    /**
     * What a check says of them; nothing if all columns are text because nothing else was asked.
     */
    List<String> sentences() {
      if (!infer && named.isEmpty()) {
        return List.of();
      }
      List<String> typed = new ArrayList<>();
      for (int index = 0; index < header.size(); index++) {
        if (type(index) != ColumnType.STRING) {
          typed.add(
              "\"" + header.get(index) + "\" is " + type(index).name().toLowerCase(Locale.ROOT));
        }
      }
      return List.of(
          (infer ? "types, inferred from all rows: " : "types: ")
              + (typed.isEmpty()
                  ? "every column is text"
                  : String.join(", ", typed) + "; every other column is text"));
    }
  }
}
