package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunTotals;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.FailureMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that is killed again and again during a run, against a destination that is never killed
 * and is the source of truth.
 *
 * <p>{@code mvn verify -Pchaos} for more: ten rounds, so 150 kills, each round with a different
 * seed.
 */
final class ChaosTest {
  private static final int ROUNDS = Integer.getInteger("chaos.rounds", 1);
  private static final int KILLS = 15;
  private static final int ROWS = 50_000;

  /**
   * The maximum that a process sends before it is killed, so that there are enough rows for all of
   * them.
   */
  private static final int A_LIFE = ROWS / KILLS;

  private static final int CONCURRENCY = 4;

  /** The rows of a newer run on the same target, which waits from the first kill on. */
  private static final int NEWER_ROWS = 2_000;

  private static final long FIRST_SEED = Long.getLong("chaos.seed", 20261122L);

  @RegisterExtension private final Home home = new Home();

  static LongStream seeds() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + ROUNDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void killed_at_any_moment_no_row_is_lost_or_wrong_and_few_are_sent_twice(long seed)
      throws Exception {
    Random random = new Random(seed);
    Sandbox sandbox =
        home.sandbox(
            Home.EMPTY
                .withFailureMode(FailureMode.ALL_OR_NOTHING)
                .withLatency(Duration.ofMillis(20)));
    Set<Integer> unknown = new TreeSet<>();
    home.set("account.workfront.max-concurrency", Integer.toString(CONCURRENCY))
        .csvToWorkfront("many", "many.csv");
    home.csvToWorkfront("newer", "newer.csv");
    home.file("many.csv", rows(sandbox, random, unknown));
    home.file("newer.csv", newerRows(unknown));

    int kills = 0;
    int inFlight = 0;
    int unacknowledged = 0;
    List<String> command = List.of("run", "many");
    while (kills < KILLS) {
      Process process = start(command);
      long target = sandbox.stats().recordsWritten() + A_LIFE / 20 + random.nextInt(A_LIFE / 4);
      waitFor(sandbox, process, target);
      if (!process.isAlive()) {
        break;
      }
      process.destroyForcibly();
      process.waitFor();
      kills++;
      if (kills == 1) {
        acceptNewer();
      }
      Left left = left();
      assertThat(left.gaps())
          .as("gaps between intents after kill %d, seed %d", kills, seed)
          .isZero();
      inFlight += left.openBatches() > 0 ? 1 : 0;
      unacknowledged += whenNothingIsInFlight(sandbox) > left.confirmed() ? 1 : 0;
      command = List.of("resume");
    }
    assertThat(kills)
        .as("seed %d: the rows lasted for all kills; %s", seed, Child.tail(home))
        .isEqualTo(KILLS);

    assertThat(inFlight)
        .as("kills with a batch in flight, seed %d", seed)
        .isGreaterThanOrEqualTo(KILLS * 8 / 10);
    assertThat(unacknowledged)
        .as("kills after which Workfront held more than the ledger knew, seed %d", seed)
        .isGreaterThanOrEqualTo(KILLS / 2);

    Home.Done done = home.run("resume", "--json");

    assertThat(done.exitCode()).as("seed %d: %s", seed, done.err()).isEqualTo(3);
    JsonNode reports = done.json();
    assertThat(reports.get(0).get("writeback").asText()).isEqualTo("many");
    assertThat(reports.get(1).get("writeback").asText()).isEqualTo("newer");
    assertThat(reports.get(1).get("state").asText()).isEqualTo("COMPLETE");
    judge(reports.get(0), sandbox, unknown, kills, seed);
    System.out.printf(
        "chaos: %d kills with a batch in flight, %d after which Workfront held more than the"
            + " ledger knew%n",
        inFlight, unacknowledged);
  }

  @Test
  void ended_by_a_signal_a_run_finishes_what_is_in_flight_and_nothing_is_sent_twice()
      throws Exception {
    Sandbox sandbox = home.sandbox(Home.EMPTY.withLatency(Duration.ofMillis(20)));
    home.set("account.workfront.max-concurrency", Integer.toString(CONCURRENCY))
        .csvToWorkfront("many", "many.csv");
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= 20_000; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      csv.append(id(row)).append(",new ").append(row).append('\n');
    }
    home.file("many.csv", csv.toString());
    Process process = start(List.of("run", "many"));
    waitFor(sandbox, process, 2_000);

