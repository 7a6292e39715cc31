package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A custom form that is attached to objects that exist, and detaches none. */
final class AttachedFormTest {
  private static final int OBJECTS = 120;

  /** Every fourth object has the form already. */
  private static final int LACKING = 90;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private String form;
  private String other;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    form = form("Order", "order_no");
    other = form("Other", "remark");
    for (int number = 1; number <= OBJECTS; number++) {
      // Half of them have another form.
      List<String> forms = new ArrayList<>();
      if (number % 2 == 0) {
        forms.add(other);
      }
      if (number % 4 == 0) {
        forms.add(form);
      }
      put(number, forms);
    }
    dataset("order_no", OBJECTS);
  }

  private String form(String name, String field) {
    ObjectNode description = Json.object().put("form", name).put("objCode", "PROJ");
    description
        .putArray("fields")
        .addObject()
        .put("name", field)
        .put("label", field)
        .put("dataType", "TEXT")
        .put("displayType", "TEXT");
    return sandbox.workfront().putForm(description);
  }

  private static String id(int number) {
    return "%032x".formatted(number);
  }

  private void put(int number, List<String> forms) {
    Map<String, Object> object = new HashMap<>();
    object.put("ID", id(number));
    object.put("name", "Project " + number);
    object.put("objectCategories", forms.stream().map(each -> Map.of("categoryID", each)).toList());
    if (!forms.isEmpty()) {
      object.put("categoryID", forms.get(0));
    }
    if (forms.contains(other)) {
      object.put("DE:remark", "of another team");
    }
    sandbox.putObject("PROJ", object);
  }

  private void dataset(String column, int rows) {
    StringBuilder csv = new StringBuilder("ID," + column + "\n");
    for (int number = 1; number <= rows; number++) {
      csv.append("%s,N-%d%n".formatted(id(number), number));
    }
    home.file("w.csv", csv.toString());
  }

  private void attaching(String... more) {
    List<String> options = new ArrayList<>(List.of("form: Order", "formOn: all"));
    options.addAll(List.of(more));
    home.csvToWorkfront("w", "w.csv", options.toArray(String[]::new));
  }

  private Home.Done command(int exitCode, String... command) {
    Home.Done done = home.run(command);
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done;
  }

  private JsonNode run(int exitCode) {
    return command(exitCode, "run", "w", "--json").json();
  }

  private JsonNode project(int number) {
    return sandbox.object("PROJ", id(number)).orElseThrow();
  }

  private List<String> forms(int number) {
    List<String> forms = new ArrayList<>();
    project(number)
        .path("objectCategories")
        .forEach(row -> forms.add(row.get("categoryID").asText()));
    return forms;
  }

  /** Each object has the form once, all that it had before, in their order, and its value. */
  private void judge() {
    for (int number = 1; number <= OBJECTS; number++) {
      List<String> expected = number % 2 == 0 ? List.of(other, form) : List.of(form);
      assertThat(forms(number)).as("object %d", number).isEqualTo(expected);
      assertThat(project(number).path("DE:order_no").asText()).isEqualTo("N-" + number);
      if (number % 2 == 0) {
        assertThat(project(number).get("categoryID").asText()).isEqualTo(other);
        assertThat(project(number).get("DE:remark").asText()).isEqualTo("of another team");
      }
    }
  }

  private static String warnings(JsonNode report) {
    return report.get("warnings").toString();
  }

  private String last() {
    return command(0, "runs", "--json").json().at("/runs/0/run").asText();
  }

  @Test
  void objects_that_lack_the_form_get_it_once_and_keep_the_others() throws IOException {
    attaching();

    JsonNode report = run(0);

    judge();
    assertThat(report.get("confirmed").asInt()).isEqualTo(OBJECTS);
    assertThat(report.get("requests").asInt())
        .as("one for each, and 2 batches")
        .isEqualTo(LACKING + 2);
    assertThat(warnings(report))
        .contains(
            "the custom form \\\"Order\\\" was attached to 90 objects; prepared.csv lists them");
    List<String> listed =
        Files.readAllLines(home.path("data/runs/" + report.get("run").asText() + "/prepared.csv"));
    assertThat(listed).hasSize(1 + LACKING).contains("\"1\",\"" + id(1) + "\"");

    JsonNode next = run(0);
    assertThat(next.get("requests").asInt()).isEqualTo(2);
    assertThat(warnings(next)).doesNotContain("Order");
  }

  @Test
  void by_default_objects_that_exist_are_not_touched() {
    home.csvToWorkfront("w", "w.csv", "form: Order", "matchBy: name", "onMissing: create");
    home.file("w.csv", "name,order_no\nProject 1,N-1\nNew,N-2\n");

    JsonNode report = run(3);

    assertThat(forms(1)).isEmpty();
    assertThat(report.get("created").asInt()).isEqualTo(1);
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
  }

  @Test
  void new_objects_get_it_in_the_same_request_and_others_before_their_row() {
    attaching("matchBy: name", "onMissing: create");
    home.file("w.csv", "name,order_no\nProject 1,N-1\nNew,N-2\n");

    JsonNode report = run(0);

    assertThat(report.get("created").asInt()).isEqualTo(1);
    assertThat(forms(1)).containsExactly(form);
    assertThat(warnings(report)).contains("was attached to 1 object");
  }

  @Test
  void a_plan_says_it_and_attaches_nothing_before_it_is_applied() {
    attaching();
    Home.Done planned = command(0, "plan", "w", "--json");
    assertThat(forms(1)).isEmpty();
    String plan = planned.json().get("plan").asText();
    assertThat(planned.json().at("/notes/0").asText())
        .contains("90 objects do not have the custom form \"Order\"");
    assertThat(command(0, "changes", plan).out())
        .contains("note  90 objects do not have the custom form \"Order\"");
    // A colleague attaches a form between plan and apply.
    put(1, List.of(other));

    command(0, "apply", plan);

    assertThat(forms(1)).containsExactly(other, form);
    assertThat(forms(3)).containsExactly(form);
    assertThat(project(3).path("DE:order_no").asText()).isEqualTo("N-3");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {"CLOSE_BEFORE_COMMIT", "CLOSE_AFTER_COMMIT", "TRUNCATED_ANSWER"})
  void an_answer_that_is_lost_is_asked_for_once_more(Fault.Kind kind) {
    attaching();
    sandbox.faults().add(Fault.of(kind).onPath("/ctgy/assignCategory$").times(1));

    JsonNode report = run(0);

    judge();
    assertThat(report.get("confirmed").asInt()).isEqualTo(OBJECTS);
  }

  @Test
  void a_form_that_is_refused_rejects_those_rows_and_no_other() {
    attaching();
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "One", "sandboxNoEdit", true));
    Map<String, Object> full = new HashMap<>(Map.of("ID", id(3), "name", "Three"));
    List<Map<String, String>> ten = new ArrayList<>();
    for (int number = 1; number <= 10; number++) {
      ten.add(Map.of("categoryID", form("Full " + number, "full_" + number)));
    }
    full.put("objectCategories", ten);
    sandbox.putObject("PROJ", full);

    JsonNode report = run(3);

    assertThat(report.get("rejected").asInt()).isEqualTo(2);
    assertThat(report.get("confirmed").asInt()).isEqualTo(OBJECTS - 2);
    String rejects = command(0, "rejects", "last", "--json").out();
    assertThat(rejects)
        .contains("WB-460")
        .contains("the form \\\"Order\\\" was not attached: ")
        .contains("No more than 10 custom forms can be attached")
        .contains("You do not have sufficient access to edit this");
    assertThat(forms(3)).hasSize(10);
    assertThat(forms(2)).containsExactly(other, form);
  }

  @Test
  void a_form_that_is_not_active_is_attached_to_none() {
    attaching();
    sandbox.putObject(
        "CTGY", Map.of("ID", form, "name", "Order", "catObjCode", "PROJ", "isActive", false));

    JsonNode report = run(3);

    assertThat(report.get("rejected").asInt()).isEqualTo(LACKING);
    assertThat(forms(1)).isEmpty();
    assertThat(project(4).path("DE:order_no").asText()).isEqualTo("N-4");
  }

  @Test
  void a_form_of_another_object_is_found_before_anything_is_sent() {
    ObjectNode tasks = Json.object().put("form", "Tasks only").put("objCode", "TASK");
    tasks.putArray("fields").addObject().put("name", "task_no");
    sandbox.workfront().putForm(tasks);
    home.csvToWorkfront("w", "w.csv", "form: Tasks only", "formOn: all");

    JsonNode report = run(1);

    assertThat(report.get("code").asText()).isEqualTo("WB-442");
    assertThat(sandbox.stats().recordsWritten()).isZero();
  }

  @Test
  void rows_that_will_be_refused_anyway_get_no_form() {
    attaching();
    home.file("w.csv", "ID,order_no,remark\n" + id(1) + ",N-1,x\n" + id(2) + ",N-2,y\n");

    JsonNode report = run(3);

    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(forms(1)).as("it has no form with remark").isEmpty();
    assertThat(forms(2)).containsExactly(other, form);
  }

  @Test
  void an_undo_puts_values_back_and_leaves_the_form() {
    attaching("keepBefore: true");
    run(0);

    Home.Done done = command(0, "undo", last(), "--yes", "--json");

    assertThat(warnings(done.json()))
        .contains("WB-461 the custom form \\\"Order\\\" was attached to 90 objects by run");
    assertThat(project(1).path("DE:order_no").asText("")).isIn("", "null");
    assertThat(forms(1)).containsExactly(form);
    assertThat(forms(2)).containsExactly(other, form);
  }

  @Test
  void options_that_contradict_each_other_are_refused() {
    home.csvToWorkfront("w", "w.csv", "formOn: all");
    assertThat(command(2, "check", "w").err()).contains("formOn", "has no use without form");

    home.csvToWorkfront("w", "w.csv", "form: Order");
    assertThat(command(2, "check", "w").err()).contains("formOn=all attaches it");

    attaching("checkForms: false");
    assertThat(command(2, "check", "w").err()).contains("checkForms", "formOn=all needs to know");
  }

  @ParameterizedTest
  @CsvSource({
    "PLAN:after:1",
    "INTENT:after:1",
    "INTENT:after:2",
    "SETTLE:before:1",
    "SETTLE:after:1",
    "SETTLE:before:2",
    "END:before:1",
  })
  void killed_there_each_object_has_the_form_once(String failPoint) throws Exception {
    home.set("account.workfront.max-concurrency", "1");
    attaching();
    Process process = Child.start(home, Child.failingAt(home, failPoint), "run", "w");
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Child.tail(home)).isEqualTo(137);

    home.run("resume");

    judge();
    JsonNode report = home.run("show", "last", "--json").json().get("report");
    assertThat(report.get("state").asText()).isEqualTo("COMPLETE");
    assertThat(report.get("confirmed").asInt()).isEqualTo(OBJECTS);
  }
}
