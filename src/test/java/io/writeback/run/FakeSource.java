package io.writeback.run;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Preview;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A DataSet with the columns Key, Value and Note. */
class FakeSource implements DatasetSource {
  private static final List<String> COLUMNS = List.of("Key", "Value", "Note");

  private final String rows;

  /**
   * @param rows CSV without a header
   */
  FakeSource(String rows) {
    this.rows = rows;
  }

  /** Rows with a key of their own each; the function gives a row's value. */
  FakeSource(int count, Function<Integer, String> value) {
    this(
        IntStream.rangeClosed(1, count)
            .mapToObj(row -> String.format(Locale.ROOT, "key-%05d,%s,%n", row, value.apply(row)))
            .collect(Collectors.joining()));
  }

  static FakeSource rows(int count, Function<Integer, String> value) {
    return new FakeSource(count, value);
  }

  /** The same rows, which staging takes away, like row messages. */
  FakeSource takenAway() {
    return new FakeSource(rows) {
      @Override
      public boolean isTakenAway() {
        return true;
      }
    };
  }

  @Override
  public String describe() {
    return "a DataSet of a test";
  }

  @Override
  public Preview preview(int most) {
    throw new AssertionError("a run does not preview");
  }

  @Override
  public Snapshot stage(Path folder, ReadContext reading) {
    String csv = String.join(",", COLUMNS) + "\n" + rows;
    try (Staging staging = new Staging(describe(), folder, 100_000_000)) {
      Staged written =
          staging.write(
              new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
              StandardCharsets.UTF_8,
              header -> {},
              reading::staged,
              row -> {});
      Schema schema =
          new Schema(COLUMNS.stream().map(name -> new Column(name, ColumnType.STRING)).toList());
      return staging.commit(written, schema, "v1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
