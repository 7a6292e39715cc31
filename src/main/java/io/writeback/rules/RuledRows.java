package io.writeback.rules;

import io.writeback.config.Suggestion;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.destination.BlankCell;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.rows.Digest;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The rows of a DataSet as rules make them: the columns that it has, and then the new ones. */
final class RuledRows {
  private final Rules rules;
  private final Schema raw;
  private final Schema schema;
  private final Map<String, Integer> places = new HashMap<>();

  /** By the place of the column; null if it has none. */
  private final ColumnRules[] ofColumns;

  private RuledRows(Rules rules, Schema raw) {
    this.rules = rules;
    this.raw = raw;
    raw.names().forEach(name -> places.put(name, places.size()));
    Map<String, ColumnRules> byName = new LinkedHashMap<>();
    rules.columns().forEach(column -> byName.put(column.column(), column));
    List<Column> columns = new ArrayList<>();
    for (Column column : raw.columns()) {
      ColumnRules own = byName.get(column.name());
      columns.add(own == null ? column : new Column(column.name(), own.type(column.type())));
    }
    for (ColumnRules column : rules.columns()) {
      if (!places.containsKey(column.column())) {
        columns.add(new Column(column.column(), column.type(ColumnType.STRING)));
      }
    }
    schema = new Schema(columns);
    ofColumns =
        columns.stream().map(column -> byName.get(column.name())).toArray(ColumnRules[]::new);
  }

  /**
   * Rules for the rows of a DataSet.
   *
   * @param problems receives each column that the rules need and the DataSet does not have
   */
  static RuledRows of(Rules rules, Schema raw, List<Problem> problems) {
    for (ColumnRules column : rules.columns()) {
      for (String source : column.sources()) {
        if (raw.indexOf(source) < 0) {
          problems.add(
              new Problem(
                  Code.BAD_VALUE,
                  Rules.NAME,
                  "line %d: the DataSet has no column \"%s\"%s; its columns are %s%s"
                      .formatted(
                          column.line(),
                          source,
                          Suggestion.didYouMean(source, raw.names()),
                          String.join(", ", raw.names()),
                          column.isMade()
                              ? ""
                              : "; a new column begins with template or constant")));
        }
      }
    }
    return new RuledRows(rules, raw);
  }

  Rules rules() {
    return rules;
  }

  /** The columns of the DataSet. */
  Schema raw() {
    return raw;
  }

  /** The columns that the destination sees. */
  Schema schema() {
    return schema;
  }

  /** What a blank cell of a column does. */
  Map<String, BlankCell> blanks() {
    Map<String, BlankCell> blanks = new LinkedHashMap<>();
    rules
        .columns()
        .forEach(column -> column.blankCell().ifPresent(cell -> blanks.put(column.column(), cell)));
    return blanks;
  }

  /**
   * A row as the destination sees it. Each cell is made when it is asked for, as long as the row
   * can be; it throws a {@link RowFault} if a rule finds no value for it.
   */
  Row row(Row row) {
    return new Row(row.number(), new Cells(row));
  }

  /** The same with all cells that have rules, so that none of them throws later. */
  Row made(Row row) {
    Cells cells = new Cells(row);
    for (int column = 0; column < ofColumns.length; column++) {
      if (ofColumns[column] != null) {
        cells.get(column);
      }
    }
    return new Row(row.number(), cells);
  }

  /** The places, in the rows of the DataSet, of all that decides what some columns become. */
  int[] sources(Iterable<String> columns) {
    boolean[] needed = new boolean[raw.size()];
    for (String column : columns) {
      int place = schema.indexOf(column);
      if (place >= 0 && ofColumns[place] != null) {
        ofColumns[place].sources().forEach(source -> needed[places.get(source)] = true);
      } else if (place >= 0 && place < needed.length) {
        needed[place] = true;
      }
    }
    return IntStream.range(0, needed.length).filter(place -> needed[place]).toArray();
  }

  /** Of all that decides what becomes of a cell, the Java runtime with its names of months too. */
  Digest digest() {
    List<String> parts = new ArrayList<>();
    parts.add(String.valueOf(RuledRows.class.getPackage().getImplementationVersion()));
    parts.add(Runtime.version().toString());
    parts.add(rules.text());
    rules
        .files()
        .forEach(
            (name, entries) -> {
              parts.add(name);
              parts.add(Integer.toString(entries.size()));
              entries.forEach((cell, value) -> parts.addAll(List.of(cell, value)));
            });
    parts.addAll(schema.names());
    return Digest.of(parts);
  }

  /** The cells of one row. */
  private final class Cells extends AbstractList<String> implements RandomAccess {
    private final Row row;

    /** What rules made so far; null as long as nothing was made. */
    private String[] made;

    private boolean[] isMade;

    Cells(Row row) {
      this.row = row;
    }

    @Override
    public String get(int column) {
      ColumnRules own = ofColumns[column];
      if (own == null) {
        return row.cell(column);
      }
      if (made == null) {
        made = new String[ofColumns.length];
        isMade = new boolean[ofColumns.length];
      }
      if (!isMade[column]) {
        made[column] = own.cell(this::raw);
        isMade[column] = true;
      }
      return made[column];
    }

    private String raw(String column) {
      String cell = row.cell(places.get(column));
      return ColumnRules.isBlank(cell) ? null : cell;
    }

    @Override
    public int size() {
      return ofColumns.length;
    }

    @Override
    public String toString() {
      return Arrays.toString(toArray());
    }
  }

  /**
   * Hands a row over, also one that a rule rejects for another cell than those that are asked for:
   * its object is there, whatever becomes of the row.
   */
  void recognisable(Row row, Consumer<Row> each) {
    try {
      each.accept(row(row));
    } catch (RowFault e) {
      // What would recognise its object has no value.
    }
  }

  /** Hands a row over, unless a rule rejects it. */
  void passed(Row row, Consumer<Row> each) {
    Row passed;
    try {
      passed = made(row);
    } catch (RowFault e) {
      return;
    }
    each.accept(passed);
  }
}
