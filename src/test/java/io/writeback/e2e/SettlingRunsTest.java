package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.ledger.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Runs of a DataSet that was refreshed recently, or whose exports are inconsistent. */
final class SettlingRunsTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  @RegisterExtension private final TriggeredRuns team = new TriggeredRuns();
  private String dataset;

  @BeforeEach
  void prepare() throws Exception {
    log.start();
    root().addAppender(log);
    team.file("domo.csv", "ID,Name\n" + TriggeredRuns.ID + ",From Domo\n");
    dataset = team.sandbox.addDataset("domo.csv", team.path("domo.csv"));
    team.file(
        "routes/w.camel.yaml",
        """
        - route:
            id: w
            group: writeback
            from:
              uri: direct:w
              steps:
                - to:
                    uri: kamelet:domo-dataset-action
                    parameters:
                      datasetId: "%s"
                - to:
                    uri: kamelet:workfront-update-sink
                    parameters:
                      object: project
                - log:
                    loggingLevel: WARN
                    message: "the step behind the sink has ${body.state}"
        """
            .formatted(dataset));
    team.schedule("nightly", "cron: \"0 0 2 * * ?\"");
  }

  @AfterEach
  void end() {
    root().detachAppender(log);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  private void filled(Instant at) throws IOException {
    Files.setLastModifiedTime(team.path("domo.csv"), FileTime.from(at));
  }

  private void knobs(String json) throws IOException {
    team.sandbox
        .domo()
        .set(dataset, team.sandbox.domo().knobs(dataset).with(new ObjectMapper().readTree(json)));
  }

  private void awaitStates(RunState... states) {
    await().untilAsserted(() -> assertThat(team.states()).containsExactly(states));
  }

  /** A day later the night's fire was missed, and is caught up. */
  private void scheduledRun() {
    team.start();
    team.stop();
    team.later(Duration.ofDays(1));
    team.start();
    awaitStates(RunState.PAUSED);
  }

  @Test
  void a_scheduled_run_is_paused_until_the_dataset_has_settled_and_then_resumes_by_itself()
      throws Exception {
    scheduledRun();
    String run = team.runs().get(0).run().id();
    String shown = team.run("show", run).out();
    assertThat(team.sandbox.stats().recordsWritten()).isZero();
    assertThat(List.copyOf(log.list))
        .as("nothing went wrong, and no step behind the source was taken")
        .noneMatch(line -> line.getLevel() == Level.ERROR)
        .noneMatch(line -> line.getFormattedMessage().contains("the step behind"));
    filled(Instant.now().minus(Duration.ofHours(1)));

    team.later(Duration.ofMinutes(16));

    awaitStates(RunState.COMPLETE);
    // The step behind the sink follows the end of the run in the ledger.
    await()
        .untilAsserted(
            () ->
                assertThat(List.copyOf(log.list))
                    .anyMatch(
                        line ->
                            line.getFormattedMessage().contains("behind the sink has COMPLETE")));
    assertThat(shown)
        .contains("PAUSED")
        .contains("source, until ")
        .contains("WB-215")
        .contains("settle=15m")
        .contains("./writeback resume")
        .contains("./writeback cancel");
    assertThat(team.sandbox.stats().recordsWritten()).isEqualTo(1);
  }

  @Test
  void a_run_that_waits_for_its_dataset_can_be_cancelled() throws Exception {
    scheduledRun();

    Home.Done cancelled = team.run("cancel", "last");

    assertThat(cancelled.exitCode()).isZero();
    assertThat(team.states()).containsExactly(RunState.CANCELLED);
    assertThat(team.sandbox.stats().recordsWritten()).isZero();
  }

  @Test
  void a_run_from_the_terminal_is_only_warned() throws Exception {
    Home.Done run = team.run("run", "w");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("WB-215").contains("less than settle=15m ago");
    assertThat(team.sandbox.stats().recordsWritten()).isEqualTo(1);
  }

  @Test
  void a_run_from_the_terminal_lets_a_scheduled_one_that_waits_continue_at_once() throws Exception {
    scheduledRun();
    team.stop();

    Home.Done run = team.run("run", "w");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(team.states()).containsExactly(RunState.COMPLETE, RunState.COMPLETE);
  }

  @Test
  void a_check_warns_of_a_dataset_that_was_filled_a_moment_ago() {
    assertThat(team.run("check", "w").out()).contains("WB-215");
  }

  @Test
  void a_command_says_what_it_waits_for_while_exports_do_not_fit() throws Exception {
    filled(Instant.now().minus(Duration.ofHours(2)));
    knobs("{\"lagExports\":1}");
    team.file(
        "domo.csv",
        "ID,Name\n" + TriggeredRuns.ID + ",From Domo\n" + TriggeredRuns.ID + ",The later one\n");
    filled(Instant.now().minus(Duration.ofHours(1)));

    Home.Done run = team.run("run", "w", "--set", "writeback.export-pauses=300ms");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("is paused (source, until ")
        .contains("WB-207")
        .contains("the export has 1 rows, Domo counts 2");
    assertThat(team.sandbox.object("PROJ", TriggeredRuns.ID).orElseThrow().get("name").asText())
        .isEqualTo("The later one");
  }

  @Test
  void after_the_last_pause_a_command_ends_with_the_fault() throws Exception {
    filled(Instant.now().minus(Duration.ofHours(2)));
    knobs("{\"truncateAfterRows\":0}");

    Home.Done run = team.run("run", "w", "--set", "writeback.export-pauses=50ms,50ms");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("WB-207").contains("3 exports in a row did not fit");
  }
}
