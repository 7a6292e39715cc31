package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects whose rows are gone, where rows have no ID. */
final class GoneNewRowsTest {
  private static final int ROWS = 8;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  /** The rows of the DataSet, from order to budget. */
  private final Map<String, String> rows = new TreeMap<>();

  /** How a row without an ID finds its object. */
  private enum By {
    MATCH("matchBy: extRefID", "onMissing: create"),
    KEY("onBlankId: create", "rowKey: extRefID");

    private final List<String> options;

    By(String... options) {
      this.options = List.of(options);
    }
  }

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    home.set("account.workfront.allow-delete", "true");
    for (int number = 1; number <= ROWS; number++) {
      rows.put("A-" + number, Integer.toString(number));
    }
  }

  private void route(List<String> recognised, String... more) {
    List<String> options = new ArrayList<>(recognised);
    options.add("maxGone: 3");
    options.addAll(List.of(more));
    home.csvToWorkfront("orders", "orders.csv", options.toArray(String[]::new));
  }

  private void dataset(String... more) {
    StringBuilder csv = new StringBuilder("extRefID,Name,budget\n");
    rows.forEach(
        (order, budget) ->
            csv.append(order)
                .append(",Project ")
                .append(order)
                .append(',')
                .append(budget)
                .append('\n'));
    List.of(more).forEach(line -> csv.append(line).append('\n'));
    home.file("orders.csv", csv.toString());
  }

  private JsonNode run(int exitCode, String... more) {
    dataset(more);
    Home.Done done = home.run("run", "orders", "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done.json();
  }

  private static String warnings(JsonNode report) {
    return report.get("warnings").toString();
  }

  /** The project of an order, by its name, which is never cleared here. */
  private Optional<ObjectNode> project(String order) {
    List<ObjectNode> found = new ArrayList<>();
    for (ObjectNode project : sandbox.workfront().objects("PROJ")) {
      if (project.path("name").asText().equals("Project " + order)) {
        found.add(project);
      }
    }
    assertThat(found).as(order).hasSizeLessThan(2);
    return found.stream().findFirst();
  }

  /** Null if it is blank. */
  private Integer budget(String order) {
    JsonNode budget = project(order).orElseThrow().path("budget");
    return budget.isNull() || budget.isMissingNode() ? null : budget.asInt();
  }

  private void change(String order, String field, Object value) {
    Map<String, Object> changed = new TreeMap<>();
    project(order)
        .orElseThrow()
        .fields()
        .forEachRemaining(each -> changed.put(each.getKey(), each.getValue()));
    changed.put(field, value);
    sandbox.putObject("PROJ", changed);
  }

  @ParameterizedTest
  @EnumSource
  void an_object_that_the_writeback_created_is_cleared_when_its_row_is_gone(By by) {
    route(by.options, "onGone: clear", "goneFields: budget");
    JsonNode first = run(0);
    assertThat(first.get("created").asInt()).isEqualTo(ROWS);
    assertThat(warnings(first)).as("created in this very run").doesNotContain("gone");
    rows.remove("A-3");
    rows.put("A-9", "9");

    JsonNode report = run(0);

    assertThat(warnings(report)).contains("1 was cleared");
    assertThat(budget("A-3")).isNull();
    assertThat(budget("A-4")).isEqualTo(4);
    assertThat(budget("A-9")).as("created in the run that cleared").isEqualTo(9);
    assertThat(warnings(run(0))).doesNotContain("gone");
    rows.remove("A-9");
    assertThat(warnings(run(0))).contains("1 was cleared");
    assertThat(budget("A-9")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void a_row_that_comes_back_after_a_clear_finds_its_object(By by) {
    route(by.options, "onGone: clear", "goneFields: budget");
    run(0);
    String id = project("A-3").orElseThrow().get("ID").asText();
    rows.remove("A-3");
    run(0);
    rows.put("A-3", "33");

    assertThat(run(0).get("created").asInt()).isZero();

    assertThat(budget("A-3")).isEqualTo(33);
    assertThat(project("A-3").orElseThrow().get("ID").asText()).isEqualTo(id);
  }

  @ParameterizedTest
  @EnumSource
  void an_object_is_deleted_when_its_row_is_gone_and_created_again_when_it_comes_back(By by) {
    route(by.options, "onGone: delete");
    run(0);
    rows.remove("A-3");

    assertThat(warnings(run(0))).contains("1 was deleted");
    assertThat(project("A-3")).isEmpty();
    assertThat(project("A-4")).isPresent();

    rows.put("A-3", "33");
    JsonNode back = run(0);
    assertThat(back.get("created").asInt()).isEqualTo(1);
    assertThat(budget("A-3")).isEqualTo(33);
  }

  @Test
  void the_field_that_recognises_an_object_is_never_cleared() {
    route(List.of("matchBy: extRefID"), "onGone: clear", "columns: Name=-");
    for (int number = 1; number <= ROWS; number++) {
      existing("A-" + number, number);
    }
    run(0);
    rows.remove("A-3");

    run(0);

    assertThat(budget("A-3")).isNull();
    assertThat(project("A-3").orElseThrow().get("extRefID").asText()).isEqualTo("A-3");
  }

  private void existing(String order, int number) {
    sandbox.putObject(
        "PROJ",
        Map.of(
            "ID",
            String.format("%x%031x", 7 * number % 16, number),
            "name",
            "Project " + order,
            "extRefID",
            order));
  }

  @Test
  void clearing_the_field_that_recognises_objects_is_refused() {
    route(By.MATCH.options, "onGone: clear", "goneFields: 'budget, extRefID'");
    dataset();

    Home.Done done = home.run("run", "orders");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.out() + done.err())
        .contains("goneFields: names extRefID, which matchBy recognises objects by");
  }

  @Test
  void objects_that_an_ambiguous_row_may_mean_are_not_gone() {
    route(By.MATCH.options, "onGone: clear", "goneFields: budget");
    run(0);
    rows.remove("A-4");
    // Another team gave the value to a second object.
    sandbox.putObject(
        "PROJ", Map.of("ID", "f".repeat(32), "name", "twin", "extRefID", "A-3", "budget", 1));

    JsonNode report = run(3);

    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(warnings(report)).contains("1 was cleared").doesNotContain("WB-455");
    assertThat(budget("A-3")).isEqualTo(3);
    assertThat(budget("A-4")).isNull();
  }

  @Test
  void an_object_whose_value_someone_has_changed_is_not_gone_while_its_row_is_there() {
    route(By.MATCH.options, "onGone: clear", "goneFields: budget");
    run(0);
    rows.remove("A-4");
    change("A-3", "extRefID", "B-3");
    change("A-5", "extRefID", "a-5");

    JsonNode report = run(3);

    assertThat(report.get("rejected").asInt()).isEqualTo(2);
    assertThat(warnings(report)).contains("1 was cleared");
    assertThat(budget("A-3")).isEqualTo(3);
    assertThat(budget("A-5")).isEqualTo(5);
    assertThat(budget("A-4")).isNull();
  }

  @Test
  void a_row_whose_value_no_object_has_does_not_keep_others_from_being_gone() {
    route(List.of("matchBy: extRefID"), "onGone: clear", "goneFields: budget");
    for (int number = 1; number <= ROWS; number++) {
      existing("A-" + number, number);
    }
    run(0);
    rows.remove("A-3");
    rows.put("A-9", "9");

    JsonNode report = run(3);

    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(warnings(report)).contains("1 was cleared");
    assertThat(budget("A-3")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void a_row_with_neither_id_nor_value_may_mean_any_object(By by) {
    route(by.options, "onGone: clear", "goneFields: budget");
    run(0);
    rows.remove("A-3");

    JsonNode report = run(3, ",Nameless,5");

    assertThat(warnings(report)).contains("WB-455").contains("1 row has no usable key");
    assertThat(budget("A-3")).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void a_row_that_a_rule_rejects_is_not_gone(By by) {
    route(
        by.options,
        "onGone: clear",
        "goneFields: budget",
        "rules: 'budget: values 1=1, 2=2, 3=3, 4=4, 5=5, 6=6, 7=7, 8=8'");
    run(0);
    rows.remove("A-4");
    rows.put("A-3", "none of them");

    JsonNode report = run(3);

    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(warnings(report)).contains("1 was cleared").doesNotContain("WB-455");
    assertThat(budget("A-3")).isEqualTo(3);
    assertThat(budget("A-4")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void a_row_that_means_its_object_by_id_the_next_time_is_not_gone(By by) {
    route(by.options, "onGone: clear", "goneFields: budget");
    run(0);
    String id = project("A-3").orElseThrow().get("ID").asText();
    rows.remove("A-3");
    rows.remove("A-4");
    StringBuilder csv = new StringBuilder("ID,extRefID,Name,budget\n");
    rows.forEach(
        (order, budget) -> csv.append(",%s,Project %s,%s\n".formatted(order, order, budget)));
    home.file("orders.csv", csv + id + ",,Project A-3,33\n");

    Home.Done done = home.run("run", "orders", "--json");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(warnings(done.json())).contains("1 was cleared");
    assertThat(budget("A-3")).isEqualTo(33);
    assertThat(budget("A-4")).isNull();
  }

  @Test
  void a_value_whose_creation_is_in_doubt_does_not_keep_others_from_being_gone() {
    route(By.KEY.options, "onGone: clear", "goneFields: budget");
    run(0);
    rows.remove("A-3");
    rows.put("A-9", "9");
    sandbox
        .faults()
        .add(Fault.of(Fault.Kind.CLOSE_BEFORE_COMMIT).onMethod("POST").onPath("/proj$").times(1));
    assertThat(run(3).get("rejected").asInt()).as("WB-439").isEqualTo(1);
    rows.remove("A-4");

    JsonNode report = run(3);

    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(warnings(report)).contains("1 was cleared");
    assertThat(budget("A-4")).isNull();
  }
}
