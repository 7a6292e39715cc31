package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules for fields, from a CSV file through the whole command into Workfront. */
final class FieldRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  /** The route, with rules, a line each, and other options as {@code name: value}. */
  private void route(String rules, String... options) throws IOException {
    String text = "rules: " + JSON.writeValueAsString(rules);
    home.csvToWorkfront(
        "w",
        "w.csv",
        Stream.concat(Stream.of(text), Arrays.stream(options)).toArray(String[]::new));
  }

  private void project(int number, Object... fields) {
    Map<String, Object> object = new LinkedHashMap<>(Map.of("ID", id(number), "name", "old"));
    for (int field = 0; field < fields.length; field += 2) {
      object.put((String) fields[field], fields[field + 1]);
    }
    sandbox.putObject("PROJ", object);
  }

  private String field(int number, String name) {
    JsonNode value = sandbox.object("PROJ", id(number)).orElseThrow().get(name);
    return value == null || value.isNull() ? null : value.asText();
  }

  private JsonNode run(int exitCode, String... arguments) {
    Home.Done done =
        home.run(
            Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray(String[]::new));
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done.json();
  }

  @Test
  void cells_are_written_as_the_rules_make_them_and_rejects_name_code_column_and_value()
      throws IOException {
    project(1);
    project(2);
    project(3);
    home.file("lists/status.csv", "label,key\nActive,CUR\nOn Hold,ONH\n");
    home.file(
        "w.csv",
        """
        ID,First,Last,State,Start
        %s,Ada,Lovelace, Active ,31.12.2026
        %s,Grace,Hopper,Lost,01.02.2026
        %s,Kurt,,On Hold,1/2/2026
        """
            .formatted(id(1), id(2), id(3)));
    route(
        """
        name: template {First}[ {Last}]
        State: trim; values from lists/status.csv
        Start: date dd.MM.yyyy
        """,
        "columns: State=status, Start=plannedStartDate");

    JsonNode report = run(3, "run", "w");

    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(report.get("rejected").asInt()).isEqualTo(2);
    assertThat(field(1, "name")).isEqualTo("Ada Lovelace");
    assertThat(field(1, "status")).isEqualTo("CUR");
    assertThat(field(1, "plannedStartDate")).startsWith("2026-12-31T00:00:00");
    assertThat(field(2, "name")).isEqualTo("old");
    String rejects = home.run("rejects", report.get("run").asText()).out();
    assertThat(rejects).contains("WB-310", "State", "\"Lost\" is none of the 2 values");
    assertThat(rejects).contains("WB-311", "Start", "\"1/2/2026\" is not a date written as");
  }

  @Test
  void labels_that_values_lead_to_become_the_values_of_their_options() throws IOException {
    project(1);
    home.file("w.csv", "ID,State\n" + id(1) + ",go\n");
    route("State: values go=Current", "columns: State=status");

    run(0, "run", "w");

    assertThat(field(1, "status")).isEqualTo("CUR");
  }

  @Test
  void a_blank_cell_does_what_the_rule_of_its_column_says() throws IOException {
    project(1, "description", "kept", "statusUpdate", "x");
    home.file("w.csv", "ID,name,description,statusUpdate\n" + id(1) + ",new,, \n");
    route("description: blank keep\nstatusUpdate: blank clear", "blankCells: clear");

    run(0, "run", "w");

    assertThat(field(1, "name")).isEqualTo("new");
    assertThat(field(1, "description")).isEqualTo("kept");
    assertThat(field(1, "statusUpdate")).isNullOrEmpty();
  }

  @Test
  void with_mode_changed_a_change_of_rules_sends_what_changes_by_it() throws IOException {
    StringBuilder csv = new StringBuilder("ID,name,State\n");
    for (int number = 1; number <= 4; number++) {
      project(number);
      csv.append(id(number)).append(",n").append(number).append(number == 3 ? ",b\n" : ",a\n");
    }
    home.file("w.csv", csv.toString());
    route("State: values a=CUR, b=PLN", "columns: State=status", "mode: changed");
    assertThat(run(0, "run", "w").get("confirmed").asInt()).isEqualTo(4);
    assertThat(run(0, "run", "w").get("unchanged").asInt()).isEqualTo(4);

    route("State: values a=CUR, b=ONH", "columns: State=status", "mode: changed");
    JsonNode second = run(0, "run", "w");

    assertThat(second.get("confirmed").asInt()).isEqualTo(1);
    assertThat(second.get("unchanged").asInt()).isEqualTo(3);
    assertThat(field(3, "status")).isEqualTo("ONH");
    assertThat(run(0, "run", "w").get("unchanged").asInt()).isEqualTo(4);
  }

  @Test
  void a_resumed_run_has_the_rules_and_files_that_it_was_planned_with() throws IOException {
    StringBuilder csv = new StringBuilder("ID,State\n");
    for (int number = 1; number <= 250; number++) {
      project(number);
      csv.append(id(number)).append(",a\n");
    }
    home.file("w.csv", csv.toString());
    home.file("status.csv", "from,to\na,CUR\n");
    route("State: values from status.csv", "columns: State=status", "concurrency: 1");
    sandbox
        .faults()
        .add(
            Fault.answer(503, "{\"error\":{\"message\":\"down\"}}")
                .onMethod("PUT")
                .containing(id(150))
                .times(1_000));
    JsonNode stopped = home.run("run", "w", "--json").json();
    assertThat(stopped.get("confirmed").asInt()).isLessThan(250);
    sandbox.faults().clear();
    home.file("status.csv", "from,to\na,ONH\n");
    route("State: values a=PLN", "columns: State=status");

    run(0, "resume");

    assertThat(field(1, "status")).isEqualTo("CUR");
    assertThat(field(250, "status")).isEqualTo("CUR");
  }

  @Test
  void apply_refuses_a_plan_whose_rules_have_changed() throws IOException {
    project(1);
    home.file("w.csv", "ID,State\n" + id(1) + ",a\n");
    route("State: values a=CUR", "columns: State=status");
    String plan = home.run("plan", "w", "--json").json().get("plan").asText();
    route("State: values a=ONH", "columns: State=status");

    Home.Done applied = home.run("apply", plan);

    assertThat(applied.exitCode()).isNotZero();
    assertThat(applied.out() + applied.err()).contains("WB-529").contains("rules");
    assertThat(sandbox.stats().recordsWritten()).isZero();
  }

  @Test
  void every_mistake_is_named_with_its_line_before_anything_starts() throws IOException {
    home.file("w.csv", "ID,name\n");
    route("name: trmi\nname2: date zz; blank never");

    Home.Done listed = home.run("run", "w");

    assertThat(listed.exitCode()).isEqualTo(2);
    assertThat(listed.err())
        .contains("rules line 1, position 7: \"trmi\" is no rule; did you mean trim?")
        .contains("rules line 2, position 13: \"zz\" is no pattern of a date")
        .contains("rules line 2, position 23: blank \"never\" is not allowed");
  }

  @Test
  void check_shows_the_rules_and_names_columns_that_are_not_there_or_not_written()
      throws IOException {
    project(1);
    home.file("w.csv", "ID,name,Other\n" + id(1) + ",x,y\n");
    route("name: trim; truncate 100");
    assertThat(home.run("check", "w").out()).contains("rules: trim; truncate 100");

    route("nmae: trim");
    assertThat(home.run("check", "w").out() + home.run("check", "w").err())
        .contains("line 1: the DataSet has no column \"nmae\"; did you mean name?");

    route("Other: trim");
    assertThat(home.run("check", "w").out() + home.run("check", "w").err())
        .contains("line 1: the column \"Other\" is not written to");
  }

  /** Three projects: one without a description, one with, and one that has the same. */
  private void descriptions(String... options) throws IOException {
    project(1);
    project(2, "description", "of a person");
    project(3, "description", "d3");
    home.file(
        "w.csv",
        "ID,name,description\n%s,n1,d1\n%s,n2,d2\n%s,n3,d3\n".formatted(id(1), id(2), id(3)));
    route("description: onlyIfBlank", options);
  }

  @Test
  void what_is_only_filled_in_is_written_where_there_is_no_value_and_never_over_one()
      throws IOException {
    descriptions();

    JsonNode report = run(0, "run", "w");

    assertThat(report.get("confirmed").asInt()).isEqualTo(3);
    assertThat(report.get("requests").asInt()).isEqualTo(1);
    assertThat(field(1, "description")).isEqualTo("d1");
    assertThat(field(2, "description")).isEqualTo("of a person");
    assertThat(field(2, "name")).isEqualTo("n2");
  }

  @Test
  void a_row_of_which_nothing_is_left_to_fill_in_is_unchanged_and_is_not_looked_at_again()
      throws IOException {
    descriptions("mode: changed", "columns: name=-");

    JsonNode first = run(0, "run", "w");
    assertThat(first.get("confirmed").asInt()).isEqualTo(1);
    assertThat(first.get("unchanged").asInt()).isEqualTo(2);

    JsonNode second = run(0, "run", "w");
    assertThat(second.get("unchanged").asInt()).isEqualTo(3);
    assertThat(second.get("requests").asInt()).isZero();
    assertThat(field(2, "description")).isEqualTo("of a person");
  }

  @Test
  void a_plan_shows_what_would_be_filled_in_and_apply_writes_over_nothing_that_came_since()
      throws IOException {
    descriptions("columns: name=-");
    JsonNode plan = home.run("plan", "w", "--json").json();
    assertThat(plan.get("changes").get("rows").get("changed").asInt()).isEqualTo(1);
    assertThat(plan.get("changes").get("rows").get("equal").asInt()).isEqualTo(2);
    project(1, "description", "came since");

    JsonNode applied = run(3, "apply", plan.get("plan").asText());

    assertThat(applied.get("rejected").asInt()).isEqualTo(1);
    assertThat(field(1, "description")).isEqualTo("came since");
    assertThat(field(2, "description")).isEqualTo("of a person");
  }

  @Test
  void a_lost_answer_leaves_no_doubt_about_what_was_filled_in() throws IOException {
    descriptions();
    sandbox.faults().add(Fault.of(Fault.Kind.RESET_AFTER_COMMIT).onMethod("PUT").times(1));

    JsonNode report = run(0, "run", "w");

    assertThat(report.get("confirmed").asInt()).isEqualTo(3);
    assertThat(field(1, "description")).isEqualTo("d1");
    assertThat(field(2, "description")).isEqualTo("of a person");
  }

  @Test
  void a_resumed_run_fills_in_and_overwrites_nothing() throws IOException {
    descriptions("batchSize: 1", "concurrency: 1");
    sandbox
        .faults()
        .add(
            Fault.answer(503, "{\"error\":{\"message\":\"down\"}}")
                .onMethod("PUT")
                .containing(id(2))
                .times(1_000));
    home.run("run", "w");
    sandbox.faults().clear();

    JsonNode report = run(0, "resume");

    assertThat(field(2, "name")).as(report.toString()).isEqualTo("n2");
    assertThat(field(2, "description")).isEqualTo("of a person");
    assertThat(field(3, "name")).isEqualTo("n3");
  }

  @Test
  void what_is_kept_before_it_is_overwritten_has_only_what_is_written() throws IOException {
    descriptions("keepBefore: true");

    String run = run(0, "run", "w").get("run").asText();
    run(0, "undo", run, "--yes");

    assertThat(field(1, "description")).isNullOrEmpty();
    assertThat(field(2, "description")).isEqualTo("of a person");
    assertThat(field(2, "name")).isEqualTo("old");
  }

  @Test
  void the_example_route_writes_what_it_says() throws IOException {
    project(1, "budget", 5, "description", "of a person");
    project(2, "budget", 5);
    home.file(
        "routes/w.camel.yaml", Files.readString(Path.of("routes/examples/field-rules.camel.yaml")));
    home.file(
        "routes/examples/status.csv", Files.readString(Path.of("routes/examples/status.csv")));
    home.file(
        "exports/project-plans.csv",
        """
        ID,State,Start,Budget,Customer,Title,Description
        %s,Active,31.12.2026,"1.234,56",Acme,Roof,from the plan
        %s,On Hold,,,Acme,,from the plan
        """
            .formatted(id(1), id(2)));

    assertThat(run(0, "run", "project-plans").get("confirmed").asInt()).isEqualTo(2);

    assertThat(field(1, "name")).isEqualTo("Acme: Roof");
    assertThat(field(1, "status")).isEqualTo("CUR");
    assertThat(field(1, "budget")).isEqualTo("1234.56");
    assertThat(field(1, "description")).isEqualTo("of a person");
    assertThat(field(2, "name")).isEqualTo("Acme");
    assertThat(field(2, "budget")).isNull();
    assertThat(field(2, "description")).isEqualTo("from the plan");
  }
}
