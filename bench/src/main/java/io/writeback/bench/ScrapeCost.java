package io.writeback.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How long a scrape of {@code /metrics} takes with many runs in the ledger. */
public final class ScrapeCost {
  private static final int PORT = 18_211;
  private static final int READS = 10;
  private static final int OTHERS = 50;

  /** As many as a Prometheus makes in about two hours. */
  private static final int WARM_UP = 200;

  /** Longer than what was read from the ledger is kept. */
  private static final long APART_MILLIS = 5_100;

  private ScrapeCost() {}

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int rejects = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    try (BenchHome home = new BenchHome()) {
      keepSnapshots(LargeLedger.fill(home, runs, rejects));
      home.withSchedules(LargeLedger.WRITEBACKS);
      Files.writeString(
          home.folder().resolve("application.properties"),
          "api.health-port=" + PORT + "\n",
          StandardOpenOption.APPEND);
      Process server = home.server();
      try {
        await(home, server);
        System.out.printf(
            Locale.ROOT,
            "%d runs, %d rejects, %d writebacks; a scrape has %d bytes%n",
            runs,
            rejects,
            LargeLedger.WRITEBACKS,
            scrape().length());
        times(WARM_UP, 0);
        print("that reads the ledger", times(READS, APART_MILLIS));
        print("within 5 s of another", times(OTHERS, 0));
      } finally {
        server.destroy();
        server.waitFor();
      }
    }
  }

  /** The worst that there can be: none was removed yet. */
  private static void keepSnapshots(Path ledger) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update run set snapshot_file = 'snapshot.csv', snapshot_bytes = 1000,"
              + " snapshot_rows = 10");
    }
  }

  private static void await(BenchHome home, Process server) throws Exception {
    while (true) {
      try {
        scrape();
        return;
      } catch (IOException e) {
        if (!server.isAlive()) {
          throw new IllegalStateException(Files.readString(home.folder().resolve("log")), e);
        }
        Thread.sleep(200);
      }
    }
  }

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static String scrape() throws IOException, InterruptedException {
    return CLIENT
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/metrics")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static List<Double> times(int scrapes, long apartMillis) throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int scrape = 0; scrape < scrapes; scrape++) {
      Thread.sleep(apartMillis);
      long began = System.nanoTime();
      scrape();
      millis.add((System.nanoTime() - began) / 1e6);
    }
    return millis;
  }

  private static void print(String which, List<Double> millis) {
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "a scrape %s: median %.1f ms, longest %.1f ms%n",
        which,
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() - 1));
  }
}
