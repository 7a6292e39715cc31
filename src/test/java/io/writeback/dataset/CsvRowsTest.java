package io.writeback.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvRowsTest {
  static Stream<Arguments> wellFormed() {
    return Stream.of(
        csv("a,b\n1,2\n", row("1", "2")),
        csv("a,b\n1,2", row("1", "2")),
        csv("a,b\r\n1,2\r\n3,4\r\n", row("1", "2"), row("3", "4")),
        csv("a,b\r1,2\r3,4\r", row("1", "2"), row("3", "4")),
        csv("a,b\n"),
        csv("a,b"),
        csv("a,b,c\n,\"\",x\n", row(null, "", "x")),
        csv("a,b\n,\n", row(null, null)),
        csv("a,b\n,", row(null, null)),
        csv("a,b\n\"\",\"\"", row("", "")),
        csv("a\n\nx\n\n", row((String) null), row("x"), row((String) null)),
        csv("a\r\n\r\nx\r\n", row((String) null), row("x")),
        csv("a\n\"\"\n", row("")),
        csv("a,b\n\"x\ny\",2\n", row("x\ny", "2")),
        csv("a,b\n\"x\r\ny\",\"\r\"\n", row("x\r\ny", "\r")),
        csv("a,b\n\"he said \"\"no\"\"\",\"\"\"\"\n", row("he said \"no\"", "\"")),
        csv("a,b\n\"1,5\",2\n", row("1,5", "2")),
        csv("a,b\n  x , y\n", row("  x ", " y")),
        csv("a,b\n5\" pipe,2\n", row("5\" pipe", "2")),
        csv("a,b\n\\N,\\\"\n", row("\\N", "\\\"")),
        csv("a,b\n#1,2\n", row("#1", "2")),
        csv("a,b\nx\0y,\0\n", row("x\0y", "\0")),
        csv("a,b\n\ufffe,\uffff\n", row("\ufffe", "\uffff")),
        csv("a,b\n\ufeffx,\ud83d\ude00\n", row("\ufeffx", "\ud83d\ude00")),
        csv("a,b\n=1+1,+49\n", row("=1+1", "+49")),
        csv("a,b\n\u0085,\u2028\n", row("\u0085", "\u2028")));
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void well_formed_rows_are_read_cell_by_cell(String text, List<List<String>> expected)
      throws IOException {
    assertThat(read(text).stream().map(Row::cells)).isEqualTo(expected);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("a,b\n1,2\n\"x,3\n4,5\n", "row 2 (line 3) opens a quote that is never closed"),
        Arguments.of("a,b\n\"1\"x,2\n", "row 1 (line 2) has text after a closing quote"),
        Arguments.of("a,b\n1\n", "row 1 (line 2) has 1 cell, the header has 2"),
        Arguments.of("a,b\n1,2\n1,2,3\n", "row 2 (line 3) has 3 cells, the header has 2"),
        Arguments.of("a,b\n\"x\ny\",2\n1\n", "row 2 (line 4) has 1 cell, the header has 2"),
        Arguments.of("a,b\r\n1,2\r\n1\r\n", "row 2 (line 3) has 1 cell, the header has 2"),
        Arguments.of("a,b\n1,2\n\n3,4\n", "row 2 (line 3) is blank, the header has 2 columns"),
        Arguments.of("\"a,b\n1,2\n", "the header opens a quote that is never closed"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void a_row_that_is_not_well_formed_is_named(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(WritebackException.class)
        .hasMessageStartingWith("WB-211 file.csv: " + message);
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        Arguments.of("", "has no header: it is empty"),
        Arguments.of("\n1\n", "column 1 has no name"),
        Arguments.of("a,,b, \n", "column 2 has no name, column 4 has no name"),
        Arguments.of(
            "a,b,a,b,a\n",
            "\"a\" is the name of the columns 1 and 3 and 5, \"b\" is the name of the columns 2 and 4"),
        Arguments.of("\0a\0,b\n", "column 1 has a NUL in its name; is the file UTF-16?"));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void every_fault_of_a_header_is_named(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .hasMessageStartingWith("WB-212 file.csv: ")
        .hasMessageEndingWith(message);
  }

  @Test
  void names_that_differ_in_case_or_blanks_are_different_columns() throws IOException {
    try (CsvRows rows = rows("a,A, a\n")) {
      assertThat(rows.header()).containsExactly("a", "A", " a");
    }
  }

  @Test
  void rows_are_numbered_from_one() throws IOException {
    assertThat(read("a\nx\n\"y\nz\"\nw\n")).extracting(Row::number).containsExactly(1L, 2L, 3L);
  }

  @Test
  void cells_are_there_until_the_next_row_is_read() throws IOException {
    try (CsvRows rows = rows("a,b\n1,\n\"\",2\n")) {
      Row first = rows.read().orElseThrow();
      assertThat(first.cells()).containsExactly("1", null);
      Row kept = first.kept();
      assertThat(rows.read().orElseThrow().cells()).containsExactly("", "2");

      assertThatThrownBy(() -> first.cell(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the next row was read: this one was not kept");
      assertThat(kept.cells()).containsExactly("1", null);
    }
  }

  @Test
  void a_short_row_follows_a_very_long_one_as_it_is() throws IOException {
    String longest = "x".repeat(200_000);

    assertThat(read("a,b\n" + longest + ",1\n2," + longest + "\n,3\n"))
        .extracting(Row::cells)
        .containsExactly(row(longest, "1"), row("2", longest), row(null, "3"));
  }

  @Test
  void a_row_may_have_more_cells_than_there_was_room_for() throws IOException {
    String[] names = new String[100];
    Arrays.setAll(names, column -> "c" + column);
    String line = String.join(",", names) + "\n";

    assertThat(read(line + line)).extracting(Row::cells).containsExactly(row(names));
  }

  @Test
  void a_cell_is_compared_without_being_made() throws IOException {
    try (CsvRows rows = rows("a,b,c\n\\N,,\"\"\n")) {
      Row row = rows.read().orElseThrow();
      for (Row each : List.of(row, row.kept())) {
        assertThat(each.has(0, "\\N")).isTrue();
        assertThat(each.has(0, "\\")).isFalse();
        assertThat(each.has(1, "")).as("NULL").isFalse();
        assertThat(each.has(2, "")).isTrue();
      }
    }
  }

  @Test
  void bytes_that_are_not_utf_8_are_reported_with_their_row() {
    byte[] bytes = "a,b\n1,2\n3,M\u00fcller\n5,6\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> all(strict(bytes, StandardCharsets.UTF_8)))
        .hasMessage(
            "WB-213 file.csv: row 2 (line 3) is not in the character set it is read in (UTF-8 unless charset names another): byte 0xFC");
  }

  @Test
  void a_character_that_is_cut_off_at_the_end_is_reported() {
    byte[] bytes = {'a', '\n', 'x', (byte) 0xe2, (byte) 0x82};
    assertThatThrownBy(() -> all(strict(bytes, StandardCharsets.UTF_8)))
        .hasMessageStartingWith("WB-213 file.csv: row 1 (line 2)");
  }

  @Test
  void a_row_that_never_ends_is_stopped() {
    Reader endless = new StringReader("a,b\n1,2\n\"" + "x".repeat(400_000));
    assertThatThrownBy(
            () -> {
              try (CsvRows rows = new CsvRows("file.csv", endless, 100_000)) {
                all(rows);
              }
            })
        .isInstanceOfSatisfying(
            WritebackException.class, e -> assertThat(e.code()).isEqualTo(Code.BAD_CSV))
        .hasMessageContaining("row 2 (line 3) is longer than 100000 characters");
  }

  @Test
  void many_rows_may_be_longer_together_than_one_may_be() throws IOException {
    String text = "a\n" + "xxxxxxxxx\n".repeat(50_000);
    try (CsvRows rows = new CsvRows("file.csv", new StringReader(text), 20_000)) {
      assertThat(all(rows)).hasSize(50_000);
    }
  }

  @Test
  void a_source_that_breaks_off_is_no_fault_of_the_rows() {
    InputStream broken =
        new InputStream() {
          private final InputStream good =
              new ByteArrayInputStream("a,b\n1,2\n\"3".getBytes(StandardCharsets.UTF_8));

          @Override
          public int read() throws IOException {
            int next = good.read();
            if (next < 0) {
              throw new IOException("cable cut");
            }
            return next;
          }
        };
    assertThatThrownBy(() -> all(new CsvRows("file.csv", strict(broken))))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("cable cut");
  }

  static List<Row> read(String text) throws IOException {
    try (CsvRows rows = rows(text)) {
      return all(rows);
    }
  }

  private static List<Row> all(CsvRows rows) throws IOException {
    List<Row> all = new ArrayList<>();
    for (Optional<Row> row = rows.read(); row.isPresent(); row = rows.read()) {
      all.add(row.get().kept());
    }
    return all;
  }

  private static CsvRows rows(String text) throws IOException {
    return strict(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static CsvRows strict(byte[] bytes, Charset charset) throws IOException {
    return new CsvRows("file.csv", new StrictReader(new ByteArrayInputStream(bytes), charset));
  }

  private static Reader strict(InputStream in) {
    return new StrictReader(in, StandardCharsets.UTF_8);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Arguments csv(String text, List<String>... rows) {
    return Arguments.of(text, List.of(rows));
  }

  private static List<String> row(String... cells) {
    return Arrays.asList(cells);
  }
}
