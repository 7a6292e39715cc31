package io.writeback.dataset.domo;

import io.writeback.belief.Observation;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.CsvRows;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The beginning of an export, read for how Domo writes NULL, empty texts and dates. */
record ExportSample(Schema schema, List<String> header, List<Row> rows) {
  private static final int MOST_ROWS = 1_000;
  private static final Pattern DATE =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}([.,]\\d{1,9})?)?)?(Z|[+-]\\d{2}:?\\d{2})?");

  static ExportSample read(Schema schema, InputStream csv) throws IOException {
    CsvRows rows = CsvRows.of("the export", csv, StandardCharsets.UTF_8);
    return new ExportSample(schema, rows.header(), rows.some(MOST_ROWS));
  }

  /** How NULL is written. */
  Observation nulls() {
    long backslashes = count(cell -> "\\N".equals(cell), true);
    long empties = count(cell -> cell == null, true);
    if (backslashes > 0) {
      return Observation.wrong("%d cells are \\N in columns that are not STRING", backslashes);
    }
    return empties > 0
        ? Observation.holds("%d empty cells in columns that are not STRING", empties)
        : Observation.unknown(
            "the first %d rows have no NULL in a column that is not STRING", rows.size());
  }

  /** Whether a quoted empty cell is an empty text and no NULL: there only a text can be one. */
  Observation quotedEmpties() {
    long wrong = count(cell -> "".equals(cell), true);
    long right = count(cell -> "".equals(cell), false);
    if (wrong > 0) {
      return Observation.wrong("%d cells of columns that are not STRING are \"\"", wrong);
    }
    return right > 0
        ? Observation.holds("%d cells of STRING columns are \"\", none of others", right)
        : Observation.unknown("the first %d rows have no \"\"", rows.size());
  }

  /** Whether dates have a form that is read. */
  Observation dates() {
    String example = "";
    for (Row row : rows) {
      for (int i = 0; i < Math.min(row.cells().size(), schema.size()); i++) {
        ColumnType type = schema.columns().get(i).type();
        String cell = row.cell(i);
        boolean dated = type == ColumnType.DATE || type == ColumnType.DATETIME;
        if (!dated || cell == null || cell.isBlank() || cell.equals("\\N")) {
          continue;
        }
        if (!DATE.matcher(cell).matches()) {
          return Observation.wrong("%s of row %d is \"%s\"", header.get(i), row.number(), cell);
        }
        example = cell;
      }
    }
    return example.isEmpty()
        ? Observation.unknown("the first %d rows have no date", rows.size())
        : Observation.holds("such as %s", example);
  }

  private long count(Predicate<String> wanted, boolean typed) {
    long found = 0;
    for (Row row : rows) {
      for (int i = 0; i < Math.min(row.cells().size(), schema.size()); i++) {
        boolean isTyped = schema.columns().get(i).type() != ColumnType.STRING;
        found += isTyped == typed && wanted.test(row.cell(i)) ? 1 : 0;
      }
    }
    return found;
  }
}
