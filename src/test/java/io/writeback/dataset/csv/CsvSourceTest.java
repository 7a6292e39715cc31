package io.writeback.dataset.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.config.Settings;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.DatasetSource;
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
  void the_wrong_character_set_is_told_with_file_and_row() throws Exception {
    Files.write(home.resolve("a.csv"), "a\nM\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> source(Map.of("file", "a.csv")).stage(home.resolve("r"), n -> {}))
        .hasMessageStartingWith("WB-213 CSV file " + home.resolve("a.csv") + ": row 1 (line 2)");
    assertThat(home.resolve("r")).isEmptyDirectory();
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
