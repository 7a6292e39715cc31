package io.writeback.dataset;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.List;

/**
 * How a CSV text is written, in the words of Camel's data format csv.
 *
 * @param delimiter between two cells
 * @param quote around a cell; {@link #NONE} if there is none
 * @param escape makes the character after it a part of the cell; {@link #NONE} if there is none
 * @param header whether the first row has the names of the columns
 * @param nullString a cell with this text is NULL; null if none is
 * @param trim whether blanks around a cell are dropped
 * @param skipLines how many lines are before the first row
 */
public record CsvDialect(
    char delimiter,
    char quote,
    char escape,
    boolean header,
    String nullString,
    boolean trim,
    int skipLines) {
  /** Half of a character, which no text has alone. */
  public static final char NONE = '\uDFFF';

  /** RFC 4180. */
  public static final CsvDialect STANDARD = new CsvDialect(',', '"', NONE, true, null, false, 0);

  /** The text without the lines before its first row, and without escapes: {@link #cell}. */
  Reader open(Reader text) throws IOException {
    PushbackReader lines = new PushbackReader(text);
    for (int line = 0; line < skipLines; line++) {
      skipLine(lines);
    }
    Reader rows = skipLines == 0 ? text : lines;
    return escape == NONE ? rows : new EscapedReader(rows, this);
  }

  private static void skipLine(PushbackReader text) throws IOException {
    for (int one = text.read(); one >= 0 && one != '\n'; one = text.read()) {
      if (one == '\r') {
        int next = text.read();
        if (next >= 0 && next != '\n') {
          text.unread(next);
        }
        return;
      }
    }
  }

  /** A cell, or a name of the header, as it is meant; null is NULL. */
  public String cell(String read) {
    if (read == null) {
      return null;
    }
    String cell = escape == NONE ? read : EscapedReader.restored(read, this);
    String trimmed = trim ? cell.strip() : cell;
    return trimmed.equals(nullString) ? null : trimmed;
  }

  /** The same of all cells of a row. */
  public List<String> cells(List<String> read) {
    return this.equals(STANDARD) ? read : read.stream().map(this::cell).toList();
  }
}
