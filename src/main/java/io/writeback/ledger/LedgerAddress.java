package io.writeback.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a ledger is: a file in the data directory, or a PostgreSQL database that several machines
 * share.
 */
public sealed interface LedgerAddress {
  /** Whether there may be a ledger: false only if there is none. */
  boolean exists();

  /** The SQLite file {@code ledger.db} in a data directory. */
  record InDirectory(Path directory) implements LedgerAddress {
    Path file() {
      return directory.resolve("ledger.db");
    }

    @Override
    public boolean exists() {
      return !Files.notExists(file());
    }
  }

  /**
   * A PostgreSQL database.
   *
   * @param url {@code jdbc:postgresql://host/database}
   * @param user null for the driver's own way to find one
   * @param password null for none
   * @param patience how long it is waited for when it does not answer
   */
  record Postgres(String url, String user, String password, Duration patience)
      implements LedgerAddress {
    /** Longer than a restart or a failover takes. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public boolean exists() {
      return true;
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
      return url.split("\\?", 2)[0];
    }
  }
}
