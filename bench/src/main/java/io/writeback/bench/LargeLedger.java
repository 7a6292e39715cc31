package io.writeback.bench;

import io.writeback.ledger.EndedRuns;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What a ledger with very many runs and rejects costs: the processor time of a server that has
 * nothing to do, and the steps in which runs that ended long ago are removed.
 */
public final class LargeLedger {
  static final int WRITEBACKS = 50;
  private static final int BATCHES = 3;
  private static final Duration HISTORY = Duration.ofDays(180);
  private static final Duration KEPT = Duration.ofDays(90);
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final double TICKS_A_SECOND = 100;

  private LargeLedger() {}

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
    int rejects = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000_000;
    int minutes = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    try (BenchHome home = new BenchHome()) {
      Path file = fill(home, runs, rejects);
      System.out.printf(
          Locale.ROOT, "ledger of %d runs: %d MiB%n", runs, Files.size(file) >> 20);
      home.withSchedules(WRITEBACKS);
      if (minutes > 0) {
        idle(home, minutes);
      }
      remove(home.folder().resolve("data"));
    }
  }

  /** Ended runs of all writebacks in turn, the oldest half a year ago; one reject in ten is open. */
  static Path fill(BenchHome home, int runs, int rejects)
      throws SQLException, IOException {
    Path data = Files.createDirectories(home.folder().resolve("data"));
    Ledger.open(new LedgerAddress.InDirectory(data), InstantSource.system()).close();
    Path file = data.resolve("ledger.db");
    long end = System.currentTimeMillis();
    long apart = HISTORY.toMillis() / runs;
    int each = Math.max(1, rejects / runs);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("pragma synchronous = off");
        statement.execute("pragma cache_size = -400000");
      }
      connection.setAutoCommit(false);
      insert(
          connection,
          """
          with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
          insert into run (id, run_key, writeback, state, epoch, accepted_at, finished_at, source,
            target, plan, begun_at, accepted_number, rows_number, fields)
          select printf('r%%08d', i), printf('k%%08d', i), 'bench-' || (i %% %1$d),
            case when i %% 3 = 0 then 'COMPLETE_WITH_REJECTS' else 'COMPLETE' end, 2,
            %2$d + i * %3$d, %2$d + i * %3$d, 'rows.csv', 'target-' || (i %% %1$d), '{}', 1, i, i,
            'Name'
          from n
          """
              .formatted(WRITEBACKS, end - HISTORY.toMillis(), apart),
          runs);
      insert(
          connection,
          "insert into batch (run_id, number, first_row, last_row, state, epoch, records,"
              + " unchanged, superseded, confirmed, rejected, requests, intent_at, settled_at)"
              + " select id, n.i, n.i * 100 + 1, n.i * 100 + 100, 'CLOSED', 2, 100, 0, 0, 100, 0, 1,"
              + " accepted_at, accepted_at + 400 from run join (with recursive n (i) as"
              + " (select 0 union all select i + 1 from n where i < ? - 1) select i from n) as n",
          BATCHES);
      insert(
          connection,
          "insert into reject (run_id, row_number, row_key, code, column_name, reason, cause, state)"
              + " select id, n.i, printf('%032x', n.i), 'WB-302', 'budget',"
              + " 'abc is no number', 'is no number',"
              + " case when n.i % 10 = 0 then 'OPEN' else 'SUPERSEDED' end"
              + " from run join (with recursive n (i) as"
              + " (select 1 union all select i + 1 from n where i < ?) select i from n) as n",
          each);
      insert(
          connection,
          "update ledger_number set last_number = ? where name = 'run'",
          runs);
      connection.commit();
    }
    return file;
  }

  private static void insert(Connection connection, String sql, int parameter)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, parameter);
      statement.executeUpdate();
    }
  }

  private static void idle(BenchHome home, int minutes) throws IOException, InterruptedException {
    Process server = home.server();
    try {
      Thread.sleep(WARM_UP.toMillis());
      double began = processorSeconds(server);
      for (int minute = 1; minute <= minutes; minute++) {
        Thread.sleep(Duration.ofMinutes(1).toMillis());
        if (!server.isAlive()) {
          throw new IllegalStateException(Files.readString(home.folder().resolve("log")));
        }
        System.out.printf(
            Locale.ROOT,
            "idle for %d min: %.2f %% of one processor%n",
            minute,
            100 * (processorSeconds(server) - began) / (60 * minute));
      }
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  /** Of all threads of a process, whatever else the machine does. */
  private static double processorSeconds(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }

  private static void remove(Path data) {
    List<Double> millis = new ArrayList<>();
    Instant before = Instant.now().minus(KEPT);
    long removed = 0;
    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(data), InstantSource.system())) {
      EndedRuns.Position from = EndedRuns.Position.FIRST;
      for (boolean more = true; more; ) {
        long began = System.nanoTime();
        EndedRuns.Step step = ledger.endedRuns().removeSome(before, from, 1_000);
        millis.add((System.nanoTime() - began) / 1e6);
        removed += step.removed();
        from = step.next();
        more = step.more();
      }
    }
    Collections.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "removed %d runs in %d steps: median %.1f ms, 99 %% below %.1f ms, longest %.1f ms, all %.0f s%n",
        removed,
        millis.size(),
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 99 / 100),
        millis.get(millis.size() - 1),
        millis.stream().mapToDouble(Double::doubleValue).sum() / 1_000);
  }
}
