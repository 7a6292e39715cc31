package io.writeback.bench;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.limit.HostUse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What it costs to ask for a part of a host's limit in a real PostgreSQL, which a process does twice
 * a second while it sends, and never while a request waits for it.
 *
 * <p>Arguments: processes that ask at the same time, how often each asks. Run it by {@code
 * bench/permits}.
 */
public final class Permits {
  private static final int CAP = 10;
  private static final int A_SECOND = 2;

  private Permits() {}

  public static void main(String[] args) throws Exception {
    int most = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    int times = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
    try (Database database = new Database(Servers.freePort())) {
      for (int processes = 1; processes <= most; processes++) {
        List<Double> millis = measure(database, processes, times);
        double median = millis.get(millis.size() / 2);
        System.out.printf(
            Locale.ROOT,
            "%d processes: median %.2f ms, 99 %% %.2f ms; at %d requests/s of 300 ms, %.3f ms a request%n",
            processes,
            median,
            millis.get(millis.size() * 99 / 100),
            CAP * 1_000 / 300,
            median * A_SECOND * processes / (CAP * 1_000 / 300.0));
      }
    }
  }

  private static List<Double> measure(Database database, int processes, int times)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(processes);
    List<Future<List<Double>>> asked = new ArrayList<>();
    for (int number = 0; number < processes; number++) {
      String holder = "process-" + number;
      Callable<List<Double>> asking = () -> ask(database, holder, times);
      asked.add(threads.submit(asking));
    }
    List<Double> all = new ArrayList<>();
    for (Future<List<Double>> one : asked) {
      all.addAll(one.get());
    }
    threads.shutdown();
    return all.stream().sorted().toList();
  }

  private static List<Double> ask(Database database, String holder, int times) {
    List<Double> millis = new ArrayList<>();
    try (Ledger ledger =
        Ledger.open(
            new LedgerAddress.Postgres(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(database.port()),
                Database.USER,
                "",
                Duration.ofMinutes(1)),
            InstantSource.system())) {
      for (int time = 0; time < times; time++) {
        HostUse use =
            new HostUse("tenant", CAP, 3, CAP, 4, Map.of(), List.of(), Duration.ZERO);
        long begin = System.nanoTime();
        ledger.hostLimits().share(holder, Duration.ofSeconds(15), use);
        double took = (System.nanoTime() - begin) / 1e6;
        // The first ones prepare statements and load classes.
        if (time >= times / 10) {
          millis.add(took);
        }
      }
    }
    return millis;
  }
}
