package io.writeback.dataset;

import io.writeback.files.FolderSync;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.apache.commons.io.input.TeeReader;

/**
 * Stages the rows of one run: written and checked in one pass under another name, and given the
 * name {@code snapshot.csv} only when the source has verified them.
 *
 * <p>Whatever goes wrong, close() leaves nothing behind that could be taken for a snapshot.
 */
public final class Staging implements Closeable {
  /** The name of a verified snapshot in the folder of its run. */
  public static final String SNAPSHOT = "snapshot.csv";

  /** NULL is an empty cell, an empty text is "" in quotes. */
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT
          .builder()
          .setRecordSeparator('\n')
          .setQuoteMode(QuoteMode.ALL_NON_NULL)
          .setNullString("")
          .get();

  private static final int PROGRESS = 10_000;

  private final String source;
  private final Path folder;
  private final String name;
  private final Path unverified;
  private final Path before;
  private final long quota;

  /**
   * @param source what is staged, for messages
   * @param folder of the run; made if need be, an earlier snapshot in it is dropped
   * @param quota the most bytes that a snapshot may have
   */
  public Staging(String source, Path folder, long quota) {
    this(source, folder, quota, SNAPSHOT);
  }

  /**
   * The same under another name.
   *
   * @param name of the file once it is complete
   */
  public Staging(String source, Path folder, long quota, String name) {
    this.source = source;
    this.folder = folder;
    this.name = name;
    this.unverified = folder.resolve(name + ".tmp");
    this.before = folder.resolve(name + ".before.tmp");
    this.quota = quota;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed(e);
    }
    drop(folder.resolve(name));
  }

  /**
   * Writes all rows, from the start: what an earlier call wrote is dropped.
   *
   * @param in is left open: to close an answer is to read it to its end, which the caller may not
   *     want after a failure
   * @param header receives the header before the first row; throws if it is not the expected one
   * @param progress receives the number of rows every 10,000 rows, and at the end
   * @param each receives each row
   * @throws WritebackException if the rows are not well formed, too many, or cannot be written
   * @throws IOException if {@code in} cannot be read: another try may help
   */
  public Staged write(
      InputStream in,
      Charset charset,
      Consumer<List<String>> header,
      LongConsumer progress,
      Consumer<Row> each)
      throws IOException {
    try (SnapshotFile file = new SnapshotFile(source, unverified, quota)) {
      CsvRows rows =
          new CsvRows(source, new TeeReader(new StrictReader(in, charset), file.writer()));
      header.accept(rows.header());
      rows.each(
          Long.MAX_VALUE,
          row -> {
            each.accept(row);
            if (row.number() % PROGRESS == 0) {
              progress.accept(row.number());
            }
          });
      progress.accept(rows.count());
      file.finish();
      return new Staged(rows.header(), rows.count(), file.bytes(), file.digest());
    }
  }

  /**
   * Writes rows that are at hand, from the start: what an earlier call wrote is dropped.
   *
   * @param rows receives the sink for the cells of one row after the other, as many as the header
   *     has
   */
  public Staged write(List<String> header, Consumer<Consumer<List<String>>> rows) {
    CsvRows.requireNames(source, header);
    try (SnapshotFile file = new SnapshotFile(source, unverified, quota);
        CSVPrinter csv = new CSVPrinter(file.writer(), CSV)) {
      csv.printRecord(header);
      long[] count = {0};
      rows.accept(
          cells -> {
            try {
              csv.printRecord(cells);
              count[0]++;
            } catch (IOException e) {
              throw failed(e);
            }
          });
      csv.flush();
      file.finish();
      return new Staged(header, count[0], file.bytes(), file.digest());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Writes what was written before once more, the cells of each row as {@code cells} has them. */
  public Staged rewrite(Staged staged, UnaryOperator<List<String>> cells) {
    try {
      Files.move(unverified, before, StandardCopyOption.ATOMIC_MOVE);
      try (InputStream in = Files.newInputStream(before)) {
        CsvRows rows = CsvRows.of(source, in, StandardCharsets.UTF_8);
        return write(
            staged.header(),
            out -> {
              try {
                rows.each(Long.MAX_VALUE, row -> out.accept(cells.apply(row.cells())));
              } catch (IOException e) {
                throw failed(e);
              }
            });
      }
    } catch (IOException e) {
      throw failed(e);
    } finally {
      drop(before);
    }
  }

  /** Makes what was written the snapshot, in a way that outlasts a crash. */
  public Snapshot commit(Staged staged, Schema schema, String version) {
    Path file = folder.resolve(name);
    try {
      Files.move(unverified, file, StandardCopyOption.ATOMIC_MOVE);
      FolderSync.force(folder);
    } catch (IOException e) {
      drop(file);
      throw failed(e);
    }
    return new Snapshot(
        file, schema, staged.rows(), staged.bytes(), staged.sha256(), source, version);
  }

  @Override
  public void close() {
    drop(before);
    drop(unverified);
  }

  private void drop(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private WritebackException failed(IOException e) {
    return new WritebackException(
        Code.SNAPSHOT_IO, "the snapshot in " + folder + " cannot be written: " + e, e);
  }
}
