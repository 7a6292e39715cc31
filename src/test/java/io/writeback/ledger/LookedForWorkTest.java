package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.problem.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cost of looking for work in a ledger of very many runs. */
final class LookedForWorkTest {
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir Path folder;
  private Ledger ledger;

  @BeforeEach
  void open() throws IOException {
    try (WatchedLedger.Installed plugin = WatchedLedger.in(folder)) {
      ledger = Ledger.open(new LedgerAddress.InDirectory(folder), InstantSource.system());
    }
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Connection another() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
  }

  /** Where a statement reads a whole table, all ended runs, or all of a target to find few. */
  private List<String> scanned(Connection connection, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet plan = statement.executeQuery("explain query plan " + sql)) {
      while (plan.next()) {
        String step = plan.getString("detail");
        boolean ofUnfinished = sql.contains(LedgerRows.UNFINISHED);
        if (step.matches(
                "SCAN (?!target_lease|outbox|first|requests|asked|CONSTANT|\\d+ CONSTANT|\\()\\w++(?! USING).*")
            // Every run that ever ended, for their order.
            || step.matches(".* INDEX run_ended \\(finished_at>\\?\\)")
            || ofUnfinished
                && step.matches(".* INDEX run_by_(target|writeback)( \\([a-z]+=\\?\\))?")) {
          found.add(step + " of " + sql);
        }
      }
    }
    return found;
  }

  @Test
  void no_question_that_is_asked_again_and_again_reads_all_runs() throws SQLException {
    ledger.requests().accept(RunRequest.of("a", "a", "w"));
    ledger.runs().storePlan("a", 1, new RunStore.Plan("target", "{}", Set.of("name"), 1));
    ledger.runs().end("a", 1, RunState.STOPPED, Code.DESTINATION_UNAVAILABLE, "r");
    ledger.requests().accept(RunRequest.of("b", "b", "w"));
    RunEntry waiting = ledger.history().find("b").orElseThrow();
    Fire busy =
        new Fire("s", "t", Instant.EPOCH, "", "", true, new Fire.Tries(1, Duration.ofSeconds(1)));

    List<String> asked =
        WatchedLedger.statements(
            () -> {
              ledger.leases().live();
              ledger.history().unfinished();
              ledger.history().list(null, List.of(RunState.values()), 20);
              ledger.history().overtakenBy("a");
              ledger.followUps().ended();
              ledger.outbox().unsent(1, Set.of());
              ledger.alerts().history("w");
              ledger.alerts().counts("a");
              ledger.alerts().openRejects("a", 1);
              ledger.alerts().fired("w", "s", Instant.EPOCH);
              ledger.alerts().claim("mail", NEVER);
              ledger.history().keptSnapshots();
              ledger.history().highestNumber("target");
              ledger.history().openOn("target", "b");
              ledger.history().lastComplete("w", "target", "b");
              ledger.figures().unfinished();
              ledger.figures().histories(List.of("w", "x"));
              ledger.figures().snapshotBytes();
              ledger.figures().unsent();
              ledger.schedules().accept(RunRequest.of("c", "c", "w"), busy);
              ledger
                  .leases()
                  .claim(
                      waiting,
                      "target",
                      new LeaseTerms("here", Duration.ofMinutes(5), Duration.ZERO));
              ledger
                  .endedRuns()
                  .removeSome(Instant.now().plus(NEVER), EndedRuns.Position.FIRST, 10);
            });

    assertThat(asked).hasSizeGreaterThan(20);
    List<String> scanned = new ArrayList<>();
    try (Connection connection = another()) {
      for (String sql : asked) {
        scanned.addAll(scanned(connection, sql));
      }
    }
    assertThat(scanned).isEmpty();
  }

  @Test
  void there_is_something_to_look_for_at_first_and_then_after_each_change_only() {
    ChangeSignal changes = ledger.changes(NEVER);

    assertThat(changes.isDue()).isTrue();
    assertThat(changes.isDue()).isFalse();
    ledger.requests().accept(RunRequest.of("a", "a", "w"));
    assertThat(changes.isDue()).isTrue();
    assertThat(changes.isDue()).isFalse();
  }

  @Test
  void a_change_by_another_process_is_noticed() throws SQLException {
    ChangeSignal changes = ledger.changes(NEVER);
    changes.isDue();

    try (Connection connection = another();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into outbox (name, held_until) values ('run-events', 0)");
    }

    assertThat(changes.isDue()).isTrue();
    assertThat(changes.isDue()).isFalse();
  }

  @Test
  void what_becomes_due_with_time_is_looked_for_without_a_change() {
    ChangeSignal changes = ledger.changes(Duration.ZERO);

    assertThat(changes.isDue()).isTrue();
    assertThat(changes.isDue()).isTrue();
  }
}
