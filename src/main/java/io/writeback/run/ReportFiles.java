package io.writeback.run;

import io.writeback.dataset.RejectFile;
import io.writeback.dataset.Row;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RejectEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/** The files that a run leaves behind: report.json, rejects.csv and differences.csv. */
final class ReportFiles {
  static final String REPORT = "report.json";
  static final String REJECTS = "rejects.csv";
  static final String DIFFERENCES = "differences.csv";

  /** NULL is an empty cell, an empty text is "" in quotes: as the DataSet had them. */
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT
          .builder()
          .setRecordSeparator('\n')
          .setQuoteMode(QuoteMode.ALL_NON_NULL)
          .setNullString("")
          .get();

  private ReportFiles() {}

  /** Writes the report whole or not at all. */
  static void writeReport(Path folder, Report report) {
    Path unfinished = folder.resolve(REPORT + ".tmp");
    try {
      Files.writeString(unfinished, report.toJson() + "\n", StandardCharsets.UTF_8);
      Files.move(unfinished, folder.resolve(REPORT), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The report that a run wrote when it ended; empty if there is none that can be read. */
  static Optional<Report> readReport(Path folder) {
    try {
      return Optional.of(Report.fromJson(Files.readString(folder.resolve(REPORT))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes the rejected rows with their original cells, reading the snapshot once beside the
   * rejects, which come in the same order.
   */
  static Path writeRejects(Path folder, String runId, Snapshot snapshot, Ledger ledger) {
    return writeRejects(
        folder.resolve(REJECTS),
        runId,
        snapshot,
        reject -> ledger.accounts().eachReject(runId, reject));
  }

  /** The same of those that no later run has written. */
  static Path writeOpenRejects(Path file, String runId, Snapshot snapshot, Ledger ledger) {
    return writeRejects(file, runId, snapshot, reject -> ledger.openRejects().each(runId, reject));
  }

  private static Path writeRejects(
      Path file, String runId, Snapshot snapshot, Consumer<Consumer<RejectEntry>> rejects) {
    List<String> header = new ArrayList<>(snapshot.schema().names());
    header.addAll(RejectFile.COLUMNS);
    try (CSVPrinter csv = printer(file, header);
        SnapshotReader rows = snapshot.open()) {
      rejects.accept(
          reject -> {
            List<String> cells = new ArrayList<>(seek(rows, reject.row()).cells());
            cells.addAll(
                List.of(
                    runId,
                    Long.toString(reject.row()),
                    reject.code(),
                    reject.column(),
                    reject.reason()));
            print(csv, cells);
          });
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The row of a number that is not behind. */
  static Row seek(SnapshotReader rows, long number) {
    Row row = rows.next();
    while (row.number() < number) {
      row = rows.next();
    }
    return row;
  }

  /** Writes each field that holds another value than was sent, with both values. */
  static Path writeDifferences(Path folder, String runId, Ledger ledger) {
    Path file = folder.resolve(DIFFERENCES);
    try (CSVPrinter csv = printer(file, List.of("row", "key", "field", "sent", "found"))) {
      ledger
          .accounts()
          .eachDifference(
              runId,
              difference ->
                  print(
                      csv,
                      List.of(
                          Long.toString(difference.row()),
                          difference.key(),
                          difference.field(),
                          difference.sent(),
                          difference.found())));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CSVPrinter printer(Path file, List<String> header) throws IOException {
    CSVPrinter csv = new CSVPrinter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), CSV);
    csv.printRecord(header);
    return csv;
  }

  private static void print(CSVPrinter csv, List<String> cells) {
    try {
      csv.printRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
