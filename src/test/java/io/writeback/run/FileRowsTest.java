package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of two files are counted and compared, whatever is in them. */
class FileRowsTest {
  @TempDir Path folder;
  private int files;

  private FileRows rows(String text) throws IOException {
    Path file = folder.resolve("file-" + ++files);
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    return FileRows.of(file, folder.resolve("scratch-" + files));
  }

  private void assertRows(String one, String other, long common) throws IOException {
    try (FileRows first = rows(one);
        FileRows second = rows(other)) {
      assertThat(first.common(second)).isEqualTo(common);
      assertThat(second.common(first)).as("the other way round").isEqualTo(common);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "'a,b', 0",
    "'a,b\n', 0",
    "'a,b\n1,2', 1",
    "'a,b\n1,2\n\n\n3,4\n', 2",
    "'a,b\r\n1,2\r\n', 1",
    "'a\n\"two\nlines\"\n\"a \"\"quoted\"\" word\nand another\"\n', 2"
  })
  void rows_follow_the_header_and_end_outside_of_quotes(String text, long count)
      throws IOException {
    try (FileRows rows = rows(text.replace("''", ""))) {
      assertThat(rows.count()).isEqualTo(count);
    }
  }

  @Test
  void rows_are_common_wherever_they_are_and_one_that_is_there_twice_counts_twice()
      throws IOException {
    assertRows("a\n1\n2\n3\n", "a\n3\n2\n4\n", 2);
    assertRows("a\n1\n1\n1\n", "a\n1\n1\n", 2);
    assertRows("a\n1\r\n2\n", "a\n2\r\n1\n", 2);
    assertRows("a\n1\n", "a\n", 0);
    assertRows("", "", 0);
  }

  @Test
  void a_row_is_compared_to_its_end_however_long_it_is() throws IOException {
    String text = "x".repeat(200_000);

    assertRows("a\n" + text + "1\n", "a\n" + text + "2\n", 0);
    assertRows("a\n" + text + "1\n", "a\n" + text + "1\r\n", 1);
  }

  @Test
  void more_rows_than_memory_holds_are_counted_and_leave_nothing_behind() throws IOException {
    StringBuilder one = new StringBuilder("a\n");
    StringBuilder other = new StringBuilder("a\n");
    for (int row = 0; row < 100_000; row++) {
      one.append(row).append('\n');
      other.append(100_000 - row).append('\n');
    }

    assertRows(one.toString(), other.toString(), 99_999);
    assertThat(folder).isDirectoryNotContaining("glob:**scratch-*");
  }

  @Test
  void another_header_is_noticed() throws IOException {
    try (FileRows one = rows("a,b\n1,2\n");
        FileRows same = rows("a,b\r\n");
        FileRows other = rows("a,c\n1,2\n")) {
      assertThat(one.hasHeaderOf(same)).isTrue();
      assertThat(one.hasHeaderOf(other)).isFalse();
    }
  }
}
