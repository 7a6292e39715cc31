package io.writeback.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written comes back, or nothing does. */
class ChangeFileTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("changes.json.gz");
  }

  private ChangeFile written(List<Change> changes) {
    try (ChangeWriter writer = new ChangeWriter(path)) {
      changes.forEach(writer::add);
      return writer.finish();
    }
  }

  private static List<Change> read(ChangeFile file) {
    List<Change> changes = new ArrayList<>();
    try (ChangeReader reader = file.open()) {
      reader.forEachRemaining(changes::add);
    }
    return changes;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void any_changes_come_back_with_their_types_and_in_their_order(long seed) {
    List<Change> changes = new SomeChanges(seed).list(500);

    ChangeFile file = written(changes);

    assertThat(file.changes()).isEqualTo(changes.size());
    assertThat(ChangeFile.verified(path)).isEqualTo(file);
    assertThat(read(file)).isEqualTo(changes);
  }

  @Test
  void a_number_comes_back_as_the_kind_of_number_that_it_was() {
    List<Change> changes =
        List.of(
            new Change(1, "k", "f", 5L, new BigDecimal("5.00")),
            new Change(1, "k", "f", new BigDecimal("5"), Long.MIN_VALUE),
            new Change(1, "k", "f", "5", new BigDecimal("1E+2147483647")));

    assertThat(read(written(changes))).isEqualTo(changes);
  }

  @Test
  void no_changes_are_a_file_too() {
    assertThat(read(written(List.of()))).isEmpty();
    assertThat(ChangeFile.verified(path).changes()).isZero();
  }

  @Test
  void the_changes_of_a_row_are_found_by_going_forward() {
    Change first = new Change(2, "a", "x", null, 1L);
    Change second = new Change(2, "a", "y", null, 2L);
    Change third = new Change(7, "b", "x", null, 3L);

    try (ChangeReader reader = written(List.of(first, second, third)).open()) {
      assertThat(reader.ofRow(1)).isEmpty();
      assertThat(reader.ofRow(2)).containsExactly(first, second);
      assertThat(reader.ofRow(2)).isEmpty();
      assertThat(reader.ofRow(7)).containsExactly(third);
      assertThat(reader.ofRow(8)).isEmpty();
    }
  }

  @Test
  void only_its_owner_may_read_it() throws IOException {
    written(List.of());

    if (OwnerOnly.isSupported()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void what_is_not_finished_leaves_the_file_of_before() {
    List<Change> before = new SomeChanges(1).list(10);
    ChangeFile file = written(before);

    try (ChangeWriter writer = new ChangeWriter(path)) {
      writer.add(new Change(1, "k", "f", null, "never finished"));
    }

    assertThat(read(file)).isEqualTo(before);
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void what_a_crash_left_is_replaced() throws IOException {
    Files.writeString(folder.resolve("changes.json.gz.tmp"), "left behind by a crash");

    assertThat(read(written(List.of()))).isEmpty();
    assertThat(folder.toFile().list()).containsExactly("changes.json.gz");
  }

  @Test
  void a_row_before_the_last_one_is_refused() {
    try (ChangeWriter writer = new ChangeWriter(path)) {
      writer.add(new Change(2, "k", "f", null, 1L));

      assertThatThrownBy(() -> writer.add(new Change(1, "k", "f", null, 1L)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("row 1 comes after row 2");
    }
  }

  @Test
  void a_value_of_another_kind_is_refused() {
    assertThatThrownBy(() -> new Change(1, "k", "f", 1, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a java.lang.Integer is no value");
  }

  @Test
  void a_file_that_is_cut_off_anywhere_is_an_error() throws IOException {
    written(new SomeChanges(1).list(20));
    byte[] whole = Files.readAllBytes(path);

    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> ChangeFile.verified(path))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(WritebackException.class)
          .hasMessageContaining(path.toString())
          .hasMessageStartingWith(Code.CHANGES_FILE.id())
          .hasMessageMatching(".* cannot be read: the file is (cut off|damaged).*");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_byte_that_is_another_one_is_an_error_or_changes_nothing(long seed) throws IOException {
    Random random = new Random(seed);
    List<Change> changes = new SomeChanges(seed).list(20);
    ChangeFile file = written(changes);
    byte[] whole = Files.readAllBytes(path);

    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(path, damaged);

      try {
        ChangeFile read = ChangeFile.verified(path);
        // Times and names in the head of a gzip file are not a part of what it holds.
        assertThat(at).isLessThan(10);
        assertThat(read.digest()).isNotEqualTo(file.digest());
        assertThat(read(read)).isEqualTo(changes);
      } catch (WritebackException e) {
        assertThat(e.code()).isEqualTo(Code.CHANGES_FILE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"version\":1}",
        "{\"version\":2}\n{\"changes\":0}",
        "{\"version\":1}\n{\"changes\":1}",
        "{\"version\":1}\n[1,\"k\",\"f\",null,1]\n{\"changes\":0}",
        "{\"version\":1}\n[1,\"k\",\"f\",null,1]\n{\"changes\":2}",
        "{\"version\":1}\n[1,\"k\",\"f\",null,1]",
        "{\"version\":1}\n[1,\"k\",\"f\",null]\n{\"changes\":1}",
        "{\"version\":1}\n[1,\"k\",\"f\",null,1.5]\n{\"changes\":1}",
        "{\"version\":1}\n[1,\"k\",\"f\",null,[1]]\n{\"changes\":1}",
        "{\"version\":1}\n[1,\"k\",\"f\",null,{\"decimal\":\"x\"}]\n{\"changes\":1}",
        "{\"version\":1}\n{\"changes\":0}\n[1,\"k\",\"f\",null,1]",
        "{\"version\":1}\n7\n{\"changes\":0}",
        "[]"
      })
  void lines_that_are_not_a_whole_file_are_an_error(String lines) throws IOException {
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }

    assertThatThrownBy(() -> ChangeFile.verified(path))
        .isInstanceOf(WritebackException.class)
        .hasMessageContaining("the file is damaged: it ");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThatThrownBy(() -> ChangeFile.verified(path))
        .hasMessage("WB-526 the changes in %s cannot be read: the file does not exist", path);
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    Path nowhere = folder.resolve("nowhere").resolve("changes.json.gz");

    assertThatThrownBy(() -> new ChangeWriter(nowhere))
        .isInstanceOf(WritebackException.class)
        .hasMessageStartingWith("WB-526 the changes cannot be written to " + nowhere + ": ");
  }

  @Test
  void a_message_about_damage_has_no_values() throws IOException {
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write("{\"version\":1}\n[1,\"k\",\"f\",SECRET".getBytes(StandardCharsets.UTF_8));
    }

    assertThatThrownBy(() -> ChangeFile.verified(path)).hasMessageNotContaining("SECRET");
  }

  @Test
  void it_is_a_line_a_change_for_who_looks_into_it() throws IOException {
    written(List.of(new Change(17, "5f", "plannedHours", 8L, new BigDecimal("7.50"))));

    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"version\":1}\n[17,\"5f\",\"plannedHours\",8,{\"decimal\":\"7.50\"}]\n{\"changes\":1}");
    }
  }

  @Test
  void a_finished_file_stays_when_its_writer_is_closed() {
    ChangeWriter writer = new ChangeWriter(path);
    writer.finish();

    assertThatCode(writer::close).as("as try-with-resources does").doesNotThrowAnyException();
    assertThat(path).exists();
  }
}
