package io.writeback.transform;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.CsvRows;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import io.writeback.dataset.body.Cell;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends the rows of a snapshot through the team's code, one after the other, and writes what comes
 * back: a row for each row, and a mark for each one that failed or was left out. Memory has one row
 * at a time. Both files are on the disk, under their names, when it is done; until then nothing is.
 */
public final class Transformation {
  private static final int LONGEST_REASON = 300;
  private static final int MOST_LISTED = 10;

  private final Transform transform;
  private final Snapshot snapshot;
  private final RowCode code;
  private final Progress progress;
  private final Schema raw;
  private final Schema schema;
  private final Map<String, Integer> places = new HashMap<>();
  private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
  private final ColumnType[] types;
  private final List<String> marked = new ArrayList<>();
  private long failed;
  private long leftOut;

  /** What the run wants to know and may say. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called before each row.
     *
     * @param rows how many are done
     * @return whether the run wants no more of them
     */
    boolean isStopped(long rows);
  }

  /** The run wants no more rows. */
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
      super("stopped", null, false, false);
    }
  }

  /** The code has no usable result for a row. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String column;

    Unusable(String column, String reason) {
      super(reason, null, false, false);
      this.column = column;
    }
  }

  public Transformation(Transform transform, Snapshot snapshot, RowCode code, Progress progress) {
    this.transform = transform;
    this.snapshot = snapshot;
    this.code = code;
    this.progress = progress;
    this.raw = snapshot.schema();
    this.schema = transform.schema(raw);
    schema.names().forEach(name -> places.put(name, places.size()));
    this.types = new ColumnType[schema.size()];
  }

  /**
   * Writes the files beside the snapshot.
   *
   * @param needsAll the target, if it takes all rows or none
   * @param quota the most bytes that each file may have
   * @return empty if the run wants no more
   * @throws WritebackException WB-316 if the destination needs all rows, and some have no result
   */
  public Optional<Transformed> write(Optional<String> needsAll, long quota) {
    Path folder = snapshot.file().toAbsolutePath().getParent();
    String name = "the rows of %s through %s".formatted(snapshot.source(), transform.with());
    try (Staging rows = new Staging(name, folder, quota, Transformed.FILE);
        Staging marks = new Staging(name, folder, quota, RowMarks.FILE);
        SnapshotReader reader = snapshot.open()) {
      Staged[] made = new Staged[1];
      Staged without =
          marks.write(
              RowMarks.HEADER,
              mark ->
                  made[0] =
                      rows.write(
                          schema.names(),
                          put -> reader.forEachRemaining(row -> put.accept(made(row, mark)))));
      needsAll.ifPresent(this::requireAll);
      boolean isMarked = failed + leftOut > 0;
      if (isMarked) {
        marks.commit(without, new Schema(List.of()), "");
      }
      Snapshot written = rows.commit(made[0], typed(), snapshot.version());
      return Optional.of(
          new Transformed(
              snapshot.sha256(),
              transform.with(),
              transform.columns(),
              code.digest(),
              written.schema().columns(),
              written.rows(),
              written.bytes(),
              written.sha256(),
              isMarked ? without.sha256() : null,
              failed,
              leftOut));
    } catch (StoppedException e) {
      return Optional.empty();
    }
  }

  /** The cells of one row of the result. A row that failed keeps its own, for its key. */
  private List<String> made(Row row, Consumer<List<String>> mark) {
    if (progress.isStopped(row.number() - 1)) {
      throw new StoppedException();
    }
    Map<String, String> cells = new LinkedHashMap<>();
    for (String column : raw.names()) {
      cells.put(column, row.cell(cells.size()));
    }
    Object result;
    try {
      result = code.call(new LinkedHashMap<>(cells));
      if (result != null) {
        return cells(result);
      }
    } catch (RowCode.EndsException e) {
      throw e;
    } catch (Unusable e) {
      return failed(row.number(), cells, e.column, e.getMessage(), mark);
    } catch (Exception e) {
      if (progress.isStopped(row.number() - 1)) {
        // The code may have failed because of that.
        throw new StoppedException();
      }
      return failed(row.number(), cells, "", Reason.of(e), mark);
    }
    leftOut++;
    list(row.number(), "was left out");
    mark.accept(Arrays.asList(Long.toString(row.number()), null, null, null));
    return Collections.nCopies(schema.size(), null);
  }

  private List<String> failed(
      long row, Map<String, String> cells, String column, String why, Consumer<List<String>> mark) {
    String reason = shortened(why);
    failed++;
    list(row, (column.isEmpty() ? "" : "column \"" + column + "\": ") + reason);
    mark.accept(List.of(Long.toString(row), RowMarks.FAILED, column, reason));
    return schema.names().stream().map(cells::get).toList();
  }

  private void list(long row, String what) {
    if (marked.size() < MOST_LISTED) {
      marked.add("row %d %s".formatted(row, what));
    }
  }

  private static String shortened(String reason) {
    String line = reason.strip().replaceAll("\\s*\\R\\s*", " | ");
    if (line.length() > LONGEST_REASON) {
      int end =
          Character.isHighSurrogate(line.charAt(LONGEST_REASON - 1))
              ? LONGEST_REASON - 1
              : LONGEST_REASON;
      line = line.substring(0, end) + "…";
    }
    // What cannot be written as UTF-8 is a question mark.
    return new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private List<String> cells(Object result) throws Unusable {
    if (!(result instanceof Map<?, ?> map)) {
      throw new Unusable(
          "",
          "the result is a %s, not a map of cells by column"
              .formatted(result.getClass().getSimpleName()));
    }
    String[] cells = new String[schema.size()];
    ColumnType[] seen = new ColumnType[schema.size()];
    long characters = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String column = String.valueOf(entry.getKey());
      Integer place = places.get(column);
      if (place == null) {
        throw new Unusable(
            column,
            "the result has a column that is none of %s; name all of them in columns"
                .formatted(String.join(", ", schema.names())));
      }
      Cell cell = cell(column, entry.getValue());
      cells[place] = cell.text();
      seen[place] = cell.type();
      characters += cell.text() == null ? 1 : 2L * cell.text().length() + 3;
    }
    if (characters > CsvRows.LONGEST_ROW) {
      throw new Unusable("", "the result is longer than a row may be");
    }
    for (int place = 0; place < seen.length; place++) {
      types[place] = common(types[place], seen[place]);
    }
    return Arrays.asList(cells);
  }

  private Cell cell(String column, Object value) throws Unusable {
    Cell cell;
    try {
      cell = Cell.of(value);
    } catch (IllegalArgumentException e) {
      throw new Unusable(column, "the value " + e.getMessage() + ", which has no text");
    }
    if (cell.text() != null && !utf8.canEncode(cell.text())) {
      throw new Unusable(column, "the value has half of a character, which no file can hold");
    }
    return cell;
  }

  private static ColumnType common(ColumnType one, ColumnType other) {
    if (one == null || other == null || one == other) {
      return one == null ? other : one;
    }
    return ColumnType.STRING;
  }

  /** New columns have the type of their values; those of the DataSet keep theirs. */
  private Schema typed() {
    List<Column> columns = new ArrayList<>();
    for (Column column : schema.columns()) {
      ColumnType own = types[columns.size()];
      columns.add(
          own == null || raw.indexOf(column.name()) >= 0 ? column : new Column(column.name(), own));
    }
    return new Schema(columns);
  }

  private void requireAll(String target) {
    if (failed + leftOut > 0) {
      throw new WritebackException(
          Code.TRANSFORM_STOPPED,
          "%s takes all rows or none, and nothing was written: %s%s"
              .formatted(
                  target,
                  String.join("; ", marked),
                  failed + leftOut > marked.size()
                      ? "; and %,d more".formatted(failed + leftOut - marked.size())
                      : ""));
    }
  }
}
