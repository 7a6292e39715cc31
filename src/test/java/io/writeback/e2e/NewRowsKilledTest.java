package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.FailureMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that are killed while half of the rows are new, against a Workfront that counts: no
 * object is created twice. {@code bench/create} is the same with 20,000 rows and 100 kills.
 */
final class NewRowsKilledTest {
  private static final int ROWS = 1_200;
  private static final int KILLS = 6;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  private void start(String... options) throws IOException {
    sandbox =
        home.sandbox(
            Home.EMPTY
                .withFailureMode(FailureMode.ALL_OR_NOTHING)
                .withLatency(Duration.ofMillis(20)));
    home.set("account.workfront.max-concurrency", "3")
        // Longer than what a killed process has sent takes to be executed.
        .set("writeback.quarantine", "1s")
        .csvToWorkfront("orders", "orders.csv", options);
  }

  private void rows(int rows, boolean halfThere) {
    StringBuilder csv = new StringBuilder("extRefID,Name\n");
    for (int row = 1; row <= rows; row++) {
      if (halfThere && row % 2 == 0) {
        sandbox.putObject(
            "PROJ",
            Map.of("ID", String.format("%032x", row), "name", "old", "extRefID", "A-" + row));
      }
      csv.append("A-").append(row).append(",Project ").append(row).append('\n');
    }
    home.file("orders.csv", csv.toString());
  }

  /** How many objects have each name. */
  private Map<String, Integer> counted() {
    Map<String, Integer> counted = new TreeMap<>();
    for (ObjectNode project : sandbox.workfront().objects("PROJ")) {
      counted.merge(project.path("name").asText(), 1, Integer::sum);
    }
    return counted;
  }

  private JsonNode report() {
    return home.run("show", "last", "--json").json().get("report");
  }

  private List<String> created() throws IOException {
    try (var files = Files.walk(home.path("data"))) {
      Path file = files.filter(path -> path.endsWith("created.csv")).findFirst().orElseThrow();
      return Files.readAllLines(file).stream().skip(1).toList();
    }
  }

  /** Each object is there once, and each new one has its ID in the books. */
  private void judgeMatched(int rows) throws IOException {
    Map<String, Integer> counted = counted();
    assertThat(counted).hasSize(rows);
    assertThat(counted.values()).containsOnly(1);
    JsonNode report = report();
    assertThat(report.get("state").asText()).isEqualTo("COMPLETE");
    assertThat(report.get("confirmed").asInt()).isEqualTo(rows);
    assertThat(report.get("created").asInt()).isEqualTo(rows / 2);
    List<String> created = created();
    assertThat(created).hasSize(rows / 2);
    for (String line : created) {
      String[] cells = line.replace("\"", "").split(",");
      assertThat(sandbox.object("PROJ", cells[2]).orElseThrow().get("extRefID").asText())
          .isEqualTo(cells[1].substring("extRefID=".length()))
          .isEqualTo("A-" + cells[0]);
    }
  }

  private int killAtRandom(Random random, int perLife) throws Exception {
    int kills = 0;
    String[] command = {"run", "orders"};
    while (kills < KILLS) {
      Process process = Child.start(home, List.of(), command);
      long target = sandbox.stats().recordsWritten() + 1 + random.nextInt(perLife);
      await()
          .atMost(60, TimeUnit.SECONDS)
          .pollInterval(2, TimeUnit.MILLISECONDS)
          .until(() -> !process.isAlive() || sandbox.stats().recordsWritten() >= target);
      if (!process.isAlive()) {
        break;
      }
      process.destroyForcibly();
      process.waitFor();
      kills++;
      command = new String[] {"resume"};
    }
    return kills;
  }

  @ParameterizedTest
  @ValueSource(longs = 20261130)
  void killed_at_random_moments_every_value_has_one_object(long seed) throws Exception {
    start("matchBy: extRefID", "onMissing: create", "batchSize: 25");
    rows(ROWS, true);

    int kills = killAtRandom(new Random(seed), ROWS / KILLS);
    Home.Done done = home.run("resume");

    assertThat(kills).as("seed %d", seed).isGreaterThanOrEqualTo(KILLS - 1);
    assertThat(done.exitCode()).as("seed %d: %s", seed, done.err()).isZero();
    judgeMatched(ROWS);
    // The next run knows them all.
    JsonNode next = home.run("run", "orders", "--json").json();
    assertThat(next.get("created").asInt()).isZero();
    assertThat(next.get("confirmed").asInt()).isEqualTo(ROWS);
  }

  @ParameterizedTest
  @ValueSource(longs = 20261201)
  void what_cannot_be_looked_up_is_created_at_most_once_and_the_rest_is_named(long seed)
      throws Exception {
    start("onBlankId: create", "rowKey: extRefID", "columns: extRefID=-");
    rows(120, false);

    killAtRandom(new Random(seed), 20);
    home.run("resume");

    JsonNode report = report();
    assertThat(report.get("rows").asInt())
        .isEqualTo(report.get("confirmed").asInt() + report.get("rejected").asInt());
    assertThat(counted().values()).as("seed %d", seed).containsOnly(1);
    JsonNode rejects = home.run("rejects", "last", "--json").json().get("rejects");
    rejects.forEach(reject -> assertThat(reject.get("code").asText()).isEqualTo("WB-439"));
    assertThat(rejects.size()).as("at most those in flight").isLessThanOrEqualTo(4 * KILLS);
    int before = counted().size();
    home.run("run", "orders");
    assertThat(counted()).as("a later run creates nothing that is in doubt").hasSize(before);
    assertThat(counted().values()).containsOnly(1);
  }

  /** No commit later than the second: those of batches in flight together may be one. */
  @ParameterizedTest
  @CsvSource({
    "SNAPSHOT:after:1",
    "PLAN:before:1",
    "PLAN:after:1",
    "INTENT:before:2",
    "INTENT:after:1",
    "INTENT:after:2",
    "SETTLE:before:1",
    "SETTLE:before:2",
    "SETTLE:after:2",
    "END:before:1",
    "END:after:1",
  })
  void killed_at_a_durable_step_every_value_has_one_object(String failPoint) throws Exception {
    start("matchBy: extRefID", "onMissing: create", "batchSize: 40");
    rows(200, true);
    Process process = Child.start(home, Child.failingAt(home, failPoint), "run", "orders");
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Child.tail(home)).isEqualTo(137);

    home.run("resume");

    judgeMatched(200);
  }

  @ParameterizedTest
  @CsvSource({"CLAIM:after:1", "INTENT:after:2", "SETTLE:before:2", "SETTLE:after:2"})
  void killed_as_a_plan_is_applied_every_value_has_one_object(String failPoint) throws Exception {
    start("matchBy: extRefID", "onMissing: create", "batchSize: 40");
    rows(200, true);
    String plan = home.run("plan", "orders", "--json").json().get("plan").asText();
    Process process = Child.start(home, Child.failingAt(home, failPoint), "apply", plan);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Child.tail(home)).isEqualTo(137);

    home.run("resume");

    judgeMatched(200);
  }
}
