package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataDirectoryTest {
  @TempDir private Path folder;

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void rights(Path path, String rights) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }

  @ParameterizedTest
  @CsvSource({"queue,rwxr-xr-x", "runs,rwxrwx---", "rows,rwxr-x--x", "tokens,rwxrwxrwx"})
  void a_folder_that_others_could_enter_is_its_owners_only(String name, String before)
      throws IOException {
    Path path = Files.createDirectory(folder.resolve(name));
    rights(path, before);

    DataDirectory.secure(folder);

    assertThat(rights(path)).isEqualTo("rwx------");
  }

  @ParameterizedTest
  @CsvSource({"ledger.db,rw-r--r--", "ledger.db-wal,rw-rw----", "lock,rw-r--r--"})
  void a_file_that_others_could_read_is_its_owners_only(String name, String before)
      throws IOException {
    Path path = Files.createFile(folder.resolve(name));
    rights(path, before);

    DataDirectory.secure(folder);

    assertThat(rights(path)).isEqualTo("rw-------");
  }

  @Test
  void the_lock_is_made_for_its_owner_only() throws IOException {
    try (DataLock lock = DataLock.tryTake(folder).orElseThrow()) {
      assertThat(rights(folder.resolve("lock"))).isEqualTo("rw-------");
    }
  }

  @Test
  void what_a_team_keeps_there_itself_stays_as_it_is() throws IOException {
    Path path = Files.createFile(folder.resolve("notes.txt"));
    rights(path, "rw-r--r--");

    DataDirectory.secure(folder);

    assertThat(rights(path)).isEqualTo("rw-r--r--");
  }
}
