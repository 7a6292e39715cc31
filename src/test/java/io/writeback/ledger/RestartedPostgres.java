package io.writeback.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/** A real PostgreSQL server of one test's own, which restarts, and may have a standby. */
public final class RestartedPostgres implements Closeable {
  private final Path data;
  private final EmbeddedPostgres server;
  private final Path bin;

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
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    this.bin = Path.of("/proc/" + pid + "/exe").toRealPath().getParent();
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
    control(data, "-m", how, "-l", data.resolve("restarted.log").toString(), "restart");
  }

  /** Ends the server like a crash. */
  void crash() throws IOException, InterruptedException {
    control(data, "-m", "immediate", "stop");
  }

  /**
   * Starts a standby that has each commit before it is answered.
   *
   * @param copy an empty directory for its data
   */
  Standby standby(Path copy, int port) throws Exception {
    copyTo(copy);
    Files.createFile(copy.resolve("standby.signal"));
    Files.writeString(
        copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%n".formatted(server.getPort()),
        StandardOpenOption.APPEND);
    control(
        copy,
        "-l",
        copy.resolve("standby.log").toString(),
        "-o",
        "-p %d -c max_connections=300 -c fsync=on -c synchronous_commit=on".formatted(port),
        "start");
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter system set synchronous_standby_names = '*'");
      statement.execute("select pg_reload_conf()");
    }
    return new Standby(copy, port);
  }

  /** A base backup, as pg_basebackup makes one. */
  private void copyTo(Path copy) throws Exception {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_start_backup('standby', true, false)");
      FileUtils.copyDirectory(
          data.toFile(), copy.toFile(), file -> !file.getName().equals("postmaster.pid"));
      try (ResultSet stopped =
          statement.executeQuery("select labelfile from pg_stop_backup(false)")) {
        stopped.next();
        Files.writeString(copy.resolve("backup_label"), stopped.getString(1));
      }
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** A server that follows another until it takes its place. */
  final class Standby implements Closeable {
    private final Path copy;
    private final int port;

    private Standby(Path copy, int port) {
      this.copy = copy;
      this.port = port;
    }

    /** The address of both, of which the one that takes writes is used. */
    LedgerAddress.Postgres both() {
      return new LedgerAddress.Postgres(
          "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary"
              .formatted(server.getPort(), port),
          "postgres",
          "postgres",
          LedgerAddress.Postgres.PATIENCE);
    }

    void promote() throws IOException, InterruptedException {
      control(copy, "promote");
    }

    @Override
    public void close() throws IOException {
      try {
        control(copy, "-m", "immediate", "stop");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void control(Path data, String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // The server refuses to run as root, and so was started in a user namespace of its own.
      line.addAll(List.of("unshare", "-U"));
    }
    line.addAll(List.of(bin.resolve("pg_ctl").toString(), "-D", data.toString(), "-w"));
    line.addAll(List.of(command));
    Path log = data.resolve("pg_ctl.log");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
      Path server = data.resolve("standby.log");
      throw new IOException(
          Files.readString(log) + (Files.exists(server) ? Files.readString(server) : ""));
    }
  }

  private Connection connection() throws SQLException {
    LedgerAddress.Postgres address = database();
    return DriverManager.getConnection(address.url(), address.user(), address.password());
  }

  /** Ends the sessions of all others. */
  public void terminateSessions() throws SQLException {
    try (Connection connection = connection();
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
