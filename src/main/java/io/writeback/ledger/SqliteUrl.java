package io.writeback.ledger;

import java.nio.file.Path;

/** The address of an SQLite file, whatever its path has in it: {@code ?} would begin settings. */
final class SqliteUrl {
  private SqliteUrl() {}

  static String of(Path file) {
    return "jdbc:sqlite:" + file.toAbsolutePath().toUri();
  }
}
