package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code undo}: what a run overwrote is put back, and nothing else. */
final class UndoCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ONE = "%032x".formatted(1);
  private static final String TWO = "%032x".formatted(2);
  private static final String THREE = "%032x".formatted(3);

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  /** One row changes two fields, one changes one of two and empties it, one none. */
  @BeforeEach
  void projectsOfWhichSomeChange() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", ONE, "name", "old", "description", "words"));
    sandbox.putObject("PROJ", Map.of("ID", TWO, "name", "two", "description", "as before"));
    sandbox.putObject("PROJ", Map.of("ID", THREE, "name", "three", "description", "same"));
    route();
    rows(ONE + ",new,other words\n", TWO + ",two,changed\n", THREE + ",three,same\n");
  }

  private void route(String... options) {
    home.csvToWorkfront("projects", "projects.csv", options);
  }

  private void rows(String... rows) {
    home.file("projects.csv", "ID,Name,Description\n" + String.join("", rows));
  }

  private JsonNode json(int exitCode, String... command) throws IOException {
    Home.Done done = home.run(command);
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return JSON.readTree(done.out());
  }

  /** A run that has applied a plan. */
  private String applied() throws IOException {
    String plan = json(0, "plan", "projects", "--json").get("plan").asText();
    json(0, "apply", plan, "--json");
    return plan;
  }

  /** The id of the undo, which is planned. */
  private String planned(String run) throws IOException {
    return json(0, "undo", run, "--json").get("plan").asText();
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

  private void delete(String id) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.workfrontUrl().resolve("/attask/api/v20.0/proj?id=" + id))
            .header("apiKey", Workfront.API_KEY)
            .DELETE()
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    assertThat(sandbox.object("PROJ", id)).isEmpty();
  }

  private void isAsBefore() {
    assertThat(value(ONE, "name")).isEqualTo("old");
    assertThat(value(ONE, "description")).isEqualTo("words");
    assertThat(value(TWO, "description")).isEqualTo("as before");
    assertThat(value(THREE, "name")).isEqualTo("three");
  }

  private void isAsWritten() {
    assertThat(value(ONE, "name")).isEqualTo("new");
    assertThat(value(ONE, "description")).isEqualTo("other words");
    assertThat(value(TWO, "description")).isEqualTo("changed");
  }

  @Test
  void a_run_without_a_plan_is_undone_if_it_kept_what_it_overwrote() throws IOException {
    route("keepBefore: true");
    String run = json(0, "run", "projects", "--json").get("run").asText();
    isAsWritten();
    edit(TWO, "name", "of a colleague");
    edit(ONE, "description", "of a colleague");

    String undo = planned(run);
    home.run("apply", undo);

    assertThat(value(ONE, "name")).isEqualTo("old");
    assertThat(value(ONE, "description")).isEqualTo("of a colleague");
    assertThat(value(TWO, "name")).isEqualTo("of a colleague");
    assertThat(value(TWO, "description")).isEqualTo("as before");
  }

  @Test
  void what_a_run_overwrote_is_shown_first_and_put_back_when_that_is_applied() throws IOException {
    String run = applied();
    isAsWritten();

    JsonNode undo = json(0, "undo", run, "--json");

    isAsWritten();
    assertThat(undo.get("undoes").asText()).isEqualTo(run);
    assertThat(undo.get("waitsForApproval").asBoolean()).isTrue();
    assertThat(undo.at("/changes/rows/changed").asInt()).isEqualTo(2);
    assertThat(undo.get("keptFields").asInt()).isZero();

    JsonNode report = json(0, "apply", undo.get("plan").asText(), "--json");

    isAsBefore();
    assertThat(report.get("undoes").asText()).isEqualTo(run);
    assertThat(report.get("rows").asInt()).isEqualTo(2);
    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
  }

  @Test
  void with_yes_it_is_put_back_at_once() throws IOException {
    String run = applied();

    JsonNode report = json(0, "undo", run, "--yes", "--json");

    isAsBefore();
    assertThat(report.get("state").asText()).isEqualTo("COMPLETE");
  }

  @Test
  void an_undo_never_reads_the_dataset_and_does_not_care_for_the_route() throws IOException {
    String run = applied();
    Files.delete(home.path("projects.csv"));
    route("columns: \"Name=description\"", "batchSize: 1", "unmatchedColumns: ignore");

    json(0, "undo", run, "--yes", "--json");

    isAsBefore();
  }

  @Test
  void what_a_colleague_changed_since_is_kept_and_the_other_field_of_the_object_is_put_back()
      throws IOException {
    String run = applied();
    edit(ONE, "name", "of a colleague");

    JsonNode undo = json(0, "undo", run, "--json");

    assertThat(undo.get("keptFields").asInt()).isEqualTo(1);
    JsonNode kept = undo.get("kept").get(0);
    assertThat(kept.get("key").asText()).isEqualTo(ONE);
    assertThat(kept.get("field").asText()).isEqualTo("name");
    assertThat(kept.get("found").asText()).isEqualTo("of a colleague");
    assertThat(kept.get("written").asText()).isEqualTo("new");
    assertThat(kept.get("wanted").asText()).isEqualTo("old");

    JsonNode report = json(3, "apply", undo.get("plan").asText(), "--json");

    assertThat(value(ONE, "name")).isEqualTo("of a colleague");
    assertThat(value(ONE, "description")).isEqualTo("words");
    assertThat(value(TWO, "description")).isEqualTo("as before");
    assertThat(report.get("differs").asInt()).isEqualTo(1);
    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(report.at("/differenceCauses/0/column").asText()).isEqualTo("name");
    assertThat(report.at("/differenceCauses/0/example").asText())
        .contains("sent old", "found of a colleague");
  }

  @Test
  void a_row_of_which_every_field_was_changed_since_is_rejected_with_the_three_values()
      throws IOException {
    String run = applied();
    edit(TWO, "description", "of a colleague");

    Home.Done plan = home.run("undo", run);
    assertThat(plan.out())
        .contains("kept, as someone changed it since", "of a colleague", "as before");
    JsonNode report = json(3, "apply", "last", "--json");

    assertThat(value(TWO, "description")).isEqualTo("of a colleague");
    assertThat(value(ONE, "name")).isEqualTo("old");
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    JsonNode reject = home.run("rejects", "last", "--json").json().get("rejects").get(0);
    assertThat(reject.get("code").asText()).isEqualTo("WB-306");
    assertThat(reject.get("key").asText()).isEqualTo(TWO);
    assertThat(reject.get("reason").asText())
        .contains("\"of a colleague\"", "\"changed\"", "\"as before\"");
  }

  @Test
  void what_someone_changes_between_the_plan_of_an_undo_and_its_sending_is_kept_too()
      throws IOException {
    String run = applied();
    String undo = planned(run);
    edit(ONE, "name", "of a colleague");

    json(3, "apply", undo, "--json");

    assertThat(value(ONE, "name")).isEqualTo("of a colleague");
    assertThat(value(TWO, "description")).isEqualTo("as before");
  }

  @Test
  void what_holds_its_earlier_value_already_is_not_sent() throws IOException {
    String run = applied();
    edit(TWO, "description", "as before");

    JsonNode report = json(0, "undo", run, "--yes", "--json");

    isAsBefore();
    assertThat(report.get("unchanged").asInt()).isEqualTo(1);
    assertThat(report.get("recordsSent").asInt()).isEqualTo(1);
  }

  @Test
  void an_object_that_was_deleted_since_is_reported() throws Exception {
    String run = applied();
    delete(TWO);

    JsonNode report = json(3, "undo", run, "--yes", "--json");

    assertThat(value(ONE, "name")).isEqualTo("old");
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(
            home.run("rejects", "last", "--json")
                .json()
                .get("rejects")
                .get(0)
                .get("reason")
                .asText())
        .contains("not there any more");
  }

  @Test
  void what_the_destination_refuses_now_is_rejected_with_its_words() throws IOException {
    String run = applied();
    sandbox
        .faults()
        .add(
            Fault.answer(422, "{\"error\":{\"message\":\"description is read-only\"}}")
                .onMethod("PUT")
                .containing("as before")
                .times(Fault.FOR_EVER));

    JsonNode report = json(3, "undo", run, "--yes", "--json");

    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(value(ONE, "name")).isEqualTo("old");
    assertThat(value(TWO, "description")).isEqualTo("changed");
    JsonNode reject = home.run("rejects", "last", "--json").json().get("rejects").get(0);
    assertThat(reject.get("code").asText()).isEqualTo("WB-303");
    assertThat(reject.get("reason").asText()).contains("read-only");
  }

  @Test
  void an_undo_can_be_undone_again_and_again() throws IOException {
    String run = applied();

    String undo = json(0, "undo", run, "--yes", "--json").get("run").asText();
    isAsBefore();
    String again = json(0, "undo", undo, "--yes", "--json").get("run").asText();
    isAsWritten();
    json(0, "undo", again, "--yes", "--json");

    isAsBefore();
  }

  @Test
  void what_the_run_itself_left_alone_is_no_matter_of_the_undo() throws IOException {
    String plan = json(0, "plan", "projects", "--json").get("plan").asText();
    edit(ONE, "name", "of a colleague");
    json(3, "apply", plan, "--json");

    JsonNode report = json(0, "undo", plan, "--yes", "--json");

    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(report.get("unchanged").asInt()).isEqualTo(1);
    assertThat(value(ONE, "name")).isEqualTo("of a colleague");
    assertThat(value(ONE, "description")).isEqualTo("words");
    assertThat(value(TWO, "description")).isEqualTo("as before");
  }

  @Test
  void a_lost_answer_is_asked_about_before_anything_is_written_again() throws IOException {
    String run = applied();
    String undo = planned(run);
    sandbox.faults().add(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT).onMethod("PUT").times(1));

    json(0, "apply", undo, "--json");

    isAsBefore();
  }

  @Test
  void a_mode_that_sends_changed_rows_sends_what_was_undone_again() throws IOException {
    route("mode: changed");
    json(0, "run", "projects", "--json");
    rows(ONE + ",newer,other words\n", TWO + ",two,changed\n", THREE + ",three,same\n");
    String run = applied();
    assertThat(value(ONE, "name")).isEqualTo("newer");
    json(0, "undo", run, "--yes", "--json");
    assertThat(value(ONE, "name")).isEqualTo("new");

    JsonNode report = json(0, "run", "projects", "--json");

    assertThat(value(ONE, "name")).isEqualTo("newer");
    assertThat(report.get("recordsSent").asInt()).isEqualTo(1);
    assertThat(report.get("unchanged").asInt()).isEqualTo(2);
  }

  @Test
  void a_run_whose_earlier_values_are_not_known_cannot_be_undone() throws IOException {
    json(0, "run", "projects", "--json");

    Home.Done done = home.run("undo", "last");

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.err()).contains("WB-538", "was not kept", "./writeback plan projects");
    isAsWritten();
    assertThat(runs()).hasSize(1);
  }

  @Test
  void a_plan_that_was_not_applied_cannot_be_undone() throws IOException {
    String plan = json(0, "plan", "projects", "--json").get("plan").asText();

    assertThat(home.run("undo", plan).err()).contains("WB-538", "PAUSED", "cancel " + plan);
    json(0, "cancel", plan, "--json");
    assertThat(home.run("undo", plan).err()).contains("WB-538", "sent nothing");
  }

  @Test
  void a_file_of_changes_that_was_cut_off_is_not_used() throws IOException {
    String run = applied();
    Path file = home.path("data/runs/" + run + "/changes.json.gz");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    Home.Done done = home.run("undo", run, "--yes");

    assertThat(done.err()).contains("WB-526");
    isAsWritten();
  }

  @Test
  void a_replay_of_an_undo_is_refused() throws IOException {
    String run = applied();
    edit(TWO, "description", "of a colleague");
    json(3, "undo", run, "--yes", "--json");

    Home.Done done = home.run("replay", "last");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("is an undo", "./writeback undo " + run);
  }

  @Test
  void both_runs_name_each_other() throws IOException {
    String run = applied();
    String undo = json(0, "undo", run, "--yes", "--json").get("run").asText();

    assertThat(home.run("show", run).line("undone")).isEqualTo("undone by " + undo);
    assertThat(home.run("show", undo).line("undo")).isEqualTo("undo of run " + run);
    assertThat(home.run("runs").out()).contains(undo + ": undo of run " + run);
    assertThat(runs().get(0).get("undoes").asText()).isEqualTo(run);
  }

  @Test
  void an_undo_is_no_run_of_the_writeback_for_the_next_one() throws IOException {
    String run = applied();
    json(0, "undo", run, "--yes", "--json");

    JsonNode report = json(0, "run", "projects", "--json");

    assertThat(report.get("confirmed").asInt()).isEqualTo(3);
    isAsWritten();
    JsonNode later = runs().get(0);
    assertThat(later.get("trend").get("rows")).hasSize(2);
  }

  @Test
  void once_a_newer_run_has_written_a_planned_undo_has_to_be_planned_again() throws IOException {
    String run = applied();
    String undo = planned(run);
    rows(ONE + ",newest,other words\n");
    json(0, "run", "projects", "--json");

    Home.Done late = home.run("apply", undo);

    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(late.err()).contains("WB-529", "./writeback undo " + run);
    json(3, "undo", run, "--yes", "--json");
    assertThat(value(ONE, "name")).isEqualTo("newest");
    assertThat(value(ONE, "description")).isEqualTo("words");
  }

  private JsonNode runs() {
    return home.run("runs", "--json").json().get("runs");
  }
}
