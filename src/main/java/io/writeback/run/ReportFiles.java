package io.writeback.run;

import io.writeback.dataset.RejectFile;
import io.writeback.dataset.Row;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.files.SpreadsheetCell;
import io.writeback.ledger.GoneObject;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RejectEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/** The files that a run leaves behind: report.json and CSV files of what needs attention. */
final class ReportFiles {
  static final String REPORT = "report.json";
  static final String REJECTS = "rejects.csv";
  static final String DIFFERENCES = "differences.csv";
  static final String CREATED = "created.csv";

  /** What became of the objects whose rows were gone. */
  static final String GONE = "gone.csv";

  static final String PREPARED = "prepared.csv";

  /** NULL is an empty cell, an empty text is "" in quotes: as the DataSet had them. */
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT
          .builder()
          .setRecordSeparator('\n')
          .setQuoteMode(QuoteMode.ALL_NON_NULL)
          .setNullString("")
          .get();

  private static final int PAGE = 1_000;

  private ReportFiles() {}

  /** Writes the report whole or not at all. */
  static void writeReport(Path folder, Report report) throws IOException {
    AtomicFile.write(folder.resolve(REPORT), out -> out.append(report.toJson()).append('\n'));
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
   * Writes the rejected rows, whole or not at all, with their original cells exactly, as a replay
   * sends what the file has; only what the product adds is made safe for a spreadsheet program.
   */
  static Path writeRejects(Path folder, String runId, Snapshot snapshot, Ledger ledger)
      throws IOException {
    Path file = folder.resolve(REJECTS);
    AtomicFile.write(
        file, out -> rejects(out, runId, snapshot, reject -> ledger.rejects().each(runId, reject)));
    return file;
  }

  /**
   * The same of those that no later run has written.
   *
   * @return how many cells of the DataSet are formulas for a spreadsheet program
   */
  static long openRejects(Writer out, String runId, Snapshot snapshot, Ledger ledger)
      throws IOException {
    return rejects(out, runId, snapshot, reject -> ledger.rejects().eachOpen(runId, reject));
  }

  /** Reads the snapshot once beside the rejects, which come in the same order. */
  private static long rejects(
      Writer out, String runId, Snapshot snapshot, Consumer<Consumer<RejectEntry>> rejects)
      throws IOException {
    List<String> header = new ArrayList<>(snapshot.schema().names());
    header.addAll(RejectFile.COLUMNS);
    AtomicLong formulas = new AtomicLong();
    CSVPrinter csv = printer(out, header);
    try (SnapshotReader rows = snapshot.open()) {
      rejects.accept(
          reject -> {
            List<String> cells = new ArrayList<>(seek(rows, reject.row()).cells());
            formulas.addAndGet(cells.stream().filter(SpreadsheetCell::isFormula).count());
            cells.addAll(
                List.of(
                    runId,
                    Long.toString(reject.row()),
                    reject.code().id(),
                    SpreadsheetCell.shown(reject.column()),
                    SpreadsheetCell.shown(reject.reason())));
            print(csv, cells);
          });
      return formulas.get();
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

  /**
   * Writes each field that holds another value than was sent, with both values, for people: what a
   * spreadsheet program would compute is a text.
   */
  static Path writeDifferences(Path folder, String runId, Ledger ledger) throws IOException {
    Path file = folder.resolve(DIFFERENCES);
    AtomicFile.write(file, out -> differences(out, runId, ledger));
    return file;
  }

  private static void differences(Writer out, String runId, Ledger ledger) throws IOException {
    CSVPrinter csv = printer(out, List.of("row", "key", "field", "sent", "found"));
    ledger
        .rejects()
        .eachDifference(
            runId,
            difference ->
                print(
                    csv,
                    List.of(
                        Long.toString(difference.row()),
                        SpreadsheetCell.shown(difference.key()),
                        SpreadsheetCell.shown(difference.field()),
                        SpreadsheetCell.shown(difference.sent()),
                        SpreadsheetCell.shown(difference.found()))));
  }

  /** Writes the objects that a run created: the row, what it is recognised by, and the new ID. */
  static Path writeCreated(Path folder, String runId, Ledger ledger) throws IOException {
    Path file = folder.resolve(CREATED);
    AtomicFile.write(file, out -> created(out, runId, ledger));
    return file;
  }

  static void created(Writer out, String runId, Ledger ledger) throws IOException {
    CSVPrinter csv = printer(out, List.of("row", "match", "id"));
    ledger
        .created()
        .each(
            runId,
            created ->
                print(
                    csv,
                    List.of(
                        Long.toString(created.row()),
                        SpreadsheetCell.shown(created.match()),
                        SpreadsheetCell.shown(created.key()))));
  }

  /** Writes the objects that a run prepared: the row, and the ID. */
  static Path writePrepared(Path folder, String runId, Ledger ledger) throws IOException {
    Path file = folder.resolve(PREPARED);
    AtomicFile.write(file, out -> prepared(out, runId, ledger));
    return file;
  }

  static void prepared(Writer out, String runId, Ledger ledger) throws IOException {
    CSVPrinter csv = printer(out, List.of("row", "id"));
    ledger
        .prepared()
        .each(
            runId,
            prepared ->
                print(
                    csv,
                    List.of(Long.toString(prepared.row()), SpreadsheetCell.shown(prepared.key()))));
  }

  /** Writes what became of each object whose row was gone, for people. */
  static Path writeGone(Path folder, String runId, Ledger ledger) throws IOException {
    Path file = folder.resolve(GONE);
    AtomicFile.write(file, out -> gone(out, runId, ledger, GoneObject::reason));
    return file;
  }

  static void gone(Writer out, String runId, Ledger ledger, Function<GoneObject, String> reason)
      throws IOException {
    CSVPrinter csv = printer(out, List.of("key", "outcome", "code", "reason"));
    long last = 0;
    List<GoneObject> some = ledger.knownObjects().gone(runId, last, PAGE);
    while (!some.isEmpty()) {
      for (GoneObject object : some) {
        last = object.row();
        print(
            csv,
            List.of(
                SpreadsheetCell.shown(object.key()),
                object.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                object.code() == null ? "" : object.code().id(),
                SpreadsheetCell.shown(reason.apply(object))));
      }
      some = ledger.knownObjects().gone(runId, last, PAGE);
    }
  }

  private static CSVPrinter printer(Writer out, List<String> header) throws IOException {
    CSVPrinter csv = new CSVPrinter(out, CSV);
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
