package io.writeback.dataset.csv;

import io.writeback.dataset.ColumnTypes;
import io.writeback.dataset.CsvRows;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.Preview;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Row;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A CSV file as a DataSet. Its state is the time of its last change, and its size. */
record CsvSource(Path file, Charset charset, ColumnTypes types, long quota)
    implements DatasetSource {
  @Override
  public String describe() {
    return "CSV file " + file;
  }

  @Override
  public Snapshot stage(Path folder, ReadContext reading) {
    try (Staging staging = new Staging(describe(), folder, quota)) {
      requireFile();
      String before = state();
      ColumnTypes.Columns columns = types.columns(describe());
      Staged staged;
      try (InputStream in = Files.newInputStream(file)) {
        staged = staging.write(in, charset, columns::header, reading::staged, columns::row);
      }
      if (!before.equals(state())) {
        throw NotReadyException.misfit(
            Code.EXPORT_MOVED, file + " was written to while it was read");
      }
      return staging.commit(staged, columns.schema(), before);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Preview preview(int most) {
    requireFile();
    ColumnTypes.Columns columns = types.columns(describe());
    try (InputStream in = Files.newInputStream(file)) {
      List<Row> rows = new ArrayList<>();
      CsvRows csv = CsvRows.of(describe(), in, charset);
      columns.header(csv.header());
      csv.each(
          types.needsAllRows() ? Long.MAX_VALUE : most,
          row -> {
            columns.row(row);
            if (rows.size() < most) {
              rows.add(row.kept());
            }
          });
      return new Preview(columns.schema(), rows, state(), -1, columns.sentences());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** A check reads it, a run again, and a run whose process died once more. */
  private void requireFile() {
    if (Files.isDirectory(file)) {
      throw new WritebackException(Code.DATASET_NOT_FOUND, file + " is a folder, not a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new WritebackException(
          Code.DATASET_NOT_FOUND,
          file + " is a device or a FIFO, which can be read only once; give a file");
    }
  }

  private WritebackException unreadable(IOException e) {
    if (e instanceof NoSuchFileException) {
      return new WritebackException(Code.DATASET_NOT_FOUND, "there is no file " + file, e);
    }
    if (e instanceof AccessDeniedException) {
      return new WritebackException(
          Code.DATASET_FORBIDDEN, "this user may not read the file " + file, e);
    }
    return new WritebackException(Code.SNAPSHOT_IO, file + " cannot be read: " + Reason.of(e), e);
  }

  private String state() throws IOException {
    return Files.getLastModifiedTime(file) + ", " + Files.size(file) + " bytes";
  }
}
