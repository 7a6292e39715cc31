package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.Child;
import io.writeback.changes.Change;
import io.writeback.changes.ChangeCursor;
import io.writeback.cli.Home;
import io.writeback.run.RunFolders;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run has overwritten is kept, wherever its process is killed. */
final class KeptWhenKilledTest {
  private static final int ROWS = 550;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    home.set("account.workfront.max-concurrency", "1")
        .csvToWorkfront("many", "many.csv", "keepBefore: true");
    StringBuilder csv = new StringBuilder("ID,Name,budget,Description\n");
    for (int row = 1; row <= ROWS; row++) {
      sandbox.putObject(
          "PROJ",
          Map.of("ID", id(row), "name", "old " + row, "budget", row, "description", "the same"));
      csv.append(id(row)).append(",new,").append(-row).append(",the same\n");
    }
    home.file("many.csv", csv.toString());
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private List<Change> overwritten() {
    String run = home.run("show", "last", "--json").json().at("/report/run").asText();
    List<Change> changes = new ArrayList<>();
    try (ChangeCursor cursor =
        RunFolders.local(home.path("data")).files(run).overwritten().orElseThrow().open()) {
      cursor.forEachRemaining(changes::add);
    }
    return changes;
  }

  /** Two changes of each row, in order, from the first row to one. */
  private static void assertAllUpTo(int last, List<Change> changes) {
    assertThat(changes).hasSize(2 * last);
    for (int row = 1; row <= last; row++) {
      Change name = changes.get(2 * row - 2);
      Change budget = changes.get(2 * row - 1);
      assertThat(name).isEqualTo(new Change(row, id(row), "name", "old " + row, "new"));
      assertThat(budget.field()).isEqualTo("budget");
      assertThat(budget.row()).isEqualTo(row);
      assertThat(new BigDecimal(budget.before().toString()))
          .isEqualByComparingTo(Integer.toString(row));
    }
  }

  @Test
  void each_field_that_gets_another_value_is_kept() {
    assertThat(home.run("run", "many").exitCode()).isZero();

    assertAllUpTo(ROWS, overwritten());
  }

  @ParameterizedTest
  @CsvSource({
    "a look is not answered, /proj/search$, SILENCE_BEFORE_COMMIT, 200",
    "a write has arrived, /proj$, SILENCE_BEFORE_COMMIT, 300",
    "a write was carried out, /proj$, SILENCE_AFTER_COMMIT, 300",
  })
  void killed_while(String what, String path, Fault.Kind kind, int kept) throws Exception {
    sandbox.faults().add(Fault.of(kind).onPath(path).nth(3));
    Process process = Child.start(home, List.of(), "run", "many");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> sandbox.faults().left() == 0 || !process.isAlive());
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s; %s", what, Child.tail(home)).isEqualTo(137);
    assertAllUpTo(kept, overwritten());

    JsonNode resumed = home.run("resume", "--json").json();

    assertThat(resumed).hasSize(1);
    assertThat(resumed.get(0).get("confirmed").asInt()).isEqualTo(ROWS);
    assertAllUpTo(ROWS, overwritten());
  }
}
