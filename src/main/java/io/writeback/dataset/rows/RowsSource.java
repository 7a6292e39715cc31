package io.writeback.dataset.rows;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Preview;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows that messages have brought since the last run, as a DataSet.
 *
 * @param columns in the order of a row's cells
 * @param waiting where rows wait for a run
 */
public record RowsSource(String name, List<String> columns, Path waiting, long quota)
    implements DatasetSource {
  public RowsSource {
    columns = List.copyOf(columns);
  }

  public RowInbox inbox() {
    return new RowInbox(waiting);
  }

  @Override
  public String describe() {
    return "row messages " + name;
  }

  @Override
  public boolean isTakenAway() {
    return true;
  }

  @Override
  public Optional<String> part() {
    return Optional.of("a run has the row messages that have arrived");
  }

  @Override
  public boolean declaresColumns() {
    return true;
  }

  /** The rows go with the run: it has the same ones if it is staged again after a crash. */
  @Override
  public Snapshot stage(Path folder, ReadContext reading) {
    Path own = folder.resolve("rows");
    inbox().give(own);
    try (Staging staging = new Staging(describe(), folder, quota)) {
      Staged written =
          staging.write(columns, row -> RowInbox.each(own, cells -> row.accept(checked(cells))));
      reading.staged(written.rows());
      return staging.commit(written, schema(), "");
    }
  }

  private List<String> checked(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new WritebackException(
          Code.BAD_HEADER,
          ("%s: rows were gathered with %d columns, the route has %d now; they are in its folder"
                  + " rows")
              .formatted(describe(), cells.size(), columns.size()));
    }
    return cells;
  }

  @Override
  public Preview preview(int most) {
    List<Row> rows = new ArrayList<>();
    long[] count = {0};
    inbox()
        .each(
            cells -> {
              count[0]++;
              if (rows.size() < most) {
                rows.add(new Row(count[0], checked(cells)));
              }
            });
    return new Preview(schema(), rows, "", count[0], List.of());
  }

  private Schema schema() {
    return new Schema(columns.stream().map(name -> new Column(name, ColumnType.STRING)).toList());
  }
}
