package io.writeback.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How much more several processes do than one where each adds as much to the limit: the price of
 * the ledger, the leases and the limit that they share.
 *
 * <p>Arguments: the most processes, requests at once that each adds, latency in ms, rows of each of
 * eight writebacks, repetitions. Run it by {@code bench/scale-out}.
 */
public final class ScaleOut {
  private static final List<String> OBJECTS =
      List.of("project", "task", "optask", "user", "portfolio", "program", "company", "group");
  private static final int BATCH = 20;
  private static final long MILLIS_BETWEEN_LOOKS = 100;

  private ScaleOut() {}

  public static void main(String[] args) throws Exception {
    int most = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    int each = args.length > 1 ? Integer.parseInt(args[1]) : 4;
    long latency = args.length > 2 ? Long.parseLong(args[2]) : 200;
    int rows = args.length > 3 ? Integer.parseInt(args[3]) : 6_000;
    int repetitions = args.length > 4 ? Integer.parseInt(args[4]) : 3;
    for (int repetition = 0; repetition < repetitions; repetition++) {
      double one = 0;
      for (int processes = 1; processes <= most; processes++) {
        double rate = rate(processes, processes * each, latency, rows);
        one = processes == 1 ? rate : one;
        System.out.printf(
            Locale.ROOT,
            "%d processes, %d at once: %.1f requests/s, %.2f of linear, %.0f %% of the limit%n",
            processes,
            processes * each,
            rate,
            rate / one / processes,
            100 * rate * latency / 1_000 / (processes * each));
      }
    }
  }

  /** Requests a second, from the first bulk update to the last. */
  private static double rate(int processes, int cap, long latency, int rows) throws Exception {
    try (BenchHome home = new BenchHome();
        EchoWorkfront echo = new EchoWorkfront(latency, request -> {});
        Servers servers = new Servers(home)) {
      Files.writeString(
          home.folder().resolve("application.properties"),
          """
          account.workfront.url=http://127.0.0.1:%d
          account.workfront.allow-private=true
          account.workfront.api-key=none
          account.workfront.max-concurrency=%d
          """
                  .formatted(echo.port(), cap)
              + servers.keys(servers.database().port()));
      home.writeNames(rows);
      Path routes = Files.createDirectories(home.folder().resolve("routes"));
      for (String object : OBJECTS) {
        Files.writeString(
            routes.resolve(object + ".camel.yaml"),
            """
            - route:
                id: bench-%1$s
                group: writeback
                from:
                  uri: direct:bench-%1$s
                  steps:
                    - to: kamelet:csv-dataset-action?file=rows.csv
                    - to: kamelet:workfront-update-sink?object=%1$s&batchSize=%2$d
            """
                .formatted(object, BATCH));
      }
      for (int process = 0; process < processes; process++) {
        servers.start();
      }
      for (int process = 0; process < processes; process++) {
        Path log = home.folder().resolve("log-" + process);
        while (!Files.readString(log).contains("Started; ")) {
          Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
      }
      for (String object : OBJECTS) {
        servers.ask("bench-" + object, object);
      }
      long expected = (long) OBJECTS.size() * rows;
      while (echo.records() < expected) {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
      }
      Thread.sleep(2 * latency);
      return (echo.requests() - 1) / echo.sendingSeconds();
    }
  }
}
