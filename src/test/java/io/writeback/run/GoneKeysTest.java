package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.problem.WritebackException;
import io.writeback.rows.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoneKeysTest {
  @TempDir private Path folder;

  private static Digest key(long low) {
    return new Digest(-3, low);
  }

  private GoneKeys written(int count) {
    try (GoneKeys.Writer writer = new GoneKeys.Writer(folder, 101)) {
      for (int key = 0; key < count; key++) {
        writer.add(key(key));
      }
      return writer.finish();
    }
  }

  @Test
  void are_read_some_at_a_time_from_anywhere() {
    written(5);

    GoneKeys read = GoneKeys.of(folder);

    assertThat(read.first()).isEqualTo(101);
    assertThat(read.count()).isEqualTo(5);
    assertThat(read.some(0, 2)).containsExactly(key(0), key(1));
    assertThat(read.some(3, 9)).containsExactly(key(3), key(4));
  }

  @Test
  void a_run_without_them_has_none() {
    assertThat(GoneKeys.of(folder).count()).isZero();
  }

  @Test
  void that_were_not_finished_are_none() {
    try (GoneKeys.Writer writer = new GoneKeys.Writer(folder, 1)) {
      writer.add(key(1));
    }

    assertThat(GoneKeys.of(folder).count()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void that_are_damaged_anywhere_are_refused() throws IOException {
    Path file = written(3).file();
    byte[] bytes = Files.readAllBytes(file);
    for (int place = 0; place < bytes.length; place++) {
      byte[] damaged = bytes.clone();
      damaged[place] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> GoneKeys.of(folder)).isInstanceOf(WritebackException.class);
    }
    for (int length : List.of(0, 7, bytes.length - 16, bytes.length - 1)) {
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> GoneKeys.of(folder)).isInstanceOf(WritebackException.class);
    }
  }
}
