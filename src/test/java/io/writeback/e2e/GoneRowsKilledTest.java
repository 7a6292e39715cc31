package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that crashes at each durable step of a run that clears or deletes objects. */
final class GoneRowsKilledTest {
  private static final int OBJECTS = 220;

  /**
   * Every tenth row is gone: two batches of rows, then one of cleared or 22 of deleted objects. The
   * commits of batches that have begun together may be one.
   */
  private static final int GONE_EVERY = 10;

  private static final int GONE = OBJECTS / GONE_EVERY;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    home.set("account.workfront.max-concurrency", "1")
        .set("account.workfront.allow-delete", "true");
    for (int number = 1; number <= OBJECTS; number++) {
      sandbox.putObject("PROJ", Map.of("ID", id(number), "name", "old", "extRefID", order(number)));
    }
  }

  /** IDs all over the range, also of digests that are negative numbers. */
  private static String id(int number) {
    return String.format("%x%031x", 7 * number % 16, number);
  }

  private static String order(int number) {
    return "A-" + number;
  }

  private void dataset(boolean all) {
    StringBuilder csv = new StringBuilder("ID,budget\n");
    for (int number = 1; number <= OBJECTS; number++) {
      if (all || number % GONE_EVERY != 0) {
        csv.append(id(number)).append(',').append(all ? number : number + 1).append('\n');
      }
    }
    home.file("w.csv", csv.toString());
  }

  /** The same rows without IDs; if some are gone, one is new. */
  private void datasetWithoutIds(boolean all) {
    StringBuilder csv = new StringBuilder("extRefID,Name,budget\n");
    for (int number = 1; number <= OBJECTS; number++) {
      if (all || number % GONE_EVERY != 0) {
        csv.append("%s,old,%d%n".formatted(order(number), all ? number : number + 1));
      }
    }
    home.file("w.csv", all ? csv.toString() : csv + "A-new,new,5\n");
  }

  private void written(String... options) {
    home.csvToWorkfront("w", "w.csv", options);
    dataset(true);
    assertThat(home.run("run", "w").exitCode()).isZero();
    dataset(false);
  }

  private void killedAt(String failPoint, String... command) throws Exception {
    Process process = Child.start(home, Child.failingAt(home, failPoint), command);
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as("it died at the fail point; %s", Child.tail(home))
        .isEqualTo(137);
  }

  /** Whether an object has no budget, or does not exist any more. */
  private boolean isBlank(int number) {
    return sandbox
        .object("PROJ", id(number))
        .map(object -> object.path("budget"))
        .filter(budget -> !budget.isNull() && !budget.isMissingNode())
        .isEmpty();
  }

  private JsonNode judge(boolean deleted) throws IOException {
    return judge(deleted, 0);
  }

  private JsonNode judge(boolean deleted, int created) throws IOException {
    for (int number = 1; number <= OBJECTS; number++) {
      boolean gone = number % GONE_EVERY == 0;
      assertThat(isBlank(number)).as("object %d", number).isEqualTo(gone);
      assertThat(sandbox.object("PROJ", id(number)).isEmpty())
          .as("object %d is deleted", number)
          .isEqualTo(deleted && gone);
      if (!gone) {
        assertThat(sandbox.object("PROJ", id(number)).orElseThrow().get("budget").asInt())
            .isEqualTo(number + 1);
      }
    }
    JsonNode report = home.run("show", "last", "--json").json().get("report");
    assertThat(report.get("state").asText()).isEqualTo("COMPLETE");
    assertThat(report.get("confirmed").asInt()).isEqualTo(OBJECTS - GONE + created);
    assertThat(report.get("created").asInt()).isEqualTo(created);
    List<String> gone =
        Files.readAllLines(home.path("data/runs/" + report.get("run").asText() + "/gone.csv"));
    assertThat(gone)
        .as("each gone object has one outcome")
        .hasSize(1 + GONE)
        .doesNotHaveDuplicates();
    return report;
  }

  private void resumed() {
    Home.Done resumed = home.run("resume", "--json");
    assertThat(resumed.err()).doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "SNAPSHOT:after:1",
    "PLAN:before:1",
    "PLAN:after:1",
    "INTENT:after:1",
    "INTENT:after:2",
    "INTENT:before:3",
    "INTENT:after:3",
    "SETTLE:before:2",
    "SETTLE:after:2",
    "SETTLE:before:3",
    "SETTLE:after:3",
    "END:before:1",
  })
  void killed_there_each_gone_object_is_cleared_once_and_no_other(String failPoint)
      throws Exception {
    written("onGone: clear", "maxGone: 50");
    killedAt(failPoint, "run", "w");

    resumed();

    judge(false);
  }

  @ParameterizedTest
  @CsvSource({
    "PLAN:after:1",
    "INTENT:after:3",
    "INTENT:before:5",
    "SETTLE:before:3",
    "SETTLE:before:5",
    "SETTLE:after:5",
    "END:before:1",
  })
  void killed_there_each_gone_object_is_deleted_and_no_other(String failPoint) throws Exception {
    written("onGone: delete", "maxGone: 50");
    killedAt(failPoint, "run", "w");

    resumed();

    judge(true);
  }

  @ParameterizedTest
  @CsvSource({
    "PLAN:before:1",
    "PLAN:after:1",
    "INTENT:after:2",
    "SETTLE:before:2",
    "SETTLE:after:2",
    "INTENT:after:4",
    "SETTLE:after:4",
    "END:before:1",
  })
  void killed_there_objects_of_rows_without_ids_are_deleted_and_none_that_was_created(
      String failPoint) throws Exception {
    home.csvToWorkfront(
        "w", "w.csv", "onGone: delete", "maxGone: 50", "matchBy: extRefID", "onMissing: create");
    datasetWithoutIds(true);
    assertThat(home.run("run", "w").exitCode()).isZero();
    datasetWithoutIds(false);
    killedAt(failPoint, "run", "w");

    resumed();

    judge(true, 1);
    int left = 0;
    for (ObjectNode project : sandbox.workfront().objects("PROJ")) {
      left++;
    }
    assertThat(left).as("the new object is there once").isEqualTo(OBJECTS - GONE + 1);
  }

  /** What was cleared before the kill, or after it, is part of the run either way. */
  @ParameterizedTest
  @ValueSource(strings = {"SETTLE:before:3", "SETTLE:after:3", "END:before:1"})
  void a_run_that_was_killed_there_and_resumed_is_undone_with_its_gone_objects(String failPoint)
      throws Exception {
    written("onGone: clear", "maxGone: 50");
    killedAt(failPoint, "run", "w");
    resumed();
    String run = judge(false).get("run").asText();

    Home.Done undone = home.run("undo", run, "--yes", "--json");

    assertThat(undone.exitCode()).as(undone.err()).isZero();
    assertThat(undone.json().get("warnings").toString())
        .contains("objects that the run had cleared: %d were put back".formatted(GONE));
    for (int number = 1; number <= OBJECTS; number++) {
      assertThat(sandbox.object("PROJ", id(number)).orElseThrow().path("budget").asInt())
          .as("object %d", number)
          .isEqualTo(number);
    }
  }

  @Test
  void the_books_do_not_close_over_a_gone_object_without_an_outcome() throws Exception {
    written("onGone: clear", "maxGone: 50");
    killedAt("END:before:1", "run", "w");
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + home.path("data/ledger.db"));
        Statement statement = ledger.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "delete from gone_object where row_key = '%s'".formatted(id(20))))
          .isEqualTo(1);
    }

    Home.Done resumed = home.run("resume", "--json");

    assertThat(resumed.exitCode()).isEqualTo(1);
    assertThat(resumed.out())
        .contains("WB-502")
        .contains("objects whose rows are gone: 22, of them with an outcome: 21");
  }

  @ParameterizedTest
  @CsvSource({"CLAIM:after:1", "INTENT:after:1", "SETTLE:before:3", "SETTLE:after:3"})
  void killed_as_it_is_approved_it_is_cleared_in_the_end(String failPoint) throws Exception {
    written("onGone: clear", "maxGone: 1");
    Home.Done paused = home.run("run", "w", "--json");
    assertThat(paused.exitCode()).isEqualTo(4);
    killedAt(failPoint, "apply", paused.json().get("run").asText());

    resumed();

    judge(false);
  }

  @ParameterizedTest
  @CsvSource({
    "PLAN:after:1",
    "INTENT:after:1",
    "SETTLE:before:2",
    "SETTLE:after:2",
    "END:before:1"
  })
  void killed_as_it_is_undone_everything_is_put_back(String failPoint) throws Exception {
    written("onGone: clear", "maxGone: 50");
    Home.Done done = home.run("run", "w", "--json");
    assertThat(done.exitCode()).as(done.err()).isZero();
    killedAt(failPoint, "undo", done.json().get("run").asText(), "--yes");

    resumed();

    for (int number = 1; number <= OBJECTS; number++) {
      assertThat(sandbox.object("PROJ", id(number)).orElseThrow().path("budget").asInt())
          .as("object %d", number)
          .isEqualTo(number);
    }
  }
}
