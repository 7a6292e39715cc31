package io.writeback.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A real PostgreSQL of its own, as it is installed here, with the durability of its defaults. */
final class Database implements AutoCloseable {
  static final String USER = "bench";

  private final Path folder;
  private final int port;
  private final Path bin;

  /** Creates and starts it. */
  Database(int port) throws IOException, InterruptedException {
    this.port = port;
    this.bin = bin();
    this.folder = Files.createTempDirectory("writeback-bench-db");
    if (isRoot()) {
      // The server does not run as root.
      run(List.of("chown", "postgres", folder.toString()));
    }
    run(asUser("initdb", "-D", folder.resolve("db").toString(), "-U", USER, "-A", "trust"));
    control("start");
  }

  private static Path bin() throws IOException {
    String given = System.getenv("PG_BIN");
    if (given != null) {
      return Path.of(given);
    }
    try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions.sorted().reduce((first, last) -> last).orElseThrow().resolve("bin");
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private List<String> asUser(String program, String... arguments) {
    List<String> line = new ArrayList<>();
    if (isRoot()) {
      line.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    line.add(bin.resolve(program).toString());
    line.addAll(List.of(arguments));
    return line;
  }

  private void control(String command, String... more) throws IOException, InterruptedException {
    List<String> line =
        asUser(
            "pg_ctl",
            "-D",
            folder.resolve("db").toString(),
            "-w",
            "-l",
            folder.resolve("log").toString(),
            "-o",
            "-p %d -c listen_addresses=127.0.0.1 -k %s".formatted(port, folder));
    line.addAll(List.of(more));
    line.add(command);
    run(line);
  }

  private void run(List<String> line) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder(line)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", line) + " ended with " + exit);
    }
  }

  int port() {
    return port;
  }

  /** Breaks all connections off, and starts it again. */
  void restart() throws IOException, InterruptedException {
    control("restart", "-m", "fast");
  }

  /** Rows of a query, each a list of texts. */
  List<List<String>> rows(String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), USER, "");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
          row.add(found.getString(column));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  long number(String sql) {
    return Long.parseLong(rows(sql).get(0).get(0));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    control("stop", "-m", "fast");
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
