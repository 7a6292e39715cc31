package io.writeback.dataset.body;

import io.writeback.config.Suggestion;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.CsvDialect;
import io.writeback.dataset.CsvRows;
import io.writeback.dataset.Row;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The rows of a CSV text. */
final class CsvBody implements BodyRows {
  private final CsvRows rows;
  private final CsvDialect dialect;
  private final List<String> header;

  /** Where the columns are that are taken; empty for all, as they are. */
  private final List<Integer> places;

  /**
   * @param columns that are taken, in this order; empty for those of the header
   */
  CsvBody(String source, InputStream in, Charset charset, CsvDialect dialect, List<String> columns)
      throws IOException {
    this.dialect = dialect;
    rows = CsvRows.of(source, in, charset, dialect, columns);
    header = columns.isEmpty() ? rows.header() : columns;
    places =
        header.equals(rows.header())
            ? List.of()
            : header.stream().map(name -> place(source, name)).toList();
  }

  private int place(String source, String column) {
    int place = rows.header().indexOf(column);
    if (place < 0) {
      throw new WritebackException(
          Code.BAD_HEADER,
          "%s: columns names \"%s\", which the header does not have%s"
              .formatted(source, column, Suggestion.didYouMean(column, rows.header())));
    }
    return place;
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public void each(Consumer<List<String>> row) throws IOException {
    for (Optional<Row> next = rows.read(); next.isPresent(); next = rows.read()) {
      List<String> read = next.get().cells();
      List<String> cells = new ArrayList<>(header.size());
      IntStream.range(0, header.size())
          .map(column -> places.isEmpty() ? column : places.get(column))
          .forEach(place -> cells.add(dialect.cell(read.get(place))));
      row.accept(cells);
    }
  }

  @Override
  public ColumnType type(int column) {
    return ColumnType.STRING;
  }
}
