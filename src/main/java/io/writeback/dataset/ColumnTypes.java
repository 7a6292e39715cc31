package io.writeback.dataset;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What types the columns of rows have that say none themselves: text, unless the route names types
 * or asks for them to be inferred from all rows.
 */
public final class ColumnTypes {
  public static final String ALLOWED =
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

  private ColumnTypes(boolean infer, Map<String, ColumnType> named) {
    this.infer = infer;
    this.named = named;
  }

  /** All text. */
  public static ColumnTypes none() {
    return new ColumnTypes(false, Map.of());
  }

  /**
   * As a route says.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static ColumnTypes of(String text) {
    if (text.equalsIgnoreCase(INFER)) {
      return new ColumnTypes(true, Map.of());
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
    return new ColumnTypes(false, named);
  }

  private static ColumnType type(String name) {
    return name.equalsIgnoreCase(TEXT)
        ? ColumnType.STRING
        : ColumnType.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Whether all rows have to be read to know the types. */
  public boolean needsAllRows() {
    return infer;
  }

  /** Reads the rows of one file for its types. */
  public Columns columns(String source) {
    return new Columns(source);
  }

  /** The types of the columns of one file, as far as its rows were read. */
  public final class Columns {
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
    public void header(List<String> names) {
      header = List.copyOf(names);
      for (String column : named.keySet()) {
        if (!header.contains(column)) {
          throw new WritebackException(
              Code.BAD_HEADER,
              "%s: types names the column \"%s\", which the rows do not have"
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
    public void row(Row row) {
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

    public Schema schema() {
      return schema(index -> ColumnType.STRING);
    }

    /**
     * The same of values that have types themselves.
     *
     * @param own the type of a column for which the route says none
     */
    public Schema schema(IntFunction<ColumnType> own) {
      List<Column> columns = new ArrayList<>();
      for (int index = 0; index < header.size(); index++) {
        String name = header.get(index);
        boolean said = infer || named.containsKey(name);
        columns.add(new Column(name, said ? type(index) : own.apply(index)));
      }
      return new Schema(columns);
    }

    /**
     * What a check says of them; nothing if all columns are text because nothing else was asked.
     */
    public List<String> sentences() {
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
