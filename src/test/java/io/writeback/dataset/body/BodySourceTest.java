package io.writeback.dataset.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.config.Settings;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Snapshot;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies of messages on their way into snapshots. */
final class BodySourceTest {
  private static final long QUOTA = 1 << 20;

  @TempDir private Path folder;

  private static DatasetSource source(String... options) {
    Map<String, String> given = new TreeMap<>();
    for (String option : options) {
      String[] parts = option.split("=", 2);
      given.put(parts[0], parts[1]);
    }
    Settings settings = new Settings("body", "", given);
    DatasetSource opened = new BodySourceType(QUOTA).open(settings);
    settings.orThrow();
    return opened;
  }

  private static Incoming text(String body) {
    return bytes(body.getBytes(StandardCharsets.UTF_8), null);
  }

  private static Incoming bytes(byte[] body, Charset charset) {
    return message(new Body.Text(new ByteArrayInputStream(body), charset));
  }

  private static Incoming message(Body body) {
    return new Incoming(
        Optional.ofNullable(body), "", OptionalLong.empty(), Optional.empty(), false);
  }

  private static Incoming rows(Object... rows) {
    return message(new Body.Rows(Arrays.asList(rows).iterator(), rows));
  }

  private Snapshot stage(Incoming message, String... options) {
    return ((BodySource) source(options)).reading(() -> message).stage(folder, rows -> {});
  }

  private String staged(Incoming message, String... options) throws IOException {
    return Files.readString(stage(message, options).file());
  }

  private static WritebackException refused(ThrowingStage stage) {
    try {
      stage.run();
    } catch (WritebackException e) {
      return e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it was staged");
  }

  private interface ThrowingStage {
    void run() throws Exception;
  }

  private static Map<String, Object> row(Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      row.put((String) namesAndValues[at], namesAndValues[at + 1]);
    }
    return row;
  }

  @Test
  void csv_with_a_header_is_staged_as_it_is() throws IOException {
    assertThat(staged(text("ID,Name\n1,One\n2,\n3,\"\"\n")))
        .isEqualTo("\"ID\",\"Name\"\n\"1\",\"One\"\n\"2\",\n\"3\",\"\"\n");
  }

  @Test
  void csv_of_another_dialect_is_staged_as_standard_csv() throws IOException {
    String body = "exported 2026-11-30\r\n\r\nID; Name ;Note\r\n1;'O''Neil; Ltd' ;NULL\r\n";

    assertThat(
            staged(
                text(body.replace("' ;", "';")),
                "delimiter=;",
                "quote='",
                "nullString=NULL",
                "trim=true",
                "skipLines=2"))
        .isEqualTo("\"ID\",\"Name\",\"Note\"\n\"1\",\"O'Neil; Ltd\",\n");
  }

