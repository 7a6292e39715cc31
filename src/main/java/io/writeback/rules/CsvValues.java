package io.writeback.rules;

import io.writeback.dataset.CsvRows;
import io.writeback.dataset.Row;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Values in CSV files with a header and two columns: the cell, and the value for it. They are kept
 * with the plan of each run, so that a file has a bounded number of them.
 *
 * @param paths finds a file of the configuration: relative ones belong to its home folder
 */
record CsvValues(Function<String, Path> paths) implements ValueFiles {
  static final int MOST = 10_000;
  private static final long MOST_BYTES = 1 << 20;

  @Override
  public Map<String, String> read(String name) throws Unusable {
    Path file = paths.apply(name);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new Unusable(
            "%s has %,d bytes, at most %,d are allowed; join larger tables in the DataSet"
                .formatted(name, Files.size(file), MOST_BYTES));
      }
      try (InputStream in = Files.newInputStream(file)) {
        return entries(name, CsvRows.of(name, in, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new Unusable(
          "%s cannot be read (%s); the path starts at the project's folder"
              .formatted(name, Reason.of(e)));
    } catch (WritebackException e) {
      throw new Unusable(e.problems().get(0).message());
    }
  }

  private static Map<String, String> entries(String name, CsvRows rows)
      throws IOException, Unusable {
    if (rows.header().size() != 2) {
      throw new Unusable(
          "%s has %d columns; two are needed, the cell and the value for it, below a header"
              .formatted(name, rows.header().size()));
    }
    Map<String, String> entries = new LinkedHashMap<>();
    for (Optional<Row> row = rows.read(); row.isPresent(); row = rows.read()) {
      String cell = row.get().cell(0);
      String value = row.get().cell(1) == null ? "" : row.get().cell(1);
      if (cell == null || cell.isEmpty()) {
        throw new Unusable("%s, line %d: the cell is blank".formatted(name, rows.line()));
      }
      String before = entries.putIfAbsent(cell, value);
      if (before != null && !before.equals(value)) {
        throw new Unusable(
            "%s, line %d: %s has the value %s already"
                .formatted(name, rows.line(), RowFault.shown(cell), RowFault.shown(before)));
      }
      if (entries.size() > MOST) {
        throw new Unusable(
            "%s has more than %,d entries; join larger tables in the DataSet"
                .formatted(name, MOST));
      }
    }
    return entries;
  }
}
