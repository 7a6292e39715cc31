package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RestartedPostgres;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.TcpProxy;
import io.writeback.sandbox.Sandbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Three processes on one ledger in a real PostgreSQL server that restarts, crashes, ends sessions,
 * or whose connections are cut or stop carrying bytes, each time while all of them write. After
 * each executed run a newer one waits for the same target.
 *
 * <p>Each kind of outage once; with {@code mvn verify -Pchaos} twenty rounds of them.
 */
@Timeout(900)
final class LedgerOutagesTest {
  private static final int CHAOS = Integer.getInteger("chaos.rounds", 1);
  private static final int ROUNDS = CHAOS == 1 ? Outage.values().length : 2 * CHAOS;
  private static final int ROWS = 1_500;
  private static final int PROCESSES = 3;

  /** The object types that the writebacks change, each a separate target. */
  private static final Map<String, String> OBJECTS =
      Map.of("project", "PROJ", "task", "TASK", "issue", "OPTASK");

  @RegisterExtension private final Home home = new Home();
  private int runs;

  private enum Outage {
    RESTARTED,
    CRASHED,
    SESSIONS_ENDED,
    CUT,
    HALF_OPEN
  }

  @Test
  void whatever_happens_to_the_ledger_no_row_is_lost_or_wrong_and_no_run_fails() throws Exception {
    Sandbox sandbox = home.sandbox(Home.EMPTY.withLatency(Duration.ofMillis(60)));
    try (RestartedPostgres server = new RestartedPostgres(home.path("pg"));
        TcpProxy proxy = new TcpProxy(TcpProxy.portOf(server.database()))) {
      Home home = home(sandbox, server, proxy);
      try (Ledger ledger = Ledger.open(server.database(), InstantSource.system())) {
        List<Process> processes = new ArrayList<>();
        try {
          for (int process = 0; process < PROCESSES; process++) {
            processes.add(Child.start(home, List.of(), "start"));
          }
          for (int round = 0; round < ROUNDS; round++) {
            Outage outage = Outage.values()[round % Outage.values().length];
            round(sandbox, home, ledger, round, () -> strike(outage, server, proxy));
            assertThat(processes)
                .as("after %s in round %d: %s", outage, round, Child.tail(home))
                .allMatch(Process::isAlive);
          }
          System.out.printf(
              "outages: %d rounds, %d runs, %d records written for %d changed; missing 0, wrong 0,"
                  + " failed 0%n",
              ROUNDS, runs, sandbox.stats().recordsWritten(), (long) runs * ROWS);
        } finally {
          processes.forEach(Process::destroyForcibly);
          for (Process process : processes) {
            process.waitFor();
          }
        }
      }
    }
  }

  private Home home(Sandbox sandbox, RestartedPostgres server, TcpProxy proxy) {
    var database = proxy.through(server.database());
    home.set("writeback.ledger", database.url() + "?socketTimeout=2&connectTimeout=2")
        .set("writeback.ledger-user", database.user())
        .set("writeback.ledger-password", database.password())
        .set("writeback.lease", "12s")
        .set("http.deadline", "2s")
        .set("account.workfront.max-concurrency", "1");
    OBJECTS.forEach(
        (object, code) -> {
          home.objectsToWorkfront(object, object, object + ".csv");
          home.file(object + ".csv", "ID,Name\n");
          for (int row = 1; row <= ROWS; row++) {
            sandbox.putObject(code, Map.of("ID", id(row), "name", "old"));
          }
        });
    return home;
  }

  /** Two runs of each writeback; the newer one waits for the older during the outage. */
  private void round(Sandbox sandbox, Home home, Ledger ledger, int round, Blow blow)
      throws Exception {
    List<String> accepted = new ArrayList<>();
    write(home, round + " older");
    OBJECTS.keySet().forEach(object -> accepted.add(accept(ledger, object)));
    await()
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .untilAsserted(
            () ->
                assertThat(accepted)
                    .as("round %d: %s", round, Child.tail(home))
                    .allMatch(run -> ledger.batches().totals(run).tally().confirmed() > 0));
    write(home, round + " newer");
    OBJECTS.keySet().forEach(object -> accepted.add(accept(ledger, object)));
    blow.strike();
    for (String run : accepted) {
      RunEntry ended =
          await()
              .ignoreExceptions()
              .until(
                  () -> ledger.history().find(run).orElseThrow(),
                  entry -> entry.state().ended() && !entry.isLeftToOthers());
      assertThat(ended.state())
          .as("round %d: %s %s", round, ended, Child.tail(home))
          .isEqualTo(RunState.COMPLETE);
    }
    OBJECTS
        .values()
        .forEach(
            code -> {
              for (int row = 1; row <= ROWS; row++) {
                assertThat(sandbox.object(code, id(row)).orElseThrow().get("name").asText())
                    .as("%s %d in round %d", code, row, round)
                    .isEqualTo(row + " of " + round + " newer");
              }
            });
  }

  private interface Blow {
    void strike() throws Exception;
  }

  private static void strike(Outage outage, RestartedPostgres server, TcpProxy proxy)
      throws Exception {
    switch (outage) {
      case RESTARTED -> server.restart("fast");
      case CRASHED -> server.restart("immediate");
      case SESSIONS_ENDED -> server.terminateSessions();
      case CUT -> proxy.cut();
      case HALF_OPEN -> proxy.swallow();
    }
  }

  private String accept(Ledger ledger, String writeback) {
    String id = "20260301-020000-%06x".formatted(++runs);
    ledger.requests().accept(RunRequest.of(id, id, writeback));
    return id;
  }

  private static void write(Home home, String value) {
    for (String object : OBJECTS.keySet()) {
      StringBuilder csv = new StringBuilder("ID,Name\n");
      for (int row = 1; row <= ROWS; row++) {
        csv.append(id(row)).append(',').append(row).append(" of ").append(value).append('\n');
      }
      home.file(object + ".csv", csv.toString());
    }
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }
}
