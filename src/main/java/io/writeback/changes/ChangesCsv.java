package io.writeback.changes;

import io.writeback.files.SpreadsheetCell;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/**
 * All changes as rows of CSV, for people: what a spreadsheet program would compute is a text. A
 * blank field is an empty cell, an empty text is "" in quotes, a list has commas.
 */
public final class ChangesCsv {
  private static final List<String> HEADER = List.of("row", "key", "field", "before", "after");

  private static final CSVFormat CSV =
      CSVFormat.DEFAULT
          .builder()
          .setRecordSeparator('\n')
          .setQuoteMode(QuoteMode.ALL_NON_NULL)
          .setNullString("")
          .get();

  private ChangesCsv() {}

  /** Writes the header and all that is left of the changes. */
  public static void write(Iterator<Change> changes, Writer out) throws IOException {
    CSVPrinter csv = new CSVPrinter(out, CSV);
    csv.printRecord(HEADER);
    while (changes.hasNext()) {
      Change change = changes.next();
      csv.printRecord(
          Stream.of(
              Long.toString(change.row()),
              cell(change.key()),
              cell(change.field()),
              cell(change.before()),
              cell(change.after())));
    }
    csv.flush();
  }

  private static String cell(Object value) {
    String text = CellText.of(value);
    return text == null ? null : SpreadsheetCell.shown(text);
  }
}
