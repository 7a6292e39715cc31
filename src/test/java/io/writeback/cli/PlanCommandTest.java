package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code plan} and {@code apply}: what a run would change, and exactly that. */
final class PlanCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ONE = "%032x".formatted(1);
  private static final String TWO = "%032x".formatted(2);
  private static final String THREE = "%032x".formatted(3);

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  /** One row changes two fields, one changes one of two, one none; one has no usable key. */
  @BeforeEach
  void projectsOfWhichSomeChange() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", ONE, "name", "old", "description", "words"));
    sandbox.putObject("PROJ", Map.of("ID", TWO, "name", "two", "description", "as before"));
    sandbox.putObject("PROJ", Map.of("ID", THREE, "name", "three", "description", "same"));
    home.csvToWorkfront("projects", "projects.csv");
    home.file(
        "projects.csv",
        "ID,Name,Description\n"
            + (ONE + ",new,other words\n")
            + (TWO + ",two,changed\n")
            + (THREE + ",three,same\n")
            + "no id,four,words\n");
  }

  private JsonNode json(int exitCode, String... command) throws IOException {
    Home.Done done = home.run(command);
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return JSON.readTree(done.out());
  }

  private String plan() throws IOException {
    return json(0, "plan", "projects", "--json").get("plan").asText();
  }

  private String value(String id, String field) {
    return sandbox.object("PROJ", id).orElseThrow().get(field).asText();
  }

  private void edit(String id, String field, String value) {
    Map<String, Object> now = new LinkedHashMap<>();
    sandbox
        .object("PROJ", id)
        .orElseThrow()
        .fields()
        .forEachRemaining(one -> now.put(one.getKey(), one.getValue().asText()));
    now.put(field, value);
    sandbox.putObject("PROJ", now);
  }

  @Test
  void a_plan_shows_what_would_change_and_writes_nothing() throws IOException {
    JsonNode plan = json(0, "plan", "projects", "--json");

    JsonNode rows = plan.get("changes").get("rows");
    assertThat(rows.get("changed").asInt()).isEqualTo(2);
    assertThat(rows.get("equal").asInt()).isEqualTo(1);
    assertThat(rows.get("rejected").asInt()).isEqualTo(1);
    assertThat(plan.get("changes").get("fields").findValuesAsText("field"))
        .containsExactlyInAnyOrder("name", "description");
    assertThat(value(ONE, "name")).isEqualTo("old");
    assertThat(value(TWO, "description")).isEqualTo("as before");
  }

  @Test
  void what_was_planned_is_applied_and_nothing_else() throws IOException {
    String plan = plan();
    edit(THREE, "name", "of a colleague");
    edit(ONE, "status", "CPL");

    JsonNode report = json(3, "apply", plan, "--json");

    assertThat(report.get("run").asText()).isEqualTo(plan);
    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    assertThat(report.get("unchanged").asInt()).isEqualTo(1);
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(value(ONE, "name")).isEqualTo("new");
    assertThat(value(ONE, "description")).isEqualTo("other words");
    assertThat(value(ONE, "status")).isEqualTo("CPL");
    assertThat(value(TWO, "description")).isEqualTo("changed");
    assertThat(value(THREE, "name")).isEqualTo("of a colleague");
  }

  @Test
  void a_field_that_someone_changed_since_is_kept_and_named_with_the_three_values()
      throws IOException {
    String plan = plan();
    edit(ONE, "name", "of a colleague");

    JsonNode report = json(3, "apply", plan, "--json");

    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(value(ONE, "name")).isEqualTo("of a colleague");
    assertThat(value(ONE, "description")).isEqualTo("words");
    assertThat(
            home.run("rejects", plan, "--json").json().get("rejects").get(0).get("reason").asText())
        .contains("\"of a colleague\"", "\"old\"", "\"new\"");
  }

  @Test
  void what_someone_wrote_already_as_planned_is_confirmed_without_a_request() throws IOException {
    String plan = plan();
    edit(TWO, "description", "changed");

    JsonNode report = json(3, "apply", plan, "--json");

    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    assertThat(report.get("recordsSent").asInt()).isEqualTo(1);
  }

  @Test
  void a_plan_is_applied_once() throws IOException {
    String plan = plan();
    json(3, "apply", plan, "--json");

    Home.Done again = home.run("apply", plan);

    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("WB-530", plan, "does not wait for approval");
  }

  @Test
  void a_plan_that_is_only_resumed_sends_nothing() throws IOException {
    String plan = plan();

    home.run("resume");

    assertThat(value(ONE, "name")).isEqualTo("old");
    assertThat(json(0, "show", plan, "--json").get("report").get("state").asText())
        .isEqualTo("PAUSED");
  }

  @Test
  void a_plan_does_not_stand_in_the_way_of_a_run_and_is_over_once_that_has_written()
      throws IOException {
    String plan = plan();

    json(3, "run", "projects", "--json");
    Home.Done late = home.run("apply", plan);

    assertThat(value(ONE, "name")).isEqualTo("new");
    assertThat(late.exitCode()).as(late.out() + late.err()).isNotZero();
    assertThat(json(0, "show", plan, "--json").get("report").get("state").asText())
        .isEqualTo("CANCELLED");
  }

  @Test
  void a_plan_is_refused_after_its_route_was_changed() throws IOException {
    String plan = plan();
    home.csvToWorkfront("projects", "projects.csv", "batchSize: 10");

    Home.Done late = home.run("apply", plan);

    assertThat(late.exitCode()).as(late.out() + late.err()).isEqualTo(1);
    assertThat(late.out() + late.err()).contains("WB-529", "./writeback plan projects");
    assertThat(value(ONE, "name")).isEqualTo("old");
  }

  @Test
  void a_plan_that_is_cancelled_cannot_be_applied() throws IOException {
    String plan = plan();

    json(0, "cancel", plan, "--json");

    assertThat(home.run("apply", plan).err()).contains("WB-530");
    assertThat(value(ONE, "name")).isEqualTo("old");
  }

  @Test
  void a_plan_that_is_rejected_says_who_did_that_and_cannot_be_applied() throws IOException {
    String plan = plan();

    json(0, "reject", plan, "--json");

    JsonNode report = json(0, "show", plan, "--json").get("report");
    assertThat(report.get("state").asText()).isEqualTo("CANCELLED");
    assertThat(report.get("reason").asText())
        .isEqualTo(
            "rejected by %s, by command; nothing was sent"
                .formatted(System.getProperty("user.name")));
    assertThat(home.run("apply", plan).err()).contains("WB-530");
    assertThat(value(ONE, "name")).isEqualTo("old");
  }

  @Test
  void only_a_run_that_waits_for_approval_is_rejected() throws IOException {
    String run = json(3, "run", "projects", "--json").get("run").asText();

    Home.Done rejected = home.run("reject", run);

    assertThat(rejected.exitCode()).isEqualTo(1);
    assertThat(rejected.err()).contains("WB-530", run, "COMPLETE_WITH_REJECTS");
  }

  @Test
  void a_plan_says_what_can_be_done_with_it() throws IOException {
    String plan = plan();

    String shown = home.run("show", plan).out();

    assertThat(shown)
        .contains(
            "./writeback changes " + plan,
            "./writeback apply " + plan,
            "./writeback reject " + plan)
        .doesNotContain("./writeback resume", "./writeback cancel");
    assertThat(home.run("runs").out()).contains("PAUSED approval");
    json(3, "apply", plan, "--json");
    assertThat(home.run("show", plan).out())
        .contains("by %s, by command".formatted(System.getProperty("user.name")));
  }

  @Test
  void a_plan_without_changes_says_so() throws IOException {
    home.file("projects.csv", "ID,Name\n" + THREE + ",three\n");

    Home.Done done = home.run("plan", "projects");

    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("nothing would change");
  }
}
