package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs whose process ends, or that another process has taken over. */
@Timeout(120)
final class EndingsTest {
  private static final int ROWS = 3_000;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private WritebackMain main;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY.withLatency(Duration.ofMillis(50)));
    home.csvToWorkfront("projects", "rows.csv").objectsToWorkfront("task", "tasks", "rows.csv");
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= ROWS; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      sandbox.putObject("TASK", Map.of("ID", id(row), "name", "old"));
      csv.append(id(row)).append(",new ").append(row).append('\n');
    }
    home.file("rows.csv", csv.toString());
    main = new WritebackMain(home.configuration(), ProgressListener.NONE, InstantSource.system());
    main.startAll();
  }

  @AfterEach
  void stop() throws Exception {
    main.close();
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private String begun(String writeback) {
    String run = main.control().accept(writeback, false, false).id();
    await().until(() -> main.engine().runs().report(run).tally().confirmed() >= 300);
    return run;
  }

  private Report ended(String run) {
    return await().until(() -> main.engine().runs().report(run), report -> report.state().ended());
  }

  private void sql(String text) throws SQLException {
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + home.path("data/ledger.db"));
        Statement statement = ledger.createStatement()) {
      statement.execute("pragma busy_timeout = 30000");
      statement.execute(text);
    }
  }

  private void assertWritten(String object) {
    for (int row = 1; row <= ROWS; row++) {
      assertThat(sandbox.object(object, id(row)).orElseThrow().get("name").asText())
          .isEqualTo("new " + row);
    }
  }

  @Test
  void a_run_that_was_taken_away_ends_alone_and_neither_its_neighbours_nor_its_process()
      throws Exception {
    String neighbour = begun("tasks");
    String taken = begun("projects");
    CompletableFuture<Void> process = CompletableFuture.runAsync(main.end()::await);

    sql("update run set epoch = epoch + 1 where id = '" + taken + "'");

    assertThat(ended(neighbour).state()).isEqualTo(RunState.COMPLETE);
    assertThat(ended(taken).state())
        .as("resumed, as no other process did")
        .isEqualTo(RunState.COMPLETE);
    assertWritten("TASK");
    assertWritten("PROJ");
    assertThat(process).isNotDone();
  }

  @Test
  void a_process_that_is_broken_interrupts_its_runs_and_takes_none() {
    String run = begun("projects");

    main.end().broken(new LedgerException("the ledger is damaged", null));

    assertThatThrownBy(main.end()::await).hasMessage("the ledger is damaged");
    Report interrupted = ended(run);
    assertThat(interrupted.state()).isEqualTo(RunState.STOPPED);
    assertThat(interrupted.code()).isEqualTo(Code.INTERRUPTED);
    assertThat(interrupted.reason()).contains("the ledger is damaged");
    long written = sandbox.stats().recordsWritten();
    String later = main.control().accept("tasks", false, false).id();
    await()
        .during(1, TimeUnit.SECONDS)
        .until(() -> main.engine().runs().report(later).state() == RunState.ACCEPTED);
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(written);
  }

  @Test
  void whoever_stops_the_context_interrupts_its_runs_and_none_fails() throws Exception {
    String run = main.control().accept("projects", false, false).id();
    String neighbour = main.control().accept("tasks", false, false).id();
    await()
        .until(
            () ->
                main.engine().runs().report(run).tally().confirmed() > 0
                    && main.engine().runs().report(neighbour).tally().confirmed() > 0);

    main.close();

    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(home.path("data")), InstantSource.system())) {
      for (String id : new String[] {run, neighbour}) {
        assertThat(ledger.history().find(id).orElseThrow())
            .satisfies(
                entry -> {
                  assertThat(entry.state()).as(entry.toString()).isEqualTo(RunState.STOPPED);
                  assertThat(entry.code()).isEqualTo(Code.INTERRUPTED);
                });
      }
    }
  }
}
