package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file that a user names is written. */
final class NamedFileTest {
  @TempDir Path folder;

  private void write(Path file) throws IOException {
    NamedFile.write(file, out -> out.write("new"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_file_is_replaced_and_keeps_its_rights_and_the_files_beside_it_stay() throws IOException {
    Path file = Files.writeString(folder.resolve("f.csv"), "old and longer");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    Path beside = Files.writeString(folder.resolve("f.csv.tmp"), "someone's");

    write(file);

    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
    assertThat(beside).hasContent("someone's");
    assertThat(names()).containsExactly("f.csv", "f.csv.tmp");
  }

  @Test
  void a_link_stays_one_and_what_it_leads_to_is_replaced() throws IOException {
    Path file = Files.writeString(folder.resolve("f.csv"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("f.csv"));

    write(link);

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(file).hasContent("new");
  }

  @Test
  void a_link_to_nothing_is_refused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("gone.csv"));

    assertThatThrownBy(() -> write(link))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a symbolic link to gone.csv, which does not exist");
    assertThat(names()).containsExactly("link.csv");
  }

  @Test
  void what_cannot_be_written_to_its_end_leaves_the_file_as_it_was_and_nothing_beside_it()
      throws IOException {
    Path file = Files.writeString(folder.resolve("f.csv"), "old");

    assertThatThrownBy(
            () ->
                NamedFile.write(
                    file,
                    out -> {
                      out.write("new");
                      out.flush();
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("f.csv");
  }
}
