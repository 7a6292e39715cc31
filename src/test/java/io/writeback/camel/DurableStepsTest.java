package io.writeback.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.workfront.FailureMode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that dies at each durable step of a run, right before and right after its commit. */
final class DurableStepsTest {
  private static final int ROWS = 1_050;
  private static final int UNKNOWN_EVERY = 350;
  private static final int CONCURRENCY = 4;

  @TempDir private Path folder;

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
    "INTENT:before:1",
    "INTENT:after:1",
    "INTENT:before:5",
    "INTENT:after:5",
    "SETTLE:before:1",
    "SETTLE:after:1",
    "SETTLE:before:4",
    "SETTLE:after:4",
    "END:before:1",
    "END:after:1",
    "RELEASE:before:1",
    "RELEASE:after:1",
  })
  void killed_there_no_row_is_lost_wrong_or_unexplained(String failPoint) throws Exception {
    try (Sandbox sandbox =
        Sandbox.start(
            SandboxSettings.onFreePorts()
                .withDemoObjects(false)
                .withFailureMode(FailureMode.ALL_OR_NOTHING))) {
      Home home =
          new Home(folder)
              .with(sandbox)
              .set("account.workfront.max-concurrency", Integer.toString(CONCURRENCY))
              .csvToWorkfront("many", "many.csv");
      StringBuilder csv = new StringBuilder("ID,Name,budget\n");
      for (int row = 1; row <= ROWS; row++) {
        if (row % UNKNOWN_EVERY != 0) {
          sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
        }
        csv.append(id(row)).append(",Project,").append(row).append('\n');
      }
      home.file("many.csv", csv.toString());
      assertThat(home.run("list").exitCode()).isZero();

      Process process = Child.start(folder, Child.failingAt(folder, failPoint), "run", "many");

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue())
          .as("it died at the fail point; %s", Child.tail(folder))
          .isEqualTo(137);
      boolean accepted = home.run("show", "last", "--json").exitCode() == 0;
      assertThat(accepted)
          .as("a run is in the ledger")
          .isNotEqualTo(failPoint.startsWith("ACCEPT:before"));
      long before = sandbox.stats().recordsWritten();

      // Over or not begun: then there is nothing to go on with.
      boolean over = failPoint.startsWith("RELEASE") || failPoint.equals("END:after:1");
      Home.Done resumed = home.run("resume", "--json");
      assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(!accepted || over ? 0 : 3);
      if (!accepted) {
        assertThat(before).isZero();
        assertThat(home.run("run", "many").exitCode()).isEqualTo(3);
      }

      judge(home, sandbox);
    }
  }

  private void judge(Home home, Sandbox sandbox) throws Exception {
    int unknown = ROWS / UNKNOWN_EVERY;
    for (int row = 1; row <= ROWS; row++) {
      if (row % UNKNOWN_EVERY != 0) {
        assertThat(sandbox.object("PROJ", id(row)).orElseThrow().get("budget").asInt())
            .as("row %d", row)
            .isEqualTo(row);
      }
    }
    JsonNode shown = new ObjectMapper().readTree(home.run("show", "last", "--json").out());
    JsonNode report = shown.has("report") ? shown.get("report") : shown;
    assertThat(report.get("state").asText()).isEqualTo("COMPLETE_WITH_REJECTS");
    assertThat(report.get("rows").asInt()).isEqualTo(ROWS);
    assertThat(report.get("confirmed").asInt()).isEqualTo(ROWS - unknown);
    assertThat(report.get("rejected").asInt()).isEqualTo(unknown);
    assertThat(sandbox.stats().recordsWritten() - (ROWS - unknown))
        .as("records written twice")
        .isBetween(0L, CONCURRENCY * 100L);
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }
}
