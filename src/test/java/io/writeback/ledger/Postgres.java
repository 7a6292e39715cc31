package io.writeback.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL server on a free port, one for all tests of this JVM; it ends with it. */
public final class Postgres {
  private static final AtomicInteger USERS = new AtomicInteger();
  private static EmbeddedPostgres server;

  private Postgres() {}

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        // Its own default forgets commits, which the ledger refuses.
        server =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }

  /** An empty schema of its own, which a user of its own finds first. */
  public static LedgerAddress.Postgres database() {
    String name = "ledger" + USERS.incrementAndGet();
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create role " + name + " superuser login");
      statement.execute("create schema " + name + " authorization " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new LedgerAddress.Postgres(
        "jdbc:postgresql://127.0.0.1:" + server().getPort() + "/postgres",
        name,
        "postgres",
        LedgerAddress.Postgres.PATIENCE);
  }

  static Connection connection(LedgerAddress.Postgres address) throws SQLException {
    return DriverManager.getConnection(address.url(), address.user(), address.password());
  }
}
