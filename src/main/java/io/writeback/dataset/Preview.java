package io.writeback.dataset;

import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The first rows of a DataSet, well formed but not verified: the rest was never read.
 *
 * @param version identifies the state of the DataSet (Domo: dataCurrentAt); may be ""
 * @param total how many rows the source says there are; -1 if it does not say
 * @param warnings what a person should know of the rows, a sentence each
 */
public record Preview(
    Schema schema, List<Row> rows, String version, long total, List<String> warnings) {
  public Preview(Schema schema, List<Row> rows, String version, long total) {
    this(schema, rows, version, total, List.of());
  }

  public Preview {
    Objects.requireNonNull(schema);
    Objects.requireNonNull(version);
    rows = List.copyOf(rows);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads the first rows of a CSV text, and no more of it.
   *
   * @param source what is read, for messages
   * @param in is left open
   * @param header receives the header before the first row; throws if it is not the expected one
   * @throws WritebackException if they are not well formed
   * @throws IOException if {@code in} cannot be read
   */
  public static List<Row> rows(
      String source, InputStream in, Charset charset, Consumer<List<String>> header, int most)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    rows(source, in, charset, header, most, rows::add);
    return rows;
  }

  /**
   * The same, row by row.
   *
   * @param each receives each row
   */
  public static void rows(
      String source,
      InputStream in,
      Charset charset,
      Consumer<List<String>> header,
      long most,
      Consumer<Row> each)
      throws IOException {
    CsvRows csv = new CsvRows(source, new StrictReader(in, charset));
    header.accept(csv.header());
    for (long count = 0; count < most; count++) {
      Optional<Row> row = csv.read();
      if (row.isEmpty()) {
        return;
      }
      each.accept(row.get());
    }
  }
}
