package io.writeback.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL server of one test's own, which restarts. */
public final class RestartedPostgres implements Closeable {
  private final Path data;
  private final EmbeddedPostgres server;

  /**
   * @param data an empty directory, which keeps what is committed
   */
  public RestartedPostgres(Path data) throws IOException {
    this.data = data;
    this.server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
  }

  public LedgerAddress.Postgres database() {
    return new LedgerAddress.Postgres(
        "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
        "postgres",
        "postgres",
        LedgerAddress.Postgres.PATIENCE);
  }

  /**
   * Ends the server and starts it again.
   *
   * @param how {@code fast}, which ends all sessions, or {@code immediate}, which is a crash
   */
  public void restart(String how) throws IOException, InterruptedException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    Path bin = Path.of("/proc/" + pid + "/exe").toRealPath().getParent();
    List<String> line = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // The server refuses to run as root, and so was started in a user namespace of its own.
      line.addAll(List.of("unshare", "-U"));
    }
    line.addAll(
        List.of(
            bin.resolve("pg_ctl").toString(),
            "-D",
            data.toString(),
            "-m",
            how,
            "-w",
            "-l",
            data.resolve("restarted.log").toString(),
            "restart"));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("pg_ctl.log").toFile())
            .start();
    if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(Files.readString(data.resolve("pg_ctl.log")));
    }
  }

  /** Ends the sessions of all others. */
  public void terminateSessions() throws SQLException {
    LedgerAddress.Postgres address = database();
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.user(), address.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where application_name = 'camel-writeback'");
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