  @Test
  void a_line_in_a_message_counts_the_lines_that_were_skipped() {
    assertThat(refused(() -> stage(text("x\ny\nID,Name\n1\n"), "skipLines=2")))
        .hasMessageContaining("row 1 (line 4) has 1 cell");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a\\,b|a,b",
        "\"a\\\"b\"|a\"b",
        "a\\\\b|a\\b",
        "a\\nb|a⏎b",
        "a\\qb|a\\qb",
        "\"a\\\\\"|a\\",
        "😀\\,é|😀,é",
      })
  void an_escape_character_makes_the_next_one_a_part_of_the_cell(String cell, String meant) {
    Snapshot staged = stage(text("ID,Name\n1," + cell + "\n"), "escape=\\");

    assertThat(staged.open().next().cell(1)).isEqualTo(meant.replace('⏎', '\n'));
  }

  @Test
  void an_escaped_end_of_line_is_in_its_cell() {
    Snapshot staged = stage(text("ID,Name\n1,a\\\nb\n2,c\n"), "escape=\\");

    assertThat(staged.rows()).isEqualTo(2);
    assertThat(staged.open().next().cell(1)).isEqualTo("a\nb");
  }

  @Test
  void escapes_mean_the_same_wherever_a_read_ends() {
    String cell = "x\\,\\q\\\\\\\"".repeat(20_000);
    Snapshot staged = stage(text("ID,Name\n1," + cell + "\n"), "escape=\\");

    assertThat(staged.open().next().cell(1)).isEqualTo("x,\\q\\\"".repeat(20_000));
  }

  @Test
  void the_null_of_mysql_is_null() throws IOException {
    assertThat(
            staged(
                text("1\t\\N\n2\tb\n"),
                "delimiter=tab",
                "quote=none",
                "escape=\\",
                "nullString=\\N",
                "header=false",
                "columns=ID, Name"))
        .isEqualTo("\"ID\",\"Name\"\n\"1\",\n\"2\",\"b\"\n");
  }

  @Test
  void columns_are_taken_in_the_order_that_the_route_lists() throws IOException {
    assertThat(staged(text("ID,Secret,Name\n1,x,One\n"), "columns=Name, ID"))
        .isEqualTo("\"Name\",\"ID\"\n\"One\",\"1\"\n");
  }

  @Test
  void a_column_that_the_header_does_not_have_is_refused_with_the_nearest_one() {
    assertThat(refused(() -> stage(text("ID,Name\n1,One\n"), "columns=ID, Nmae")))
        .hasMessageContaining("\"Nmae\"")
        .hasMessageContaining("did you mean Name?")
        .extracting(WritebackException::code)
        .isEqualTo(Code.BAD_HEADER);
  }

  @Test
  void types_hold_for_csv_as_in_a_file() {
    Snapshot staged = stage(text("ID,Budget\n1,2.50\n"), "types=Budget=decimal");

    assertThat(staged.schema().columns())
        .containsExactly(
            new Column("ID", ColumnType.STRING), new Column("Budget", ColumnType.DECIMAL));
  }

  @Test
  void the_character_set_that_the_message_names_goes_before_that_of_the_route() throws IOException {
    byte[] body = "ID,Name\n1,Müller\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(staged(bytes(body, StandardCharsets.ISO_8859_1), "charset=UTF-8"))
        .contains("Müller");
    assertThat(staged(bytes(body, null), "charset=ISO-8859-1")).contains("Müller");
  }

  @ParameterizedTest
  @CsvSource({"csv,'ID,Name\n1,M\u00fcller\n'", "json,'[{\"ID\":\"1\",\"Name\":\"M\u00fcller\"}]'"})
  void a_wrong_character_set_is_refused(String format, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);

    assertThat(refused(() -> stage(bytes(bytes, null), "format=" + format)).code())
        .isEqualTo(Code.BAD_ENCODING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[{\"ID\":\"1\",\"n\":2},{\"n\":3.5,\"ID\":null}]|",
        "{\"ID\":\"1\",\"n\":2}\\n{\"n\":3.5,\"ID\":null}\\n|",
        "{\"next\":[{\"a\":[1]}],\"data\":{\"x\":1,\"rows\":[{\"ID\":\"1\",\"n\":2},{\"n\":3.5,\"ID\":null}],\"y\":{}},\"z\":[]}|/data/rows",
      })
  void json_is_an_array_of_objects_or_one_after_the_other_or_where_the_route_says(
      String body, String at) throws IOException {
    Snapshot staged =
        stage(text(body.replace("\\n", "\n")), "format=json", "at=" + (at == null ? "" : at));

    assertThat(Files.readString(staged.file())).isEqualTo("\"ID\",\"n\"\n\"1\",\"2\"\n,\"3.5\"\n");
    assertThat(staged.schema().columns())
        .containsExactly(new Column("ID", ColumnType.STRING), new Column("n", ColumnType.DECIMAL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[{\"ID\":\"1\"},{\"ID\":|WB-218|near row 2",
        "[{\"ID\":\"1\"}|WB-218|near row 1",
        "[{\"ID\":\"1\"}]x|WB-218|near row 1",
        "[{\"ID\":\"1\"}][]|WB-218|after the last row",
        "[{\"ID\":\"1\"},2]|WB-218|row 2 is a number",
        "[{\"ID\":\"1\",\"ID\":\"2\"}]|WB-218|Duplicate",
        "{\"a\":1|WB-218|near row 1",
        "[{\"ID\":\"1\"},{\"ID\":\"2\",\"Name\":\"x\"}]|WB-212|row 2 has \"Name\"",
        "[{\"ID\":\"1\",\"Tags\":[1]}]|WB-217|\"Tags\" is an object or an array",
        "[]|WB-212|no names of columns",
      })
  void json_that_is_not_rows_is_refused(String body, String code, String message) {
    WritebackException refused = refused(() -> stage(text(body), "format=json"));

    assertThat(refused.code().id()).as(refused.getMessage()).isEqualTo(code);
    assertThat(refused).hasMessageContaining(message);
    assertThat(folder.resolve("snapshot.csv")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"data\":[{\"ID\":\"1\"}]|/data",
        "{\"data\":[{\"ID\":\"1\"}],\"next\":|/data",
        "{\"data\":7}|/data",
        "{\"date\":[]}|/data",
        "[{\"ID\":\"1\"}]|/data",
      })
  void a_document_that_is_not_whole_or_has_no_rows_there_is_refused(String body, String at) {
    assertThat(refused(() -> stage(text(body), "format=json", "at=" + at)).code())
        .isEqualTo(Code.BAD_JSON);
  }

  @Test
  void what_columns_leave_out_may_be_nested() throws IOException {
    assertThat(
            staged(
                text("[{\"ID\":\"1\",\"Tags\":[1,{}]},{\"ID\":\"2\",\"New\":{}}]"),
                "format=json",
                "columns=ID"))
        .isEqualTo("\"ID\"\n\"1\"\n\"2\"\n");
  }

  @Test
  void a_column_that_no_row_has_is_refused() {
    assertThat(refused(() -> stage(text("[{\"ID\":\"1\"}]"), "format=json", "columns=ID, Nam")))
        .hasMessageContaining("no row has \"Nam\"");
  }

  @Test
  void no_rows_are_no_rows_where_the_columns_are_listed() throws IOException {
    assertThat(staged(text("[]"), "format=json", "columns=ID, Name"))
        .isEqualTo("\"ID\",\"Name\"\n");
  }

  @Test
  void maps_are_rows_with_the_types_of_their_values() throws IOException {
    Snapshot staged =
        stage(
            rows(
                row("id", null, "n", 1, "big", new BigInteger("9".repeat(30))),
                row("id", "a", "n", 2L, "big", null)),
            "format=rows");

    assertThat(Files.readString(staged.file()))
        .isEqualTo("\"id\",\"n\",\"big\"\n,\"1\",\"%s\"\n\"a\",\"2\",\n".formatted("9".repeat(30)));
    assertThat(staged.schema().columns().stream().map(Column::type))
        .containsExactly(ColumnType.STRING, ColumnType.LONG, ColumnType.DECIMAL);
  }

  @Test
  void values_become_the_texts_that_a_dataset_has() {
    Snapshot staged =
        stage(
            rows(
                row(
                    "decimal", new BigDecimal("2.50"),
                    "double", 1e10,
                    "true", true,
                    "day", LocalDate.of(2026, 3, 1),
                    "sqlDay", java.sql.Date.valueOf("2026-03-01"),
                    "local", LocalDateTime.of(2026, 3, 1, 10, 0),
                    "sqlTime", Timestamp.valueOf("2026-03-01 10:00:00.5"),
                    "moment", Instant.parse("2026-03-01T10:00:00Z"))),
            "format=rows");

    assertThat(staged.open().next().kept().cells())
        .containsExactly(
            "2.50",
            "10000000000",
            "true",
            "2026-03-01",
            "2026-03-01",
            "2026-03-01T10:00:00",
            "2026-03-01T10:00:00.5",
            "2026-03-01T10:00:00Z");
    assertThat(staged.schema().columns().stream().map(Column::type))
        .containsExactly(
            ColumnType.DECIMAL,
            ColumnType.DOUBLE,
            ColumnType.STRING,
            ColumnType.DATE,
            ColumnType.DATE,
            ColumnType.DATETIME,
            ColumnType.DATETIME,
            ColumnType.DATETIME);
  }

  @Test
  void types_of_the_route_go_before_those_of_the_values() {
    Snapshot staged = stage(rows(row("n", 1)), "format=rows", "types=n=text");

    assertThat(staged.schema().columns().get(0).type()).isEqualTo(ColumnType.STRING);
  }

  @Test
  void a_value_without_a_text_is_refused_with_its_row_and_column() {
    assertThat(refused(() -> stage(rows(row("a", 1), row("a", new byte[1])), "format=rows")))
        .hasMessageContaining("row 2, \"a\" is a byte[]");
  }

  @Test
  void a_row_that_is_no_map_is_refused() {
    assertThat(refused(() -> stage(rows(List.of("a")), "format=rows")).code())
        .isEqualTo(Code.BODY_KIND);
  }

  @Test
  void a_body_of_another_kind_is_refused_with_the_format_to_set() {
    assertThat(refused(() -> stage(rows(row("a", 1))))).hasMessageContaining("set format: rows");
    assertThat(refused(() -> stage(text("a\n"), "format=rows")))
        .hasMessageContaining("set format: csv or json");
  }

  @Test
  void no_body_is_refused() {
    assertThat(refused(() -> stage(message(null))).code()).isEqualTo(Code.NO_DATA);
  }

  @Test
  void rows_that_break_off_leave_no_snapshot_and_are_closed() {
    AtomicBoolean closed = new AtomicBoolean();
    class Broken implements Iterator<Object>, AutoCloseable {
      private int count;

      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Object next() {
        if (count++ == 5) {
          throw new IllegalStateException("the connection was closed");
        }
        return row("ID", count);
      }

      @Override
      public void close() {
        closed.set(true);
      }
    }
    Broken broken = new Broken();

    WritebackException refused =
        refused(() -> stage(message(new Body.Rows(broken, broken)), "format=rows"));

    assertThat(refused)
        .hasMessageContaining("broke off after 5 rows")
        .hasMessageContaining("the connection was closed");
    assertThat(refused.code()).isEqualTo(Code.SOURCE_UNAVAILABLE);
    assertThat(closed).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void bytes_that_break_off_leave_no_snapshot() {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream("ID\n1\n2\n".getBytes(StandardCharsets.UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("Connection reset");
              }
            });

    assertThat(refused(() -> stage(message(new Body.Text(broken, null)))).code())
        .isEqualTo(Code.SOURCE_UNAVAILABLE);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void rows_are_counted_and_bytes_digested_where_the_sender_says_how_many_and_which() {
    String body = "ID\n1\n2\n";
    Body.Text read =
        new Body.Text(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), null);
    Incoming right =
        new Incoming(
            Optional.of(read),
            "",
            OptionalLong.of(2),
            Optional.of(DigestUtils.sha256Hex(body)),
            false);

    assertThat(stage(right).rows()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"3,", ",00ff"})
  void another_count_or_digest_than_the_sender_says_is_refused(Long rows, String sha256) {
    Incoming wrong =
        new Incoming(
            text("ID\n1\n2\n").body(),
            "",
            rows == null ? OptionalLong.empty() : OptionalLong.of(rows),
            Optional.ofNullable(sha256),
            false);

    assertThat(refused(() -> stage(wrong)).code()).isEqualTo(Code.EXPORT_INCOMPLETE);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "format=json;delimiter=tab|delimiter|is for format: csv",
        "format=csv;at=/data|at|is for format: json",
        "format=json;at=data|at|a path of names",
        "header=false|columns|is required where header is false",
        "delimiter=\"|delimiter|that quote or escape has too",
        "columns=a, a|columns|none twice",
        "format=xml|format|one of csv, json, rows",
        "charset=UTF-9|charset|the name of a character set",
      })
  void mistakes_in_options_are_found(String options, String name, String message) {
    assertThatThrownBy(() -> source(options.split(";")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(message);
  }

  @Test
  void a_preview_has_the_columns_that_the_route_lists() {
    assertThat(source("columns=ID, Budget", "types=Budget=decimal").preview(10).schema().columns())
        .containsExactly(
            new Column("ID", ColumnType.STRING), new Column("Budget", ColumnType.DECIMAL));
    assertThat(source().preview(10).schema().columns()).isEmpty();
  }

  @Test
  void a_row_longer_than_any_may_be_is_refused_before_it_fills_the_memory() {
    InputStream endless =
        new InputStream() {
          private long count;

          @Override
          public int read() {
            return count++ < 7 ? "[{\"ID\":\"".charAt((int) count - 1) : 'x';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            target[offset] = (byte) read();
            Arrays.fill(target, offset + 1, offset + length, count < 7 ? 0 : (byte) 'x');
            if (count < 8) {
              return 1;
            }
            return length;
          }
        };

    assertThat(refused(() -> stage(message(new Body.Text(endless, null)), "format=json")).code())
        .isEqualTo(Code.BAD_JSON);
  }

  @Test
  void the_names_of_columns_are_checked_as_in_any_header() {
    List<String> codes = new ArrayList<>();
    codes.add(refused(() -> stage(text(" ,a\n1,2\n"), "trim=true")).code().id());
    codes.add(refused(() -> stage(text("a, a\n1,2\n"), "trim=true")).code().id());

    assertThat(codes).containsExactly("WB-212", "WB-212");
  }
}
