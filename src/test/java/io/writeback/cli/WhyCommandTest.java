package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code why}: from an object back to the runs that wrote it. */
final class WhyCommandTest {
  private static final String ONE = "%032x".formatted(1);
  private static final String TWO = "%032x".formatted(0xabc);
  private static final String GONE = "%032x".formatted(3);

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private String first;
  private String second;

  /** Two runs write both objects; in each a row of an object that is not there is rejected. */
  @BeforeEach
  void twoRuns() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", ONE, "name", "old", "description", "words"));
    sandbox.putObject("PROJ", Map.of("ID", TWO, "name", "two", "description", "words"));
    home.csvToWorkfront("projects", "projects.csv");
    first = run(ONE + ",new,words\n" + TWO + ",two,words\n" + GONE + ",x,\n", 3);
    second = run(GONE + ",x,\n" + TWO + ",two,words\n" + ONE + ",newer,words\n", 3);
  }

  private String run(String rows, int exitCode) {
    home.file("projects.csv", "ID,Name,Description\n" + rows);
    Home.Done done = home.run("run", "projects", "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done.json().get("run").asText();
  }

  private JsonNode why(String... arguments) {
    String[] command = new String[arguments.length + 2];
    command[0] = "why";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    command[arguments.length + 1] = "--json";
    Home.Done done = home.run(command);
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    return done.json();
  }

  private static String runs(JsonNode answer) {
    return String.join(" ", answer.get("found").findValuesAsText("run"));
  }

  private Path snapshot(String run) {
    return home.path("data").resolve("runs").resolve(run).resolve("snapshot.csv");
  }

  @Test
  void the_runs_that_wrote_an_object_are_shown_the_latest_first_with_the_row_of_each() {
    JsonNode answer = why("PROJ", ONE);

    assertThat(runs(answer)).isEqualTo(second + " " + first);
    assertThat(answer.get("found").findValuesAsText("row")).containsExactly("3", "1");
    JsonNode latest = answer.at("/found/0");
    assertThat(latest.get("outcome").asText()).isEqualTo("CONFIRMED");
    assertThat(latest.get("writeback").asText()).isEqualTo("projects");
    assertThat(latest.get("source").asText()).contains("projects.csv");
    assertThat(latest.get("version").asText()).isNotEmpty();
    assertThat(latest.get("at").asText()).isGreaterThan("2020");
    assertThat(answer.get("runs").asInt()).isEqualTo(2);
    assertThat(answer.get("more").asBoolean()).isFalse();
    assertThat(answer.get("notes")).isEmpty();
  }

  @Test
  void as_long_as_the_row_is_kept_its_cells_are_shown_with_their_fields() {
    JsonNode values = why("PROJ", ONE).at("/found/0/values");

    assertThat(values.findValuesAsText("field")).containsExactly("ID", "name", "description");
    assertThat(values.findValuesAsText("column")).containsExactly("ID", "Name", "Description");
    assertThat(values.findValuesAsText("cell")).containsExactly(ONE, "newer", "words");
    assertThat(home.run("why", "PROJ", ONE).out()).contains("newer", "projects.csv", second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROJ", "proj", "project", "Project", "projects"})
  void an_object_is_found_by_its_code_its_name_and_the_writeback(String object) {
    assertThat(runs(why(object, TWO.toUpperCase(Locale.ROOT)))).isEqualTo(second + " " + first);
  }

  @Test
  void without_the_snapshot_the_run_the_row_and_the_receipt_are_still_known() throws IOException {
    Files.delete(snapshot(first));
    Files.delete(snapshot(second));

    JsonNode answer = why("PROJ", ONE);

    assertThat(runs(answer)).isEqualTo(second + " " + first);
    assertThat(answer.at("/found/0/row").asInt()).isEqualTo(3);
    assertThat(answer.at("/found/0/rowKept").asBoolean()).isFalse();
    assertThat(home.run("why", "PROJ", ONE).out()).contains("not kept any more");
  }

  @Test
  void a_rejected_row_is_found_with_its_reason() {
    JsonNode answer = why("PROJ", GONE);

    assertThat(runs(answer)).isEqualTo(second + " " + first);
    assertThat(answer.at("/found/0/outcome").asText()).isEqualTo("REJECTED");
    assertThat(answer.at("/found/0/code").asText()).startsWith("WB-");
    assertThat(answer.at("/found/0/reason").asText()).isNotEmpty();
    assertThat(answer.at("/found/0/row").asInt()).isEqualTo(1);
  }

  @Test
  void a_replay_leads_to_the_row_that_was_read_from_the_source() throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", GONE, "name", "old"));
    String replay = home.run("replay", second, "--json").json().get("run").asText();

    JsonNode latest = why("PROJ", GONE).at("/found/0");

    assertThat(latest.get("run").asText()).isEqualTo(replay);
    assertThat(latest.get("outcome").asText()).isEqualTo("CONFIRMED");
    assertThat(latest.get("row").asInt()).isEqualTo(1);
    assertThat(latest.get("from").asText()).isEqualTo(second);
    assertThat(latest.get("fromRow").asInt()).isEqualTo(1);
    assertThat(latest.get("source").asText()).contains("projects.csv");
  }

  @Test
  void runs_after_the_last_that_wrote_it_are_counted() {
    String third = run(TWO + ",other,words\n", 0);

    JsonNode answer = why("PROJ", ONE);

    assertThat(runs(answer)).isEqualTo(second + " " + first);
    assertThat(answer.get("latestRun").asText()).isEqualTo(third);
    assertThat(home.run("why", "PROJ", ONE).out()).contains("1 run wrote there since then", third);
  }

  @Test
  void a_plan_that_was_applied_shows_the_values_before_and_after() {
    home.file("projects.csv", "ID,Name,Description\n" + ONE + ",planned,words\n");
    String plan = home.run("plan", "projects", "--json").json().get("plan").asText();
    assertThat(runs(why("PROJ", ONE))).isEqualTo(second + " " + first);
    assertThat(home.run("apply", plan, "--json").exitCode()).isZero();

    JsonNode latest = why("PROJ", ONE, "name").at("/found/0");

    assertThat(latest.get("run").asText()).isEqualTo(plan);
    assertThat(latest.at("/values/0/before").asText()).isEqualTo("newer");
    assertThat(latest.at("/values/0/after").asText()).isEqualTo("planned");
    assertThat(latest.get("approvedBy").asText()).isNotEmpty();
    assertThat(runs(why("PROJ", ONE, "description"))).isEqualTo(second + " " + first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"description", "Description"})
  void with_a_field_only_runs_that_wrote_it_are_found(String field) {
    home.file("projects.csv", "ID,Name\n" + ONE + ",newest\n");
    assertThat(home.run("run", "projects", "--accept-columns", "--json").exitCode()).isZero();

    assertThat(runs(why("PROJ", ONE, field))).isEqualTo(second + " " + first);
    assertThat(why("PROJ", ONE, field).at("/found/0/values")).hasSize(1);
  }

  @Test
  void a_key_is_followed_over_all_runs() {
    assertThat(runs(why("--row", ONE))).isEqualTo(second + " " + first);
    assertThat(runs(why("--row", ONE, "--limit", "1"))).isEqualTo(second);
    assertThat(why("--row", ONE, "--limit", "1").get("more").asBoolean()).isTrue();
    assertThat(home.run("why", "--row", ONE).out()).contains("target", "/PROJ");
  }

  @Test
  void a_key_that_was_never_written_is_answered_with_what_was_searched() {
    Home.Done done = home.run("why", "PROJ", "f".repeat(32));

    assertThat(done.exitCode()).isZero();
    assertThat(done.out())
        .contains("No run that is kept has sent PROJ " + "f".repeat(32))
        .contains("Searched 2 runs, the oldest accepted at ")
        .contains("writeback.run-retention");
    assertThat(why("PROJ", "f".repeat(32)).get("found")).isEmpty();
  }

  @Test
  void an_object_that_no_run_wrote_is_answered_with_those_that_they_did() {
    Home.Done done = home.run("why", "TASK", ONE);

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("\"TASK\"", "/PROJ");
  }

  @Test
  void what_can_be_no_id_is_refused() {
    assertThat(home.run("why", "PROJ", "12").err()).contains("32 hexadecimal digits");
    assertThat(home.run("why", "PROJ").err()).contains("32 hexadecimal digits");
    assertThat(home.run("why").err()).contains("--row KEY");
    assertThat(home.run("why", "PROJ", ONE, "--row", ONE).exitCode()).isEqualTo(2);
  }

  @Test
  void damaged_keys_are_named_and_hide_no_other_run() throws SQLException {
    try (Connection ledger =
        DriverManager.getConnection("jdbc:sqlite:" + home.path("data").resolve("ledger.db"))) {
      ledger
          .createStatement()
          .executeUpdate(
              "update sent_keys set keys = keys || x'00' where run_id = '" + first + "'");
    }

    JsonNode answer = why("PROJ", ONE);

    assertThat(runs(answer)).isEqualTo(second);
    assertThat(answer.get("notes").get(0).asText()).contains(first, "batch 0", "damaged");
  }

  @Test
  void before_the_first_run_there_is_nothing_to_find() throws IOException {
    home.set("writeback.data-dir", "elsewhere");

    Home.Done done = home.run("why", "PROJ", ONE);

    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("no runs yet");
  }
}
