package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.Child;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunState;
import io.writeback.ledger.WatchedDataset;
import io.writeback.problem.Code;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A refreshed Domo DataSet starts a run: exactly once per refresh, whatever happens meanwhile. */
final class RefreshedDatasetTest {
  private static final Instant FIRST = Instant.parse("2026-11-25T01:00:00Z");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  @RegisterExtension private final TriggeredRuns team = new TriggeredRuns();
  private String dataset;

  @BeforeEach
  void prepare() throws Exception {
    team.file("domo.csv", "ID,Name\n" + TriggeredRuns.ID + ",From Domo\n");
    filled(FIRST);
    dataset = team.sandbox.addDataset("domo.csv", team.path("domo.csv"));
    watching("remember");
    log.start();
    events().addAppender(log);
  }

  @AfterEach
  void end() {
    events().detachAppender(log);
  }

  private static Logger events() {
    return (Logger) LoggerFactory.getLogger("io.writeback.events");
  }

  /** The sandbox takes the file's time for when the DataSet was filled. */
  private void filled(Instant at) throws IOException {
    Files.setLastModifiedTime(team.path("domo.csv"), FileTime.from(at));
  }

  private void watching(String onFirst) {
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
                      datasetId: "%1$s"
                - to:
                    uri: kamelet:workfront-update-sink
                    parameters:
                      object: project
        - route:
            id: w-refreshed
            from:
              uri: kamelet:domo-dataset-source
              parameters:
                datasetId: "%1$s"
                writeback: w
                every: 1s
                onFirst: %2$s
              steps:
                - log: "run ${body}"
        """
            .formatted(dataset, onFirst));
  }

  private WatchedDataset seen() {
    try (Ledger ledger = team.ledger()) {
      return ledger.watchedDatasets().of("w").stream().findFirst().orElse(null);
    }
  }

  private void awaitSeen(Instant version) {
    await()
        .untilAsserted(
            () -> {
              assertThat(seen()).isNotNull();
              assertThat(Instant.parse(seen().version())).isEqualTo(version);
            });
  }

  private void awaitStates(RunState... states) {
    await().untilAsserted(() -> assertThat(team.states()).containsExactly(states));
  }

  @Test
  void what_is_found_first_is_remembered_and_each_refresh_from_then_on_is_one_run()
      throws Exception {
    team.start();
    awaitSeen(FIRST);
    assertThat(team.states()).isEmpty();

    filled(FIRST.plusSeconds(60));
    awaitStates(RunState.COMPLETE);
    team.stop();
    team.start();
    filled(FIRST.plusSeconds(120));
    awaitStates(RunState.COMPLETE, RunState.COMPLETE);

    assertThat(team.remarks(1)).isEqualTo("for the refresh of the DataSet at " + seen().version());
    assertThat(team.runs().get(1).run().runKey()).isEqualTo("w@refreshed:" + seen().version());
    assertThat(team.run("list").out())
        .contains("started by w-refreshed")
        .contains("watches    Domo DataSet " + dataset + " of account domo, filled 2026-11-25");
  }

  @Test
  void a_refresh_while_the_process_was_down_is_not_missed() throws Exception {
    team.start();
    awaitSeen(FIRST);
    team.stop();
    filled(FIRST.plusSeconds(60));

    team.start();

    awaitStates(RunState.COMPLETE);
    assertThat(team.sandbox.object("PROJ", TriggeredRuns.ID).orElseThrow().get("name").asText())
        .isEqualTo("From Domo");
  }

  @Test
  void the_first_look_starts_a_run_if_the_route_says_so() {
    watching("run");
    team.start();

    awaitStates(RunState.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 503})
  void a_failure_is_reported_once_is_seen_in_the_list_and_passes(int status) throws Exception {
    team.start();
    awaitSeen(FIRST);

    team.sandbox
        .faults()
        .add(Fault.answer(status, "no").onPath("/v1/datasets/" + dataset).times(1_000));
    await().untilAsserted(() -> assertThat(seen().code()).isNotNull());
    String code = seen().code().id();
    long before = team.sandbox.domoStats().requests();
    await().until(() -> team.sandbox.domoStats().requests() > before + 8);
    String listed = team.run("list").out();
    team.sandbox.faults().clear();
    filled(FIRST.plusSeconds(60));
    awaitStates(RunState.COMPLETE);

    assertThat(listed).contains("which cannot be polled since").contains(code);
    assertThat(lines("DataSet cannot be polled")).hasSize(1);
    assertThat(lines("DataSet can be polled again")).hasSize(1);
    assertThat(seen().code()).isNull();
  }

  private List<String> lines(String beginning) {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.startsWith(beginning))
        .toList();
  }

  @Test
  void a_deleted_dataset_is_called_so_and_starts_nothing() throws Exception {
    team.start();
    awaitSeen(FIRST);

    team.sandbox
        .faults()
        .add(
            Fault.answer(200, "{\"id\":\"" + dataset + "\",\"deleted\":true}")
                .onPath("/v1/datasets/" + dataset)
                .times(1_000));

    await().untilAsserted(() -> assertThat(seen().code()).isEqualTo(Code.DATASET_DELETED));
    assertThat(seen().version()).isNotNull();
    assertThat(team.states()).isEmpty();
    assertThat(log.list).anyMatch(line -> line.getLevel() == Level.WARN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACCEPT:before:1", "ACCEPT:after:1"})
  void killed_around_the_accept_the_refresh_is_one_run_all_the_same(String failPoint)
      throws Exception {
    team.start();
    awaitSeen(FIRST);
    team.stop();
    filled(FIRST.plusSeconds(60));
    Process killed = Child.start(team, Child.failingAt(team, failPoint), "start");
    assertThat(killed.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(killed.exitValue()).as(Child.tail(team)).isEqualTo(137);
    boolean accepted = failPoint.contains("after");
    assertThat(team.runs()).hasSize(accepted ? 1 : 0);
    assertThat(Instant.parse(seen().version())).isEqualTo(accepted ? FIRST.plusSeconds(60) : FIRST);

    team.start();

    awaitStates(RunState.COMPLETE);
    assertThat(team.sandbox.stats().recordsWritten()).isEqualTo(1);
  }

  // --- metadata that is ahead of the rows

  private static final String OLD = "Old";
  private static final String NEW = "New";

  /**
   * Refreshes the DataSet with the same number of rows; exports have the previous rows for a while.
   */
  private void filledAhead(int lagMillis) throws Exception {
    team.sandbox
        .domo()
        .set(
            dataset,
            team.sandbox
                .domo()
                .knobs(dataset)
                .with(new ObjectMapper().readTree("{\"lagMillis\":" + lagMillis + "}")));
    team.file("domo.csv", "ID,Name\n" + TriggeredRuns.ID + "," + NEW + "\n");
  }

  private void settling(String refreshed, String read) {
    team.file("domo.csv", "ID,Name\n" + TriggeredRuns.ID + "," + OLD + "\n");
    watching("remember");
    Path routes = team.path("routes/w.camel.yaml");
    try {
      filled(FIRST);
      Files.writeString(
          routes,
          Files.readString(routes)
              .replace("every: 1s", "every: 1s\n        settle: " + refreshed)
              .replaceFirst("(datasetId: .*\\n)", "$1              settle: " + read + "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String name() {
    return team.sandbox.object("PROJ", TriggeredRuns.ID).orElseThrow().get("name").asText();
  }

  @Test
  void rows_that_lag_behind_the_metadata_are_waited_for() throws Exception {
    settling("10s", "15m");
    team.start();
    awaitSeen(FIRST);

    filledAhead(5_000);
    await().untilAsserted(() -> assertThat(seen().moved()).isNotNull());
    String listed = team.run("list").out();
    assertThat(team.states()).isEmpty();
    team.stop();
    team.start();

    awaitStates(RunState.COMPLETE);
    assertThat(name()).isEqualTo(NEW);
    assertThat(listed).contains("has to settle before its run");
    assertThat(lines("DataSet was refreshed, and has to settle before its run")).hasSize(1);
    assertThat(seen().moved()).isNull();
    assertThat(team.runs().get(0).run().pause()).isNull();
  }

  /** Why settle exists: without it the same run succeeds and writes the old rows. */
  @Test
  void without_settle_as_many_old_rows_are_written_and_nothing_tells() throws Exception {
    settling("0s", "0s");
    team.start();
    awaitSeen(FIRST);

    filledAhead(60_000);

    awaitStates(RunState.COMPLETE);
    assertThat(name()).isEqualTo(OLD);
  }

  @Test
  void another_move_begins_the_wait_again() throws Exception {
    settling("3s", "15m");
    team.start();
    awaitSeen(FIRST);

    filledAhead(1);
    await().untilAsserted(() -> assertThat(seen().moved()).isNotNull());
    String first = seen().moved().version();
    Instant again = Instant.now();
    filledAhead(1);
    awaitStates(RunState.COMPLETE);

    assertThat(seen().version()).isNotEqualTo(first);
    assertThat(team.runs().get(0).run().acceptedAt())
        .isAfterOrEqualTo(again.plusSeconds(3).minusMillis(100));
    assertThat(team.runs()).hasSize(1);
  }

  @Test
  void a_dataset_that_never_settles_is_read_all_the_same_and_again_when_it_has() throws Exception {
    settling("2s", "15m");
    team.start();
    awaitSeen(FIRST);

    // Also between the decision to read it and the reading.
    await()
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              boolean read = team.runs().stream().anyMatch(run -> run.run().state().ended());
              if (!read) {
                filledAhead(1);
              }
              return read || team.states().contains(RunState.PAUSED);
            });
    awaitStates(RunState.COMPLETE, RunState.COMPLETE);

    assertThat(team.remarks(0)).contains("kept changing for 8s and did not settle");
    assertThat(team.remarks(1)).isEqualTo("for the refresh of the DataSet at " + seen().version());
    assertThat(lines("DataSet does not settle, and is read anyway")).hasSize(1);
  }
}
