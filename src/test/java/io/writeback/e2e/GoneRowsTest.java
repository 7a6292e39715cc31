package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Objects whose rows are gone, through the routes, in a strict destination. */
final class GoneRowsTest {
  private static final int OBJECTS = 20;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  /** The rows of the DataSet, from object number to budget. */
  private final Map<Integer, String> rows = new TreeMap<>();

  private final List<String> options = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    for (int number = 1; number <= OBJECTS; number++) {
      put(number, 0);
      rows.put(number, Integer.toString(number));
    }
    // Of another team, which no run writes.
    put(99, 7);
  }

  /** IDs all over the range, also of digests that are negative numbers. */
  private static String id(int number) {
    return String.format("%x%031x", 7 * number % 16, number);
  }

  private void put(int number, int budget) {
    Map<String, Object> object = new HashMap<>();
    object.put("ID", id(number));
    object.put("name", "Project " + number);
    object.put("budget", budget);
    sandbox.putObject("PROJ", object);
  }

  private void route(String... more) {
    options.addAll(List.of(more));
    home.csvToWorkfront("w", "w.csv", options.toArray(String[]::new));
  }

  private void clearing(String... more) {
    route("onGone: clear");
    route(more);
  }

  private void deleting(String... more) {
    home.set("account.workfront.allow-delete", "true");
    route("onGone: delete");
    route(more);
  }

  private Home.Done command(int exitCode, String... command) {
    Home.Done done = home.run(command);
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done;
  }

  private void dataset() {
    StringBuilder csv = new StringBuilder("ID,budget\n");
    rows.forEach(
        (number, budget) -> csv.append(id(number)).append(',').append(budget).append('\n'));
    home.file("w.csv", csv.toString());
  }

  private JsonNode run(int exitCode) {
    dataset();
    return command(exitCode, "run", "w", "--json").json();
  }

  /** The budget of a project; null if it is blank, -1 if the project does not exist. */
  private Integer budget(int number) {
    return sandbox
        .object("PROJ", id(number))
        .map(object -> object.path("budget"))
        .map(budget -> budget.isNull() || budget.isMissingNode() ? null : budget.asInt())
        .orElseGet(() -> sandbox.object("PROJ", id(number)).isPresent() ? null : -1);
  }

  private static String warnings(JsonNode report) {
    return report.get("warnings").toString();
  }

  private String gone(JsonNode report) throws IOException {
    return Files.readString(home.path("data/runs/" + report.get("run").asText() + "/gone.csv"));
  }

  private String last() {
    return command(0, "runs", "--json").json().at("/runs/0/run").asText();
  }

  // --- clear

  @Test
  void an_object_whose_row_is_gone_is_cleared_once() throws IOException {
    clearing();
    run(0);
    rows.remove(3);

    JsonNode report = run(0);

    assertThat(budget(3)).isNull();
    assertThat(budget(4)).isEqualTo(4);
    assertThat(budget(99)).as("of another team").isEqualTo(7);
    assertThat(warnings(report)).contains("objects whose rows are gone: 1 was cleared");
    assertThat(gone(report)).contains("\"" + id(3) + "\",\"cleared\"");

    put(3, 33);
    assertThat(warnings(run(0))).doesNotContain("gone");
    assertThat(budget(3)).as("it is no longer the writeback's").isEqualTo(33);
  }

  @Test
  void by_default_nothing_becomes_of_it() {
    route();
    run(0);
    rows.remove(3);

    assertThat(warnings(run(0))).doesNotContain("gone");

    assertThat(budget(3)).isEqualTo(3);
  }

  @Test
  void rows_that_are_unchanged_superseded_or_rejected_are_not_gone() {
    clearing("mode: changed");
    run(0);
    rows.put(5, "no number");
    dataset();
    // The first row of this object is superseded.
    home.file("w.csv", read("w.csv") + id(6) + ",6\n");

    JsonNode report = command(3, "run", "w", "--json").json();

    assertThat(report.get("unchanged").asInt()).isEqualTo(OBJECTS - 1);
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(report.get("superseded").asInt()).isEqualTo(1);
    assertThat(warnings(report)).doesNotContain("gone");
    assertThat(budget(5)).isEqualTo(5);
  }

  private String read(String file) {
    try {
      return Files.readString(home.path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_row_that_comes_back_as_it_was_is_written_again() {
    clearing("mode: changed");
    run(0);
    rows.remove(3);
    run(0);
    assertThat(budget(3)).isNull();
    rows.put(3, "3");

    run(0);

    assertThat(budget(3)).isEqualTo(3);
  }

  @Test
  void rows_that_were_confirmed_before_the_option_was_set_are_known() {
    route("mode: changed");
    run(0);
    clearing();
    rows.remove(20);
    run(0);
    rows.remove(3);

    run(0);

    assertThat(budget(3)).isNull();
    assertThat(budget(20)).as("gone before any run recorded it").isEqualTo(20);
  }

  @Test
  void a_row_without_a_usable_key_may_be_any_of_them() {
    clearing();
    run(0);
    rows.remove(3);
    dataset();
    home.file("w.csv", read("w.csv") + "lost,3\n");

    JsonNode report = command(3, "run", "w", "--json").json();

    assertThat(warnings(report)).contains("WB-455").contains("1 row has no usable key");
    assertThat(budget(3)).isEqualTo(3);
  }

  // --- how many

  @Test
  void more_than_the_limit_wait_for_a_person() {
    clearing();
    run(0);
    rows.remove(3);
    rows.remove(4);
    rows.remove(5);

    JsonNode paused = run(4);

    assertThat(paused.get("state").asText()).isEqualTo("PAUSED");
    assertThat(paused.get("reason").asText())
        .contains("3 of the 20 objects that this writeback has written would be cleared")
        .contains("maxGone=10% allows 2");
    assertThat(budget(3)).isEqualTo(3);
    String shown = command(0, "changes", last()).out();
    assertThat(shown)
        .contains("3 objects are no longer in the DataSet: 3 would be cleared, in 3 values")
        .contains(id(4));
    command(0, "changes", last(), "--csv", home.path("changes.csv").toString());
    assertThat(read("changes.csv")).contains(id(5));

    command(0, "apply", last());

    assertThat(budget(3)).isNull();
    assertThat(budget(5)).isNull();
    assertThat(budget(6)).isEqualTo(6);
  }

  @Test
  void a_plan_that_is_rejected_clears_nothing_and_the_next_run_asks_again() {
    clearing("maxGone: 0");
    run(0);
    rows.remove(3);
    run(4);
    command(0, "reject", last());

    run(4);

    assertThat(budget(3)).isEqualTo(3);
  }

  @Test
  void a_dataset_without_rows_never_clears_everything_by_itself() {
    clearing("maxGone: 1000");
    run(0);
    rows.clear();

    assertThat(run(4).get("reason").asText())
        .contains("20 of the 20 objects")
        .contains("the DataSet has no rows; more than half of them need a person");

    assertThat(budget(3)).isEqualTo(3);
  }

  @Test
  void with_approval_never_too_many_are_left_as_they_are() {
    clearing("approval: never", "maxGone: 1");
    run(0);
    rows.remove(3);
    rows.remove(4);
    rows.put(5, "55");

    JsonNode report = run(0);

    assertThat(warnings(report)).contains("WB-454").contains("maxGone=1 allows 1");
    assertThat(budget(3)).isEqualTo(3);
    assertThat(budget(5)).as("rows are sent").isEqualTo(55);
  }

  // --- plan, apply, undo

  @Test
  void what_someone_has_changed_since_the_plan_is_kept() throws IOException {
    clearing();
    run(0);
    rows.remove(3);
    rows.remove(4);
    dataset();
    String plan = command(0, "plan", "w", "--json").json().get("plan").asText();
    put(3, 333);

    JsonNode report = command(3, "apply", plan, "--json").json();

    assertThat(budget(3)).isEqualTo(333);
    assertThat(budget(4)).isNull();
    assertThat(warnings(report)).contains("1 was left, as someone has changed it since (WB-306)");
    assertThat(gone(report)).contains("\"" + id(3) + "\",\"kept\",\"WB-306\"");
  }

  @Test
  void an_undo_puts_back_what_was_cleared_and_the_next_run_leaves_it() {
    clearing();
    run(0);
    rows.remove(3);
    rows.put(5, "55");
    run(0);
    assertThat(budget(3)).isNull();

    command(0, "undo", last(), "--yes");

    assertThat(budget(3)).isEqualTo(3);
    assertThat(budget(5)).isEqualTo(5);
    run(0);
    assertThat(budget(3)).isEqualTo(3);
    assertThat(budget(5)).isEqualTo(55);
  }

  @Test
  void with_keep_before_it_is_undone_as_well() {
    clearing("keepBefore: true");
    run(0);
    rows.remove(3);
    run(0);

    command(0, "undo", last(), "--yes");

    assertThat(budget(3)).isEqualTo(3);
  }

  @Test
  void an_object_with_other_values_by_then_is_not_put_back() {
    clearing();
    run(0);
    rows.remove(3);
    run(0);
    put(3, 333);

    command(3, "undo", last(), "--yes");

    assertThat(budget(3)).isEqualTo(333);
  }

  // --- delete

  @Test
  void a_route_deletes_only_where_the_account_allows_it() {
    route("onGone: delete");
    dataset();

    Home.Done done = command(2, "run", "w");

    assertThat(done.err())
        .contains("onGone")
        .contains("account.workfront.allow-delete is not true");
  }

  @Test
  void an_object_whose_row_is_gone_is_deleted() throws IOException {
    deleting();
    run(0);
    rows.remove(3);

    JsonNode report = run(0);

    assertThat(budget(3)).isEqualTo(-1);
    assertThat(budget(4)).isEqualTo(4);
    assertThat(budget(99)).as("of another team").isEqualTo(7);
    assertThat(warnings(report)).contains("1 was deleted");
    assertThat(warnings(run(0))).doesNotContain("gone");
  }

  @Test
  void a_lost_answer_to_a_deletion_is_settled_by_looking() {
    deleting();
    run(0);
    rows.remove(3);
    sandbox.faults().add(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT).onMethod("DELETE").times(1));

    JsonNode report = run(0);

    assertThat(budget(3)).isEqualTo(-1);
    assertThat(warnings(report)).contains("1 was deleted");
  }

  @Test
  void what_someone_else_has_deleted_already_is_fine() {
    deleting();
    run(0);
    rows.remove(3);
    sandbox.removeObject("PROJ", id(3));

    JsonNode report = run(0);

    assertThat(warnings(report)).contains("1 was blank or gone already");
    assertThat(warnings(run(0))).doesNotContain("gone");
  }

  @Test
  void what_others_refer_to_is_not_forced() throws IOException {
    deleting();
    run(0);
    rows.remove(3);
    sandbox.putObject(
        "PROJ", Map.of("ID", id(3), "name", "P", "budget", 3, "sandboxReferenced", true));

    JsonNode report = run(3);

    assertThat(budget(3)).isEqualTo(3);
    assertThat(gone(report)).contains("\"refused\",\"WB-456\"").contains("force delete");
  }

  @Test
  void an_undo_does_not_bring_back_what_was_deleted_and_says_so() {
    deleting();
    run(0);
    rows.remove(3);
    rows.put(5, "55");
    run(0);

    Home.Done done = command(0, "undo", last(), "--yes", "--json");

    assertThat(done.out()).contains("WB-457").contains("1 object");
    assertThat(budget(3)).isEqualTo(-1);
    assertThat(budget(5)).isEqualTo(5);
  }

  // --- why

  private JsonNode why(int number) {
    return command(0, "why", "PROJ", id(number), "--json").json().get("found");
  }

  @Test
  void why_finds_what_was_cleared_and_what_was_put_back() {
    clearing();
    run(0);
    rows.remove(3);
    run(0);
    String cleared = last();
    command(0, "undo", cleared, "--yes");

    JsonNode found = why(3);

    assertThat(found.findValuesAsText("outcome"))
        .containsExactly("RESTORED", "CLEARED", "CONFIRMED");
    assertThat(found.at("/1/run").asText()).isEqualTo(cleared);
    assertThat(found.at("/1/values/0/field").asText()).isEqualTo("budget");
    assertThat(found.at("/1/values/0/before").asText()).isEqualTo("3");
    assertThat(found.at("/1/values/0/after").asText()).isEmpty();
    assertThat(command(0, "why", "PROJ", id(3)).out())
        .contains("cleared, as its row was no longer in the DataSet")
        .contains("no row of CSV file");
    assertThat(command(0, "why", "PROJ", id(3), "name").out()).contains("No run");
    assertThat(why(4).findValuesAsText("outcome")).containsExactly("CONFIRMED", "CONFIRMED");
  }

  @Test
  void why_finds_what_was_deleted_and_what_was_refused() {
    deleting();
    run(0);
    rows.remove(3);
    rows.remove(4);
    sandbox.putObject(
        "PROJ", Map.of("ID", id(4), "name", "P", "budget", 4, "sandboxReferenced", true));
    run(3);

    assertThat(why(3).findValuesAsText("outcome")).containsExactly("DELETED", "CONFIRMED");
    assertThat(why(4).at("/0/outcome").asText()).isEqualTo("LEFT");
    assertThat(why(4).at("/0/code").asText()).isEqualTo("WB-456");
  }

  // --- only after all rows

  @Test
  void a_run_that_leaves_rows_unsent_clears_nothing() {
    clearing();
    run(0);
    rows.remove(3);
    rows.put(5, "55");
    sandbox.faults().add(Fault.answer(503, "down").onMethod("PUT").times(1_000));

    run(4);

    assertThat(budget(3)).isEqualTo(3);
    sandbox.faults().clear();
    command(0, "resume");
    assertThat(budget(3)).isNull();
    assertThat(budget(5)).isEqualTo(55);
  }

  @Test
  void a_replay_has_some_of_the_rows_and_clears_nothing() {
    clearing();
    run(0);
    rows.put(5, "no number");
    run(3);
    rows.remove(3);
    String parent = last();
    command(0, "rejects", parent, "--csv", home.path("fixed.csv").toString());
    home.file("fixed.csv", read("fixed.csv").replace("no number", "50"));

    command(0, "replay", parent, "--from", home.path("fixed.csv").toString());

    assertThat(budget(3)).isEqualTo(3);
    assertThat(budget(5)).isEqualTo(50);
  }
}
