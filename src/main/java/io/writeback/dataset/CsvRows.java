package io.writeback.dataset;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.WritebackException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads CSV (RFC 4180, any of CR LF, LF and CR between rows) row by row, and refuses what is not
 * well formed instead of guessing.
 *
 * <p>FastCSV splits; this class adds what it is silent about: the number of cells, the header, and
 * the row in which something is wrong. {@code ,,} is NULL and {@code ,"",} is "" (Domo, "Format
 * data to import"). A blank line is a row: the NULL of a DataSet with one column. A quote within an
 * unquoted cell is a character like any other. So is NUL in a cell: it is data, and a destination
 * that does not take it refuses that one row.
 */
public final class CsvRows implements Closeable {
  private static final long MOST_CHARACTERS = 64L << 20;
  private static final int LEAST_BUFFER = 1 << 16;

  /**
   * The most characters that a row may have: 64 Mi, less in a small heap, as a row is held several
   * times while it is split.
   */
  public static final long LONGEST_ROW =
      Math.min(MOST_CHARACTERS, Math.max(1L << 16, Runtime.getRuntime().maxMemory() / 32));

  private final String source;
  private final RowMeter meter;
  private final RowText current = new RowText();
  private final CsvReader<RowText> parser;
  private final CloseableIterator<RowText> records;
  private final List<String> header;

  /** How many lines are before the first one that is split. */
  private final long skipped;

  private long number;

  /**
   * Reads the header; a byte order mark is dropped.
   *
   * @param source what is read, for messages
   * @throws WritebackException if there is none, or names are blank or repeated
   * @throws IOException if {@code in} cannot be read
   */
  public static CsvRows of(String source, InputStream in, Charset charset) throws IOException {
    return new CsvRows(source, new StrictReader(in, charset));
  }

  /**
   * The same of a text of another dialect. Cells and names are as {@link CsvDialect#cell} reads
   * them.
   *
   * @param names of the columns, if the dialect has no header
   */
  public static CsvRows of(
      String source, InputStream in, Charset charset, CsvDialect dialect, List<String> names)
      throws IOException {
    return new CsvRows(source, new StrictReader(in, charset), LONGEST_ROW, dialect, names);
  }

  CsvRows(String source, Reader text) throws IOException {
    this(source, text, LONGEST_ROW);
  }

  /**
   * The same, of a text.
   *
   * @param longestRow in characters
   */
  CsvRows(String source, Reader text, long longestRow) throws IOException {
    this(source, text, longestRow, CsvDialect.STANDARD, List.of());
  }

  private CsvRows(
      String source, Reader text, long longestRow, CsvDialect dialect, List<String> names)
      throws IOException {
    this.source = source;
    this.skipped = dialect.skipLines();
    meter = new RowMeter(opened(dialect, text), longestRow);
    parser =
        CsvReader.builder()
            .fieldSeparator(dialect.delimiter())
            .quoteCharacter(dialect.quote())
            .skipEmptyLines(false)
            .allowMissingFields(true)
            .allowExtraFields(true)
            .allowUnclosedQuote(false)
            // The meter stops a row before the parser would stop its cell.
            .maxBufferSize((int) Math.min(Integer.MAX_VALUE / 2, 2 * longestRow + LEAST_BUFFER))
            .build(current, meter);
    records = parser.iterator();
    if (dialect.header() && !hasRecord()) {
      throw bad(Code.BAD_HEADER, "has no header: it is empty", null);
    }
    header = dialect.header() ? dialect.cells(current.row(0).kept().cells()) : List.copyOf(names);
    requireNames(source, header);
  }

  private Reader opened(CsvDialect dialect, Reader text) throws IOException {
    try {
      return dialect.open(text);
    } catch (CharacterCodingException e) {
      throw explained(e);
    }
  }

  /** A header has names, none blank, none twice; the message has every column at fault. */
  static void requireNames(String source, List<String> names) {
    List<String> faults = new ArrayList<>();
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name == null || name.isBlank()) {
        faults.add("column " + (i + 1) + " has no name");
      } else {
        places.computeIfAbsent(name, unseen -> new ArrayList<>()).add(i + 1);
        if (name.indexOf('\0') >= 0) {
          faults.add("column " + (i + 1) + " has a NUL in its name; is the file UTF-16?");
        }
      }
    }
    places.forEach(
        (name, columns) -> {
          if (columns.size() > 1) {
            faults.add("\"" + name + "\" is the name of the columns " + joined(columns));
          }
        });
    if (!faults.isEmpty()) {
      throw new WritebackException(
          Code.BAD_HEADER, source + ": the header: " + String.join(", ", faults));
    }
  }

  private static String joined(List<Integer> columns) {
    return String.join(" and ", columns.stream().map(String::valueOf).toList());
  }

  public List<String> header() {
    return header;
  }

  /** The line in which the row that was read last begins. */
  public long line() {
    return skipped + current.line();
  }

  long count() {
    return number;
  }

  /**
   * The next row, or none at the end. Its cells are made when they are asked for, which they can be
   * until the next row is read; see {@link Row#kept}.
   *
   * @throws WritebackException naming the row that is not well formed
   * @throws IOException if the text itself cannot be read
   */
  public Optional<Row> read() throws IOException {
    number++;
    if (!hasRecord()) {
      number--;
      return Optional.empty();
    }
    if (current.count() != header.size()) {
      throw bad(Code.BAD_CSV, place() + " " + difference(), null);
    }
    return Optional.of(current.row(number));
  }

  /** Hands over the next rows, at most so many; see {@link #read}. */
  public void each(long most, Consumer<Row> row) throws IOException {
    for (long count = 0; count < most; count++) {
      Optional<Row> next = read();
      if (next.isEmpty()) {
        return;
      }
      row.accept(next.get());
    }
  }

  /** The next rows, at most so many, to keep; see {@link #read}. */
  public List<Row> some(long most) throws IOException {
    List<Row> rows = new ArrayList<>();
    each(most, row -> rows.add(row.kept()));
    return rows;
  }

  /** Reads the text of the next row; false at the end. */
  private boolean hasRecord() throws IOException {
    meter.rowBegins();
    try {
      if (!records.hasNext()) {
        return false;
      }
      records.next();
      return true;
    } catch (CsvParseException e) {
      if (e.getCause() instanceof WritebackException full) {
        // What is read is copied on the way, and there is no room for the copy.
        throw full;
      }
      boolean unclosed = String.valueOf(e.getMessage()).contains("Unclosed");
      throw bad(
          Code.BAD_CSV,
          place()
              + (unclosed
                  ? " opens a quote that is never closed"
                  : " has text after a closing quote; a quote within a cell is written twice"),
          e);
    } catch (UncheckedIOException e) {
      throw explained(e.getCause());
    }
  }

  /** The problem in the row, or the failure to read the text, which the caller has to judge. */
  private IOException explained(IOException e) {
    if (e instanceof RowMeter.RowTooLongException) {
      throw bad(
          Code.BAD_CSV,
          "%s is %s; is a quote opened there and never closed?%s"
              .formatted(
                  place(),
                  e.getMessage(),
                  LONGEST_ROW < MOST_CHARACTERS
                      ? " If not: longer ones need more memory (WRITEBACK_JAVA_OPTS=-Xmx1g)"
                      : ""),
          e);
    }
    if (e instanceof CharacterCodingException) {
      throw bad(
          Code.BAD_ENCODING,
          "%s is not in the character set it is read in (UTF-8 unless charset names another): %s"
              .formatted(place(), e.getMessage()),
          e);
    }
    return e;
  }

  private String difference() {
    if (current.count() == 1 && current.cell(0) == null) {
      return "is blank, the header has " + header.size() + " columns";
    }
    return "has %s, the header has %d".formatted(Count.of(current.count(), "cell"), header.size());
  }

  private WritebackException bad(Code code, String what, Exception cause) {
    return new WritebackException(code, source + ": " + what, cause);
  }

  private String place() {
    return number == 0 ? "the header" : "row " + number + " (line " + line() + ")";
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
