package io.writeback.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.problem.WritebackException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  private static final Schema SCHEMA =
      new Schema(List.of(new Column("a", ColumnType.STRING), new Column("b", ColumnType.STRING)));

  @TempDir Path folder;

  @Test
  void the_snapshot_holds_the_bytes_of_the_source_without_its_byte_order_mark() throws Exception {
    Snapshot snapshot =
        staged("\ufeffa,b\r\n1,\"\u00fc\"\r\n,\ud83d\ude00", StandardCharsets.UTF_8);

    byte[] expected = "a,b\r\n1,\"\u00fc\"\r\n,\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
    assertThat(snapshot.file()).isEqualTo(folder.resolve("snapshot.csv"));
    assertThat(Files.readAllBytes(snapshot.file())).isEqualTo(expected);
    assertThat(snapshot.bytes()).isEqualTo(expected.length);
    assertThat(snapshot.rows()).isEqualTo(2);
    assertThat(snapshot.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(expected)));
    assertThat(names()).containsExactly("snapshot.csv");
  }

  @Test
  void another_character_set_becomes_utf_8() throws Exception {
    Snapshot snapshot = staged("a,b\nM\u00fcller,\u20ac\n", Charset.forName("windows-1252"));
    assertThat(Files.readString(snapshot.file())).isEqualTo("a,b\nM\u00fcller,\u20ac\n");
  }

  @Test
  void utf_16_loses_its_byte_order_mark_in_each_of_its_forms() throws Exception {
    for (Charset charset :
        List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      String mark = charset == StandardCharsets.UTF_16 ? "" : "\ufeff";
      Snapshot snapshot = staged(mark + "a,b\n\ud83d\ude00,2\n", charset);
      assertThat(Files.readString(snapshot.file()))
          .as(charset.name())
          .isEqualTo("a,b\n\ud83d\ude00,2\n");
    }
  }

  @Test
  void only_the_owner_can_read_it() throws Exception {
    Snapshot snapshot = staged("a,b\n", StandardCharsets.UTF_8);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(snapshot.file())))
        .isEqualTo("rw-------");
  }

  @Test
  void progress_is_reported_every_ten_thousand_rows_and_at_the_end() throws Exception {
    List<Long> reported = new ArrayList<>();
    try (Staging staging = new Staging("test", folder, 1 << 20)) {
      staging.write(
          bytes("a\n" + "x\n".repeat(25_000)),
          StandardCharsets.UTF_8,
          h -> {},
          reported::add,
          row -> {});
    }
    assertThat(reported).containsExactly(10_000L, 20_000L, 25_000L);
  }

  @Test
  void a_second_write_starts_again() throws Exception {
    try (Staging staging = new Staging("test", folder, 1 << 20)) {
      staging.write(
          bytes("a,b\n1,2\n3,4\n5,6\n"), StandardCharsets.UTF_8, h -> {}, n -> {}, row -> {});
      Staged staged =
          staging.write(bytes("a,b\n7,8\n"), StandardCharsets.UTF_8, h -> {}, n -> {}, row -> {});
      Snapshot snapshot = staging.commit(staged, SCHEMA, "");
      assertThat(snapshot.rows()).isEqualTo(1);
      assertThat(Files.readString(snapshot.file())).isEqualTo("a,b\n7,8\n");
    }
  }

  @Test
  void what_is_larger_than_the_quota_leaves_nothing_behind() throws Exception {
    assertThatThrownBy(() -> staged("a,b\n" + "1,2\n".repeat(300_000), StandardCharsets.UTF_8))
        .hasMessage(
            "WB-210 test: the rows need more than the 1048576 bytes that a snapshot may have");
    assertThat(names()).isEmpty();
  }

  @Test
  void rows_that_are_not_well_formed_leave_nothing_behind_not_even_an_earlier_snapshot()
      throws Exception {
    staged("a,b\n1,2\n", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> staged("a,b\n1\n", StandardCharsets.UTF_8))
        .hasMessageStartingWith("WB-211 test: row 1 (line 2)");
    assertThat(names()).isEmpty();
  }

  @Test
  void a_source_that_breaks_off_leaves_nothing_behind() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cable cut");
          }
        };
    assertThatThrownBy(
            () -> {
              try (Staging staging = new Staging("test", folder, 1 << 20)) {
                staging.write(broken, StandardCharsets.UTF_8, h -> {}, n -> {}, row -> {});
              }
            })
        .isExactlyInstanceOf(IOException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void a_folder_that_cannot_be_made_is_named() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> new Staging("test", file.resolve("run"), 1))
        .hasMessageStartingWith("WB-214 the snapshot in " + file.resolve("run"));
  }

  @Test
  void a_link_in_the_place_of_the_file_is_not_followed() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "keep");
    Files.createSymbolicLink(folder.resolve("snapshot.csv.tmp"), precious);
    staged("a,b\n1,2\n", StandardCharsets.UTF_8);
    assertThat(precious).hasContent("keep");
  }

  @Test
  void the_rows_of_a_snapshot_are_read_one_by_one() throws Exception {
    Snapshot snapshot = staged("a,b\n1,\n\"\",2\n", StandardCharsets.UTF_8);
    try (SnapshotReader rows = snapshot.open()) {
      assertThat(rows.next().cells()).containsExactly("1", null);
      assertThat(rows.hasNext()).isTrue();
      assertThat(rows.hasNext()).isTrue();
      Row second = rows.next();
      assertThat(second.number()).isEqualTo(2);
      assertThat(second.cells()).containsExactly("", "2");
      assertThat(rows.hasNext()).isFalse();
      assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void a_closed_reader_has_no_rows() throws Exception {
    Snapshot snapshot = staged("a,b\n1,2\n", StandardCharsets.UTF_8);
    SnapshotReader rows = snapshot.open();
    assertThat(rows.hasNext()).isTrue();
    rows.close();
    assertThat(rows.hasNext()).isFalse();
  }

  @Test
  void a_snapshot_that_is_gone_is_named() throws Exception {
    Snapshot snapshot = staged("a,b\n1,2\n", StandardCharsets.UTF_8);
    Files.delete(snapshot.file());
    assertThatThrownBy(snapshot::open)
        .isInstanceOf(WritebackException.class)
        .hasMessageStartingWith("WB-214 the snapshot " + snapshot.file() + " cannot be read");
  }

  @Test
  void a_snapshot_that_was_changed_is_noticed() throws Exception {
    Snapshot snapshot = staged("a,b\n1,2\n3,4\n", StandardCharsets.UTF_8);

    Files.writeString(snapshot.file(), "a,b\n1,2\n");
    assertThatThrownBy(snapshot::open).hasMessageContaining("8 bytes, staged were 12");

    Files.writeString(snapshot.file(), "a,c\n1,2\n3,4\n");
    assertThatThrownBy(snapshot::open).hasMessageContaining("another header");

    Files.writeString(snapshot.file(), "a,b\n1,234567");
    try (SnapshotReader rows = snapshot.open()) {
      rows.next();
      assertThatThrownBy(rows::hasNext).hasMessageContaining("1 rows, staged were 2");
    }
  }

  private Snapshot staged(String text, Charset charset) throws IOException {
    try (Staging staging = new Staging("test", folder, 1 << 20)) {
      Staged staged =
          staging.write(
              new ByteArrayInputStream(text.getBytes(charset)),
              charset,
              h -> {},
              n -> {},
              row -> {});
      return staging.commit(staged, SCHEMA, "");
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
