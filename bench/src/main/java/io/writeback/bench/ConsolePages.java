package io.writeback.bench;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long the pages of the console take with many runs and rejects in the ledger: each is fetched
 * again and again from a server, one at a time.
 */
public final class ConsolePages {
  private static final int WRITEBACKS = 20;
  private static final int BATCHES = 20;
  private static final int CAUSES = 12;
  private static final int TIMES = 25;
  private static final int COMMIT = 20_000;
  private static final Duration HISTORY = Duration.ofDays(180);

  private ConsolePages() {}

  /** Arguments: runs, rejects, and the URL of a PostgreSQL ledger without tables. */
  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int rejects = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    Optional<String> postgres =
        arguments.length > 2 ? Optional.of(arguments[2]) : Optional.empty();
    try (BenchHome home = new BenchHome()) {
      Path data = Files.createDirectories(home.folder().resolve("data"));
      LedgerAddress address =
          postgres
              .<LedgerAddress>map(url -> new LedgerAddress.Postgres(url, "postgres", "postgres", Duration.ofSeconds(60)))
              .orElseGet(() -> new LedgerAddress.InDirectory(data));
      Ledger.open(address, InstantSource.system()).close();
      fill(
          postgres.orElse("jdbc:sqlite:" + data.resolve("ledger.db")),
          postgres.isPresent(),
          runs,
          rejects);
      home.withSchedules(WRITEBACKS);
      int port = freePort();
      Files.writeString(
          home.folder().resolve("application.properties"),
          "console.enabled=true\nconsole.show-values=true\napi.port="
              + port
              + "\n"
              + postgres
                  .map(
                      url ->
                          "writeback.ledger="
                              + url
                              + "\nwriteback.ledger-user=postgres\nwriteback.ledger-password=postgres\n")
                  .orElse(""),
          StandardOpenOption.APPEND);
      Process server = home.server();
      try {
        measure("http://127.0.0.1:" + port, runs, server, home);
      } finally {
        server.destroy();
        server.waitFor();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void fill(String url, boolean postgres, int runs, int rejects)
      throws SQLException {
    long end = System.currentTimeMillis();
    long apart = HISTORY.toMillis() / runs;
    int each = Math.max(1, rejects / runs);
    try (Connection connection =
        postgres
            ? DriverManager.getConnection(url, "postgres", "postgres")
            : DriverManager.getConnection(url)) {
      if (!postgres) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("pragma synchronous = off");
        }
      }
      connection.setAutoCommit(false);
      try (PreparedStatement run =
              connection.prepareStatement(
                  "insert into run (id, run_key, writeback, state, epoch, accepted_at, finished_at,"
                      + " source, target, plan, begun_at, accepted_number, rows_number, fields,"
                      + " snapshot_rows) values (?, ?, ?, 'COMPLETE_WITH_REJECTS', 2, ?, ?,"
                      + " 'rows.csv', ?, '{}', 1, ?, ?, 'Name', ?)");
          PreparedStatement batch =
              connection.prepareStatement(
                  "insert into batch (run_id, number, first_row, last_row, state, epoch, records,"
                      + " unchanged, superseded, confirmed, rejected, requests, intent_at,"
                      + " settled_at) values (?, ?, ?, ?, 'CLOSED', 2, 100, 0, 0, ?, ?, ?, ?, ?)");
          PreparedStatement reject =
              connection.prepareStatement(
                  "insert into reject (run_id, row_number, row_key, code, column_name, reason,"
                      + " cause, state) values (?, ?, ?, 'WB-302', ?, ?, ?, 'OPEN')");
          PreparedStatement causes =
              connection.prepareStatement(
                  "insert into reject_cause (run_id, digest, code, column_name, cause, found,"
                      + " example_row) select run_id, cause, code, column_name, cause, count(*),"
                      + " min(row_number) from reject where run_id = ?"
                      + " group by run_id, code, column_name, cause")) {
        int inserted = 0;
        for (int i = 1; i <= runs; i++) {
          String id = id(i);
          long at = end - HISTORY.toMillis() + i * apart;
          int bad = Math.max(1, each / BATCHES);
          bind(
              run, id, "k" + i, "bench-" + i % WRITEBACKS, at, at + 9_000L, "target-" + i % WRITEBACKS,
              (long) i, (long) i, (long) BATCHES * 100);
          for (int number = 0; number < BATCHES; number++) {
            bind(
                batch, id, number, number * 100L + 1, number * 100L + 100, (long) (100 - bad),
                (long) bad, 1 + number % 3 / 2, at + number * 300L, at + number * 300L + 250L);
          }
          for (int row = 1; row <= each; row++) {
            int cause = row % CAUSES;
            bind(
                reject,
                id,
                row * (BATCHES * 100L) / each,
                String.format(Locale.ROOT, "%032x", row),
                "column " + cause,
                "\"" + row + "\" does not fit the field " + cause,
                "\"…\" does not fit the field " + cause);
          }
          bind(causes, id);
          inserted += each + BATCHES;
          if (inserted > COMMIT || i == runs) {
            run.executeBatch();
            batch.executeBatch();
            reject.executeBatch();
            causes.executeBatch();
            connection.commit();
            inserted = 0;
          }
        }
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "update ledger_number set last_number = " + runs + " where name = 'run'");
      }
      connection.commit();
      if (postgres) {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
          statement.execute("analyze");
        }
      }
    }
  }

  private static String id(int run) {
    return String.format(Locale.ROOT, "20260101-%06d-abcdef", run);
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }

  private static void measure(String base, int runs, Process server, BenchHome home)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    await(client, base, server, home);
    String run = "/runs/" + id(runs - 7);
    for (String path :
        List.of(
            "/",
            "/writebacks/bench-3",
            "/runs",
            "/runs?writeback=bench-3&before=" + id(runs / 2),
            run,
            run + "/rejects",
            run + "/rejects?text=no+such+text",
            "/schedules",
            "/accounts")) {
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        long began = System.nanoTime();
        HttpResponse<String> answer = get(client, base + path);
        millis.add((System.nanoTime() - began) / 1e6);
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(path + ": " + answer.statusCode());
        }
      }
      double first = millis.get(0);
      Collections.sort(millis);
      System.out.printf(
          Locale.ROOT,
          "%-50s first %6.1f ms, median %6.1f ms, longest %6.1f ms%n",
          path,
          first,
          millis.get(TIMES / 2),
          millis.get(TIMES - 1));
    }
  }

  private static HttpResponse<String> get(HttpClient client, String address)
      throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  private static void await(HttpClient client, String base, Process server, BenchHome home)
      throws IOException, InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (!server.isAlive()) {
        throw new IllegalStateException(Files.readString(home.folder().resolve("log")));
      }
      try {
        get(client, base + "/accounts");
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("the server does not answer");
  }
}
