package io.writeback.dataset.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.config.Settings;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Preview;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSourceTest {
  @TempDir Path home;

  @Test
  void a_file_of_the_home_folder_is_staged_as_text() throws Exception {
    Files.writeString(home.resolve("people.csv"), "ID,Name\n1,Ann\n2,\n");

    Snapshot snapshot = source(Map.of("file", "people.csv")).stage(home.resolve("run"), n -> {});

    assertThat(snapshot.rows()).isEqualTo(2);
    assertThat(snapshot.schema().names()).containsExactly("ID", "Name");
    assertThat(snapshot.schema().columns()).allMatch(c -> c.type() == ColumnType.STRING);
    assertThat(snapshot.source()).isEqualTo("CSV file " + home.resolve("people.csv"));
    assertThat(snapshot.file()).isEqualTo(home.resolve("run/snapshot.csv"));
  }

  @Test
  void its_version_changes_with_the_file() throws Exception {
    Path file = Files.writeString(home.resolve("a.csv"), "a\n1\n");
    DatasetSource source = source(Map.of("file", "a.csv"));
    String before = source.stage(home.resolve("run"), n -> {}).version();
    assertThat(source.stage(home.resolve("run"), n -> {}).version()).isEqualTo(before);

    Files.writeString(file, "a\n1\n2\n");

    assertThat(source.stage(home.resolve("run"), n -> {}).version()).isNotEqualTo(before);
  }

  @Test
  void another_character_set_can_be_named() throws Exception {
    Files.write(home.resolve("a.csv"), "a\nM\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
    Snapshot snapshot =
        source(Map.of("file", "a.csv", "charset", "iso-8859-1")).stage(home.resolve("r"), n -> {});
    assertThat(snapshot.file()).hasContent("a\nM\u00fc\n");
  }

  @Test
  void the_wrong_character_set_is_reported_with_file_and_row() throws Exception {
    Files.write(home.resolve("a.csv"), "a\nM\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> source(Map.of("file", "a.csv")).stage(home.resolve("r"), n -> {}))
        .hasMessageStartingWith("WB-213 CSV file " + home.resolve("a.csv") + ": row 1 (line 2)");
    assertThat(home.resolve("r")).isEmptyDirectory();
  }

  /** UTF-32 can write what is no character; half of one would be sent as a question mark. */
  @Test
  void half_of_a_character_is_reported_with_its_row() throws Exception {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    bytes.write("a\n1\nx".getBytes("UTF-32BE"));
    bytes.write(new byte[] {0, 0, (byte) 0xd8, 0x3d});
    bytes.write("\n".getBytes("UTF-32BE"));
    Files.write(home.resolve("a.csv"), bytes.toByteArray());

    assertThatThrownBy(
            () ->
                source(Map.of("file", "a.csv", "charset", "UTF-32BE"))
                    .stage(home.resolve("r"), n -> {}))
        .hasMessageStartingWith("WB-213")
        .hasMessageContaining("row 2 (line 3)");
  }

  private Snapshot typed(String types, String csv) throws Exception {
    Files.writeString(home.resolve("a.csv"), csv);
    return source(Map.of("file", "a.csv", "types", types)).stage(home.resolve("r"), n -> {});
  }

  private static List<ColumnType> types(Schema schema) {
    return schema.columns().stream().map(Column::type).toList();
  }

  @Test
  void columns_have_the_types_that_the_route_names() throws Exception {
    assertThat(
            types(
                typed(
                        "Budget = decimal,Due=date, ID=text",
                        "ID,Budget,Due\n1,1.50,2026-11-20\n,,\n")
                    .schema()))
        .containsExactly(ColumnType.STRING, ColumnType.DECIMAL, ColumnType.DATE);
  }

  @Test
  void types_are_inferred_from_all_rows() throws Exception {
    String csv =
        "whole,point,mixed,zeros,plus,long,late,blank,zero\n"
            + "1,1.5,1,01234,+1,1234567890123456,1,,0\n".repeat(200)
            + "-20,0.25,1.0,02345,+2,1,n/a,,0\n"
            + ",,,,,,,,\n";
    List<ColumnType> expected =
        List.of(
            ColumnType.LONG,
            ColumnType.DECIMAL,
            ColumnType.DECIMAL,
            ColumnType.STRING,
            ColumnType.STRING,
            ColumnType.STRING,
            ColumnType.STRING,
            ColumnType.STRING,
            ColumnType.LONG);

    assertThat(types(typed("infer", csv).schema())).isEqualTo(expected);
    Preview preview = source(Map.of("file", "a.csv", "types", "infer")).preview(10);
    assertThat(types(preview.schema())).isEqualTo(expected);
    assertThat(preview.rows()).hasSize(10);
    assertThat(preview.warnings())
        .containsExactly(
            "types, inferred from all rows: \"whole\" is long, \"point\" is decimal, \"mixed\" is"
                + " decimal, \"zero\" is long; every other column is text");
  }

  @Test
  void a_cell_that_is_not_of_the_named_type_is_reported_with_row_and_column() {
    assertThatThrownBy(() -> typed("Budget=decimal", "ID,Budget\n1,2\n2,n/a\n"))
        .hasMessageStartingWith("WB-217")
        .hasMessageContaining("row 2, column \"Budget\" is not a number");
  }

  @Test
  void a_type_of_a_column_that_is_not_there_is_reported() {
    assertThatThrownBy(() -> typed("Budgt=decimal", "ID,Budget\n1,2\n"))
        .hasMessageContaining("WB-212")
        .hasMessageContaining("types names the column \"Budgt\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Budget", "Budget=number", "=long", "a=long,a=text", "a=long,"})
  void types_that_cannot_be_understood_are_refused(String types) {
    assertThatThrownBy(() -> source(Map.of("file", "a.csv", "types", types)))
        .hasMessageContaining("WB-103")
        .hasMessageContaining("types is")
        .hasMessageContaining("infer, or column=type");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> source(Map.of("file", "no.csv")).stage(home.resolve("r"), n -> {}))
        .hasMessage("WB-201 there is no file " + home.resolve("no.csv"));
  }

  @Test
  void a_folder_is_no_file() {
    assertThatThrownBy(() -> source(Map.of("file", ".")).stage(home.resolve("r"), n -> {}))
        .hasMessage("WB-201 " + home.resolve(".") + " is a folder, not a file");
  }

  @Test
  void a_fifo_is_refused_and_not_waited_for() throws Exception {
    Path pipe = home.resolve("pipe.csv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> source(Map.of("file", "pipe.csv")).stage(home.resolve("r"), n -> {}))
        .hasMessageStartingWith("WB-201 " + pipe + " is a device or a FIFO");
  }

  @Test
  void a_file_that_grows_while_it_is_read_is_no_snapshot() throws Exception {
    Path file = Files.writeString(home.resolve("a.csv"), "a\n1\n");
    assertThatThrownBy(
            () ->
                source(Map.of("file", "a.csv"))
                    .stage(
                        home.resolve("r"),
                        n -> {
                          try {
                            Files.writeString(file, "2\n", StandardOpenOption.APPEND);
                          } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                          }
                        }))
        .hasMessageStartingWith("WB-208 " + file + " was written to while it was read");
    assertThat(home.resolve("r")).isEmptyDirectory();
  }

  @Test
  void all_mistakes_in_the_options_are_noted() {
    Settings options = new Settings("route", "", Map.of("charset", "utf8x", "fil", "a.csv"));
    new CsvSourceType(home::resolve, 1 << 20).open(options);
    List<Problem> problems = options.close();
    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "WB-102 route: file is missing: the CSV file to read, such as data/projects.csv",
            "WB-103 route: charset is \"utf8x\", allowed is the name of a character set such as"
                + " UTF-8, UTF-16 or windows-1252",
            "WB-101 route: fil does not exist; did you mean file?");
  }

  private DatasetSource source(Map<String, String> options) {
    Settings settings = new Settings("route", "", options);
    DatasetSource source = new CsvSourceType(home::resolve, 1 << 20).open(settings);
    settings.orThrow();
    return source;
  }
}