    process.destroy();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(4);
    assertThat(Files.readString(home.path("log"))).contains("STOPPED").contains("WB-504");
    assertThat(sandbox.stats().recordsWritten()).isBetween(2_000L, 19_900L);
    assertThat(home.run("resume").exitCode()).isZero();
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(20_000);
    assertThat(sandbox.stats().writesPerId().values()).containsOnly(1L);
  }

  @Test
  void a_run_that_died_before_anything_was_planned_begins_again() throws Exception {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "old"));
    home.csvToWorkfront("many", "many.csv");
    home.file("many.csv", "ID,Name\n" + id(1) + ",new\n");
    Path data = Files.createDirectories(home.path("data"));
    try (Ledger ledger = Ledger.open(new LedgerAddress.InDirectory(data), InstantSource.system())) {
      ledger.requests().accept(RunRequest.of("20261122-000000-aaaaaa", "key", "many"));
    }

    Home.Done done = home.run("resume", "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(1);
  }

  @Test
  void a_snapshot_that_was_changed_is_not_sent_and_the_commands_that_are_left_are_named()
      throws Exception {
    Sandbox sandbox = home.sandbox(Home.EMPTY.withLatency(Duration.ofMillis(50)));
    home.csvToWorkfront("many", "many.csv");
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= 5_000; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      csv.append(id(row)).append(",new\n");
    }
    home.file("many.csv", csv.toString());
    Process process = start(List.of("run", "many"));
    waitFor(sandbox, process, 500);
    process.destroyForcibly();
    process.waitFor();
    Path snapshot;
    try (var files = Files.walk(home.path("data"))) {
      snapshot = files.filter(file -> file.endsWith("snapshot.csv")).findFirst().orElseThrow();
    }
    Files.writeString(
        snapshot, Files.readString(snapshot).replace(id(4_000) + ",new", id(4_000) + ",NEW"));
    long before = whenNothingIsInFlight(sandbox);

    Home.Done done = home.run("resume");

    assertThat(done.exitCode()).isEqualTo(4);
    assertThat(done.out()).contains("WB-505").contains("./writeback cancel ");
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(before);
  }

  /** A request of a killed process is still executed. */
  private static long whenNothingIsInFlight(Sandbox sandbox) {
    long[] written = {-1};
    await()
        .pollInterval(100, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              long before = written[0];
              written[0] = sandbox.stats().recordsWritten();
              return before == written[0];
            });
    return written[0];
  }

  private static void waitFor(Sandbox sandbox, Process process, long target) {
    await()
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .until(() -> !process.isAlive() || sandbox.stats().recordsWritten() >= target);
  }

  /** The ledger after a killed process. */
  private record Left(long openBatches, long confirmed, long gaps) {}

  private Left left() {
    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(home.path("data")), InstantSource.system())) {
      String run = ledger.history().unfinished().get(0).id();
      RunTotals totals = ledger.batches().totals(run);
      return new Left(totals.openBatches(), totals.tally().confirmed(), totals.brokenRanges());
    }
  }

  private void judge(JsonNode report, Sandbox sandbox, Set<Integer> unknown, int kills, long seed)
      throws IOException {
    for (int row = 1; row <= ROWS; row++) {
      if (!unknown.contains(row)) {
        JsonNode object = sandbox.object("PROJ", id(row)).orElseThrow();
        assertThat(object.get("budget").asInt())
            .as("row %d, seed %d", row, seed)
            .isEqualTo(row <= NEWER_ROWS ? -row : row);
        assertThat(object.get("name").asText())
            .as("row %d, seed %d", row, seed)
            .isEqualTo("Project " + row);
      }
    }
    assertThat(sandbox.stats().writesPerId().keySet())
        .as("objects that were written, seed %d", seed)
        .hasSize(ROWS - unknown.size())
        .doesNotContainAnyElementsOf(unknown.stream().map(ChaosTest::id).toList());
    assertThat(report.get("rows").asInt()).isEqualTo(ROWS);
    assertThat(report.get("confirmed").asInt()).isEqualTo(ROWS - unknown.size());
    assertThat(report.get("rejected").asInt()).isEqualTo(unknown.size());
    assertThat(report.get("inDoubt").asInt() + report.get("notSent").asInt()).isZero();
    String rejects =
        Files.readString(Path.of(report.get("rejectsFile").asText()), StandardCharsets.UTF_8);
    for (int row : unknown) {
      assertThat(rejects).contains(id(row));
    }
    long newer = IntStream.rangeClosed(1, NEWER_ROWS).filter(r -> !unknown.contains(r)).count();
    long written = sandbox.stats().recordsWritten() - newer;
    long twice = written - (ROWS - unknown.size());
    System.out.printf(
        "chaos: %d rows, %d kills, %d records written twice (at most %d), seed %d%n",
        ROWS, kills, twice, (long) kills * CONCURRENCY * 100, seed);
    assertThat(twice)
        .as("the bound of what is sent twice, seed %d", seed)
        .isLessThanOrEqualTo((long) kills * CONCURRENCY * 100);
  }

  /** A kill must not let it run first. */
  private void acceptNewer() {
    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(home.path("data")), InstantSource.system())) {
      ledger.requests().accept(RunRequest.of("20261122-000000-aaaaaa", "newer", "newer"));
    }
  }

  private static String newerRows(Set<Integer> unknown) {
    StringBuilder csv = new StringBuilder("ID,budget\n");
    IntStream.rangeClosed(1, NEWER_ROWS)
        .filter(row -> !unknown.contains(row))
        .forEach(row -> csv.append(id(row)).append(",-").append(row).append('\n'));
    return csv.toString();
  }

  private Process start(List<String> command) throws IOException {
    return Child.start(home, List.of(), command.toArray(String[]::new));
  }

  private static String rows(Sandbox sandbox, Random random, Set<Integer> unknown) {
    StringBuilder csv = new StringBuilder("ID,Name,budget\n");
    for (int row = 1; row <= ROWS; row++) {
      if (random.nextInt(2_000) == 0) {
        unknown.add(row);
      } else {
        sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      }
      csv.append(id(row)).append(",Project ").append(row).append(',').append(row).append('\n');
    }
    return csv.toString();
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }
}
