package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.workfront.FailureMode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that crashes at each durable step of a run, right before and right after its commit.
 */
final class DurableStepsTest {
  private static final int ROWS = 1_050;
  private static final int UNKNOWN_EVERY = 350;
  private static final int UNKNOWN = ROWS / UNKNOWN_EVERY;
  private static final int CONCURRENCY = 4;

  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY.withFailureMode(FailureMode.ALL_OR_NOTHING));
    home.set("account.workfront.max-concurrency", Integer.toString(CONCURRENCY))
        .csvToWorkfront("many", "many.csv");
    for (int row = 1; row <= ROWS; row++) {
      if (row % UNKNOWN_EVERY != 0) {
        sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      }
    }
    rows(0);
  }

  /** Each row's budget is its number plus a fraction. */
  private void rows(int more) {
    StringBuilder csv = new StringBuilder("ID,Name,budget\n");
    for (int row = 1; row <= ROWS; row++) {
      csv.append(id(row)).append(",Project,").append(row + more).append('\n');
    }
    home.file("many.csv", csv.toString());
  }

  private void killedAt(String failPoint, String... command) throws Exception {
    Process process = Child.start(home, Child.failingAt(home, failPoint), command);
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as("it died at the fail point; %s", Child.tail(home))
        .isEqualTo(137);
  }

  private JsonNode resumed() throws IOException {
    Home.Done resumed = home.run("resume", "--json");
    assertThat(resumed.err()).doesNotContain("Exception");
    return JSON.readTree(resumed.out());
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPT:before:1",
    "ACCEPT:after:1",
    "CLAIM:before:1",
    "CLAIM:after:1",
    "SNAPSHOT:before:1",
    "SNAPSHOT:after:1",
    "PLAN:before:1",
    "PLAN:after:1",
    "INTENT:after:1",
    "INTENT:before:5",
    "INTENT:after:5",
    "SETTLE:before:1",
    "SETTLE:before:4",
    "SETTLE:after:4",
    "END:before:1",
    "END:after:1",
    "RELEASE:before:1",
    "RELEASE:after:1",
  })
  void killed_there_no_row_is_lost_wrong_or_unexplained(String failPoint) throws Exception {
    killedAt(failPoint, "run", "many");
    boolean accepted = home.run("show", "last", "--json").exitCode() == 0;
    assertThat(accepted)
        .as("a run is in the ledger")
        .isNotEqualTo(failPoint.startsWith("ACCEPT:before"));
    long before = sandbox.stats().recordsWritten();

    // Over or not begun: then there is nothing to resume.
    boolean over = failPoint.startsWith("RELEASE") || failPoint.equals("END:after:1");
    assertThat(resumed()).hasSize(!accepted || over ? 0 : 1);
    if (!accepted) {
      assertThat(before).isZero();
      assertThat(home.run("run", "many").exitCode()).isEqualTo(3);
    }

    judge(0);
    assertThat(sandbox.stats().recordsWritten() - (ROWS - UNKNOWN))
        .as("records written twice")
        .isBetween(0L, CONCURRENCY * 100L);
  }

  @ParameterizedTest
  @CsvSource({"LEAVE:before:1", "LEAVE:after:1", "PAUSE:before:1", "PAUSE:after:1"})
  void killed_as_a_run_is_paused_no_row_is_lost_wrong_or_unexplained(String failPoint)
      throws Exception {
    home.without("writeback.pauses");
    sandbox.faults().add(Fault.answer(503, "down").onMethod("PUT").nth(3).times(1_000));
    killedAt(failPoint, "run", "many");
    sandbox.faults().clear();

    assertThat(resumed()).hasSize(1);

    judge(0);
  }

  @ParameterizedTest
  @CsvSource({"REPLAY:before:1", "REPLAY:after:1"})
  void killed_as_a_replay_is_accepted_it_is_one_run_and_its_rows_are_sent_once(String failPoint)
      throws Exception {
    assertThat(home.run("run", "many").exitCode()).isEqualTo(3);
    String parent = JSON.readTree(home.run("runs", "--json").out()).at("/runs/0/run").asText();
    for (int row = UNKNOWN_EVERY; row <= ROWS; row += UNKNOWN_EVERY) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
    }
    killedAt(failPoint, "replay", parent);
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(ROWS - UNKNOWN);

    assertThat(home.run("replay", parent).exitCode()).isZero();

    JsonNode runs = JSON.readTree(home.run("runs", "--json").out()).get("runs");
    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).get("parent").asText()).isEqualTo(parent);
    assertThat(runs.get(0).get("state").asText()).isEqualTo("COMPLETE");
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(ROWS);
    for (int row = UNKNOWN_EVERY; row <= ROWS; row += UNKNOWN_EVERY) {
      assertThat(budget(row)).as("row %d", row).isEqualTo(row);
    }
  }

  @ParameterizedTest
  @CsvSource({"KNOWN:before:1", "KNOWN:after:1"})
  void killed_as_it_is_put_down_that_every_row_was_sent_no_changed_row_is_left_out(String failPoint)
      throws Exception {
    home.csvToWorkfront("many", "many.csv", "mode: changed");
    killedAt(failPoint, "run", "many");
    assertThat(resumed()).as("it was over").isEmpty();
    judge(0);
    long before = sandbox.stats().recordsWritten();

    assertThat(home.run("run", "many").exitCode()).isEqualTo(3);
    assertThat(sandbox.stats().recordsWritten() - before)
        .as("records sent although they did not change")
        .isEqualTo(failPoint.startsWith("KNOWN:before") ? ROWS - UNKNOWN : 0);
    rows(7);
    assertThat(home.run("run", "many").exitCode()).isEqualTo(3);

    judge(7);
  }

  /** A plan over values that an earlier run has written. */
  private String planned() throws IOException {
    home.set("account.workfront.max-concurrency", "1");
    for (int row = UNKNOWN_EVERY; row <= ROWS; row += UNKNOWN_EVERY) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
    }
    assertThat(home.run("run", "many").exitCode()).isZero();
    rows(7);
    return JSON.readTree(home.run("plan", "many", "--json").out()).get("plan").asText();
  }

  private void judgeAll(int more) {
    for (int row = 1; row <= ROWS; row++) {
      assertThat(budget(row)).as("row %d", row).isEqualTo(row + more);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CLAIM:before:1",
    "CLAIM:after:1",
    "INTENT:after:1",
    "INTENT:before:5",
    "SETTLE:before:1",
    "SETTLE:before:4",
    "SETTLE:after:4",
    "END:before:1",
    "END:after:1",
  })
  void killed_as_a_plan_is_applied_what_it_showed_is_sent_in_the_end(String failPoint)
      throws Exception {
    String plan = planned();
    edit(3);
    killedAt(failPoint, "apply", plan);

    resumed();

    assertThat(budget(3)).as("of a colleague").isEqualTo(-1);
    edit(3, 3 + 7);
    judgeAll(7);
    assertThat(report(plan).get("confirmed").asInt()).isEqualTo(ROWS - 1);
    assertThat(report(plan).get("rejected").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPT:before:1",
    "ACCEPT:after:1",
    "CLAIM:before:1",
    "CLAIM:after:1",
    "PLAN:before:1",
    "PLAN:after:1",
    "INTENT:after:1",
    "INTENT:before:5",
    "SETTLE:before:1",
    "SETTLE:before:4",
    "SETTLE:after:4",
    "END:before:1",
    "END:after:1",
    "RELEASE:before:1",
  })
  void killed_as_a_run_is_undone_everything_is_put_back_in_the_end_but_what_others_changed(
      String failPoint) throws Exception {
    String plan = planned();
    assertThat(home.run("apply", plan).exitCode()).isZero();
    judgeAll(7);
    edit(3);
    killedAt(failPoint, "undo", plan, "--yes");

    resumed();
    if (failPoint.startsWith("ACCEPT:before")) {
      assertThat(home.run("undo", plan, "--yes").exitCode()).isEqualTo(3);
    }

    assertThat(budget(3)).as("of a colleague").isEqualTo(-1);
    edit(3, 3);
    judgeAll(0);
    assertThat(report("last").get("undoes").asText()).isEqualTo(plan);
    assertThat(report("last").get("confirmed").asInt()).isEqualTo(ROWS - 1);
    assertThat(report("last").get("rejected").asInt()).isEqualTo(1);
  }

  private JsonNode report(String run) throws IOException {
    return JSON.readTree(home.run("show", run, "--json").out()).get("report");
  }

  /** A colleague changes the budget of a row. */
  private void edit(int row) {
    edit(row, -1);
  }

  private void edit(int row, int budget) {
    sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "Project", "budget", budget));
  }

  private void judge(int more) throws IOException {
    for (int row = 1; row <= ROWS; row++) {
      if (row % UNKNOWN_EVERY != 0) {
        assertThat(budget(row)).as("row %d", row).isEqualTo(row + more);
      }
    }
    JsonNode shown = JSON.readTree(home.run("show", "last", "--json").out());
    JsonNode report = shown.has("report") ? shown.get("report") : shown;
    assertThat(report.get("state").asText()).isEqualTo("COMPLETE_WITH_REJECTS");
    assertThat(report.get("rows").asInt()).isEqualTo(ROWS);
    assertThat(report.get("confirmed").asInt()).isEqualTo(ROWS - UNKNOWN);
    assertThat(report.get("rejected").asInt()).isEqualTo(UNKNOWN);
  }

  private int budget(int row) {
    return sandbox.object("PROJ", id(row)).orElseThrow().get("budget").asInt();
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }
}
