package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.workfront.FailureMode;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows whose objects have no ID yet, as docs/new-rows.md shows them. */
final class NewRowsTest {
  private static final String[] MATCHED = {"matchBy: extRefID", "onMissing: create"};
  private static final String[] KEYED = {"onBlankId: create", "rowKey: Order"};

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
  }

  /** Rows 1 to {@code rows}: name and number, without IDs. */
  private void rows(int rows) {
    StringBuilder csv = new StringBuilder("extRefID,Name\n");
    for (int row = 1; row <= rows; row++) {
      csv.append("A-").append(row).append(",Project ").append(row).append('\n');
    }
    home.file("orders.csv", csv.toString());
  }

  private void existing(int number) {
    sandbox.putObject(
        "PROJ", Map.of("ID", id(number), "name", "old " + number, "extRefID", "A-" + number));
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  /** How many projects have each value of a field. */
  private Map<String, Integer> counted(String field) {
    Map<String, Integer> counted = new TreeMap<>();
    for (ObjectNode project : sandbox.workfront().objects("PROJ")) {
      counted.merge(project.path(field).asText(), 1, Integer::sum);
    }
    return counted;
  }

  private void onceEach(int rows) {
    Map<String, Integer> counted = counted("extRefID");
    assertThat(counted).hasSize(rows);
    assertThat(counted.values()).containsOnly(1);
  }

  private List<String> created() throws IOException {
    try (var files = Files.walk(home.path("data"))) {
      Path file =
          files.filter(path -> path.endsWith("created.csv")).sorted().reduce((a, b) -> b).get();
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      assertThat(lines.remove(0)).isEqualTo("\"row\",\"match\",\"id\"");
      return lines;
    }
  }

  @Test
  void what_is_there_is_updated_and_what_is_not_is_created_once() throws IOException {
    for (int row = 2; row <= 250; row += 2) {
      existing(row);
    }
    rows(250);
    home.csvToWorkfront("orders", "orders.csv", MATCHED);

    Home.Done first = home.run("run", "orders", "--json");
    JsonNode second = home.run("run", "orders", "--json").json();

    assertThat(first.exitCode()).as(first.err() + first.out()).isZero();
    JsonNode report = first.json();
    assertThat(report.get("confirmed").asInt()).isEqualTo(250);
    assertThat(report.get("created").asInt()).isEqualTo(125);
    assertThat(second.get("created").asInt()).isZero();
    assertThat(second.get("confirmed").asInt()).isEqualTo(250);
    onceEach(250);
    assertThat(counted("name").keySet()).allMatch(name -> name.startsWith("Project "));
    List<String> created = created();
    assertThat(created).hasSize(125);
    String[] cells = created.get(0).replace("\"", "").split(",");
    assertThat(cells[0]).isEqualTo("1");
    assertThat(cells[1]).isEqualTo("extRefID=A-1");
    assertThat(sandbox.object("PROJ", cells[2]).orElseThrow().get("name").asText())
        .isEqualTo("Project 1");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {
        "CLOSE_BEFORE_COMMIT",
        "CLOSE_AFTER_COMMIT",
        "RESET_AFTER_COMMIT",
        "TRUNCATED_ANSWER",
        "HUGE_ANSWER"
      })
  void an_answer_that_is_lost_is_settled_by_looking_the_value_up(Fault.Kind kind) {
    rows(150);
    home.csvToWorkfront("orders", "orders.csv", MATCHED);
    sandbox.faults().add(Fault.of(kind).onMethod("POST").onPath("/proj$").times(1));

    Home.Done done = home.run("run", "orders", "--json");

    assertThat(done.exitCode()).as(done.err() + done.out()).isZero();
    assertThat(done.json().get("created").asInt()).isEqualTo(150);
    onceEach(150);
  }

  @ParameterizedTest
  @EnumSource(FailureMode.class)
  void of_objects_that_are_refused_together_the_good_ones_are_created_once(FailureMode mode)
      throws IOException {
    Workfront workfront = sandbox.workfront();
    workfront.set(workfront.knobs().withFailureMode(mode));
    rows(60);
    home.file(
        "orders.csv",
        Files.readString(home.path("orders.csv"))
            .replace("extRefID,Name", "extRefID,Name,status")
            .replaceAll("(?m)^(A-.*)$", "$1,CUR")
            .replace("Project 20,CUR", "Project 20,NOPE")
            .replace("Project 41,CUR", "Project 41,NOPE"));
    home.csvToWorkfront("orders", "orders.csv", MATCHED);

    Home.Done done = home.run("run", "orders", "--json");

    assertThat(done.exitCode()).as(done.err() + done.out()).isEqualTo(3);
    assertThat(done.json().get("created").asInt()).isEqualTo(58);
    assertThat(done.json().get("rejected").asInt()).isEqualTo(2);
    onceEach(58);
  }

  @Test
  void what_is_not_clear_is_rejected_with_the_ids() {
    existing(1);
    sandbox.putObject("PROJ", Map.of("ID", id(101), "name", "twin", "extRefID", "A-1"));
    home.file(
        "orders.csv", "extRefID,Name\nA-1,One\nA-3,Three\nA-3,Three again\n,Blank\n$$NOW,Now\n");
    home.csvToWorkfront("orders", "orders.csv", MATCHED);

    Home.Done done = home.run("run", "orders", "--json");

    assertThat(done.exitCode()).as(done.err() + done.out()).isEqualTo(3);
    assertThat(done.json().get("rejected").asInt()).isEqualTo(5);
    assertThat(sandbox.stats().recordsWritten()).isZero();
    String rejects = home.run("rejects", "last", "--json").out();
    assertThat(rejects).contains("WB-436", id(1) + ", " + id(101), "row 3 means", "WB-301");
  }

  @Test
  void nothing_is_created_unless_the_route_says_so() {
    existing(1);
    rows(2);
    home.csvToWorkfront("orders", "orders.csv", "matchBy: extRefID");

    Home.Done done = home.run("run", "orders", "--json");

    assertThat(done.exitCode()).isEqualTo(3);
    assertThat(done.json().get("confirmed").asInt()).isEqualTo(1);
    assertThat(home.run("rejects", "last").out()).contains("WB-437");
    onceEach(1);
  }

  @Test
  void an_object_that_was_known_and_is_gone_is_not_created_again_without_being_asked() {
    rows(3);
    home.csvToWorkfront("orders", "orders.csv", MATCHED);
    assertThat(home.run("run", "orders").exitCode()).isZero();
    ObjectNode gone = null;
    for (ObjectNode project : sandbox.workfront().objects("PROJ")) {
      gone = project.path("extRefID").asText().equals("A-2") ? project.deepCopy() : gone;
    }
    sandbox.putObject("PROJ", hidden(gone));

    Home.Done done = home.run("run", "orders", "--json");

    assertThat(done.exitCode()).isEqualTo(3);
    assertThat(done.json().get("created").asInt()).isZero();
    assertThat(home.run("rejects", "last", "--json").out())
        .contains("WB-438", gone.get("ID").asText());
    home.csvToWorkfront(
        "orders", "orders.csv", "matchBy: extRefID", "onMissing: create", "onVanished: create");
    assertThat(home.run("run", "orders", "--json").json().get("created").asInt()).isEqualTo(1);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> hidden(ObjectNode object) {
    object.put("sandboxHidden", true);
    return new com.fasterxml.jackson.databind.ObjectMapper().convertValue(object, Map.class);
  }

  private void keyed(int rows) {
    StringBuilder csv = new StringBuilder("Order,ID,Name\n");
    for (int row = 1; row <= rows; row++) {
      csv.append(row).append(",,Project ").append(row).append('\n');
    }
    home.file("orders.csv", csv.toString());
    home.csvToWorkfront("orders", "orders.csv", KEYED);
  }

  @Test
  void without_a_field_the_ledger_knows_which_object_a_row_has() {
    keyed(5);

    JsonNode first = home.run("run", "orders", "--json").json();
    home.file("orders.csv", "Order,ID,Name\n5,,Five\n4,,Four\n3,,Three\n2,,Two\n1,,One\n6,,Six\n");
    JsonNode second = home.run("run", "orders", "--json").json();

    assertThat(first.get("created").asInt()).isEqualTo(5);
    assertThat(second.get("created").asInt()).isEqualTo(1);
    assertThat(second.get("confirmed").asInt()).isEqualTo(6);
    assertThat(counted("name")).containsOnlyKeys("One", "Two", "Three", "Four", "Five", "Six");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {"CLOSE_BEFORE_COMMIT", "CLOSE_AFTER_COMMIT", "TRUNCATED_ANSWER"})
  void a_create_in_doubt_that_cannot_be_looked_up_is_never_repeated(Fault.Kind kind) {
    keyed(4);
    sandbox.faults().add(Fault.of(kind).onMethod("POST").onPath("/proj$").nth(2).times(1));

    Home.Done done = home.run("run", "orders", "--json");

    assertThat(done.exitCode()).as(done.err() + done.out()).isEqualTo(3);
    assertThat(done.json().get("created").asInt()).isEqualTo(3);
    String run = done.json().get("run").asText();
    assertThat(home.run("rejects", "last").out()).contains("WB-439");
    int after = counted("name").size();
    assertThat(home.run("replay", run).exitCode()).isEqualTo(3);
    Home.Done next = home.run("run", "orders", "--json");
    assertThat(next.exitCode()).isEqualTo(3);
    assertThat(next.json().get("created").asInt()).isZero();
    assertThat(home.run("rejects", "last").out()).contains("WB-439", run);
    assertThat(counted("name")).hasSize(after);

    // A person has found it, or made it.
    sandbox.putObject("PROJ", Map.of("ID", id(77), "name", "made by hand"));
    String row = home.run("rejects", run, "--json").json().at("/rejects/0/row").asText();
    home.file("orders.csv", "Order,ID,Name\n" + row + "," + id(77) + ",Found\n");
    assertThat(home.run("run", "orders").exitCode()).isZero();
    home.file("orders.csv", "Order,ID,Name\n" + row + ",,Found again\n");
    assertThat(home.run("run", "orders").exitCode()).isZero();
    assertThat(sandbox.object("PROJ", id(77)).orElseThrow().get("name").asText())
        .isEqualTo("Found again");
  }

  @Test
  void a_plan_shows_what_is_created_and_apply_creates_exactly_that() throws IOException {
    existing(1);
    rows(3);
    home.csvToWorkfront("orders", "orders.csv", MATCHED);

    Home.Done planned = home.run("plan", "orders", "--json");
    String plan = planned.json().get("plan").asText();
    String shown = home.run("changes", plan).out();
    // Someone else creates one meanwhile.
    sandbox.putObject("PROJ", Map.of("ID", id(9), "name", "theirs", "extRefID", "A-3"));
    Home.Done applied = home.run("apply", plan, "--json");

    assertThat(shown).contains("would be created", "(new)", "extRefID=A-2");
    assertThat(applied.exitCode()).as(applied.err() + applied.out()).isEqualTo(3);
    assertThat(home.run("rejects", plan).out()).contains("WB-306", id(9));
    assertThat(created()).hasSize(1);
    onceEach(3);
    Home.Done undone = home.run("undo", plan, "--yes", "--json");
    assertThat(undone.exitCode()).as(undone.err() + undone.out()).isZero();
    assertThat(sandbox.object("PROJ", id(1)).orElseThrow().get("name").asText()).isEqualTo("old 1");
    onceEach(3);
    assertThat(undone.out()).contains("WB-441");
  }

  @Test
  void a_budget_counts_what_is_created() {
    rows(10);
    home.csvToWorkfront(
        "orders", "orders.csv", "matchBy: extRefID", "onMissing: create", "maxChanged: \"5\"");

    Home.Done done = home.run("run", "orders", "--json");

    assertThat(done.exitCode()).isEqualTo(4);
    assertThat(done.json().get("reason").asText()).contains("10 rows would change");
    assertThat(sandbox.stats().recordsWritten()).isZero();
  }

  @Test
  void mistakes_in_the_route_are_named_together() {
    home.file("orders.csv", "Nr,Name\n1,One\n");
    home.csvToWorkfront("blank", "orders.csv", "onBlankId: create");
    home.csvToWorkfront("both", "orders.csv", "matchBy: extRefID", "rowKey: Nr");
    home.csvToWorkfront("none", "orders.csv", "matchBy: extRefID");
    home.csvToWorkfront("wrong", "orders.csv", "matchBy: nosuchfield");
    home.objectsToWorkfront(
        "task",
        "task",
        "orders.csv",
        "columns: Nr=extRefID",
        "matchBy: extRefID",
        "onMissing: create");

    assertThat(home.run("check", "blank").out() + home.run("check", "blank").err())
        .contains("needs rowKey");
    assertThat(home.run("check", "both").out() + home.run("check", "both").err())
        .contains("has no use with matchBy");
    assertThat(home.run("check", "none").out() + home.run("check", "none").err())
        .contains("no column of the DataSet goes to extRefID");
    assertThat(home.run("check", "wrong").out() + home.run("check", "wrong").err())
        .contains("nosuchfield");
    assertThat(home.run("check", "task").out() + home.run("check", "task").err())
        .contains("WB-440", "projectID");
  }
}
