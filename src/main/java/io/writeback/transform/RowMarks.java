package io.writeback.transform;

import io.writeback.dataset.CsvRows;
import io.writeback.dataset.Row;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The rows that the team's code left out, or for which it failed. Memory has two bits a row; why a
 * row failed is read from the file when it is asked for, in ascending order of rows best.
 */
public final class RowMarks implements Closeable {
  /** The name of the file: each row that failed or was left out, in ascending order. */
  public static final String FILE = "transformed-marks.csv";

  static final List<String> HEADER = List.of("row", "failed", "column", "reason");
  static final String FAILED = "1";

  private final Path file;
  private final BitSet failed = new BitSet();
  private final BitSet leftOut = new BitSet();
  private CsvRows reader;
  private long read;

  private RowMarks(Path file) {
    this.file = file;
  }

  /** Of a transform that marked no row. */
  public static RowMarks none() {
    return new RowMarks(null);
  }

  /**
   * Those of a file.
   *
   * @throws WritebackException WB-214 if it cannot be read
   */
  public static RowMarks of(Path folder) {
    RowMarks marks = new RowMarks(folder.resolve(FILE));
    try (InputStream in = Files.newInputStream(marks.file);
        CsvRows rows = CsvRows.of("the file " + marks.file, in, StandardCharsets.UTF_8)) {
      rows.each(
          Long.MAX_VALUE,
          row ->
              (row.cell(1) == null ? marks.leftOut : marks.failed)
                  .set(Math.toIntExact(number(row))));
      return marks;
    } catch (IOException e) {
      throw marks.unreadable(e);
    }
  }

  private static long number(Row row) {
    return Long.parseLong(row.cell(0));
  }

  /** Whether the row was left out. */
  public boolean isLeftOut(long row) {
    return row < Integer.MAX_VALUE && leftOut.get((int) row);
  }

  /** Whether the code failed for the row. */
  public boolean isFailed(long row) {
    return row < Integer.MAX_VALUE && failed.get((int) row);
  }

  /** Whether the row has no result. */
  public boolean has(long row) {
    return isLeftOut(row) || isFailed(row);
  }

  /**
   * Why a row failed.
   *
   * @param column the column at fault; "" if it is none
   */
  public record Fault(String column, String reason) {}

  /** Why the row failed; empty if it did not. */
  public Optional<Fault> fault(long row) {
    if (!isFailed(row)) {
      return Optional.empty();
    }
    try {
      if (reader == null || read >= row) {
        close();
        reader = CsvRows.of("the file " + file, Files.newInputStream(file), StandardCharsets.UTF_8);
      }
      for (Optional<Row> next = reader.read(); next.isPresent(); next = reader.read()) {
        read = number(next.get());
        if (read == row) {
          return Optional.of(new Fault(blank(next.get().cell(2)), blank(next.get().cell(3))));
        }
      }
      throw new IOException("row " + row + " is gone");
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static String blank(String cell) {
    return cell == null ? "" : cell;
  }

  private WritebackException unreadable(IOException e) {
    return new WritebackException(Code.SNAPSHOT_IO, "%s cannot be read: %s".formatted(file, e), e);
  }

  @Override
  public void close() {
    read = 0;
    if (reader != null) {
      CsvRows closing = reader;
      reader = null;
      try {
        closing.close();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }
}
