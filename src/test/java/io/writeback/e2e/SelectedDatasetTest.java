package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A part of a Domo DataSet, through the routes of docs/domo.md, into Workfront. */
final class SelectedDatasetTest {
  private static final String HEADER = "ID,Project Status,Name,_BATCH_ID_\n";

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private String dataset;
  private final StringBuilder rows = new StringBuilder();

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    for (int number = 1; number <= 6; number++) {
      sandbox.putObject("PROJ", Map.of("ID", id(number), "name", "old"));
    }
    append(1, 1, "Active");
    append(2, 1, "Done");
    append(3, 1, "Active");
    dataset = sandbox.domo().add("projects.csv", home.path("projects.csv"));
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private Path append(int number, int batch, String status) {
    rows.append("%s,%s,new %d,%d\n".formatted(id(number), status, number, batch));
    return home.file("projects.csv", HEADER + rows);
  }

  private void route(String... options) {
    home.writeback(
        "projects",
        "domo-dataset-action\ndatasetId: %s\n%s".formatted(dataset, String.join("\n", options)),
        "workfront-update-sink\nobject: project");
  }

  private JsonNode run(int exitCode, String... options) {
    String[] command = new String[options.length + 3];
    System.arraycopy(new String[] {"run", "projects", "--json"}, 0, command, 0, 3);
    System.arraycopy(options, 0, command, 3, options.length);
    Home.Done done = home.run(command);
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done.json();
  }

  private long sends(String... options) {
    JsonNode report = run(0, options);
    assertThat(report.get("confirmed").asLong()).isEqualTo(report.get("rows").asLong());
    return report.get("rows").asLong();
  }

  private Map<Integer, String> written() {
    Map<Integer, String> names = new TreeMap<>();
    for (int number = 1; number <= 6; number++) {
      String name = sandbox.object("PROJ", id(number)).orElseThrow().get("name").asText();
      if (!name.equals("old")) {
        names.put(number, name);
      }
    }
    return names;
  }

  @Test
  void only_the_columns_and_rows_are_written_that_the_route_selects() {
    route("columns: ID, Name", "where: \"`Project Status` = 'Active'\"", "orderBy: ID");

    assertThat(sends()).isEqualTo(2);

    assertThat(written()).containsExactly(Map.entry(1, "new 1"), Map.entry(3, "new 3"));
  }

  @Test
  void check_shows_what_the_route_selects() {
    route("columns: ID, Name", "where: \"`Project Status` = 'Done'\"", "orderBy: ID");

    Home.Done done = home.run("check", "projects");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(done.out()).contains("Name").doesNotContain("Project Status");
  }

  @Test
  void a_condition_that_does_not_fit_the_dataset_stops_the_run_before_anything_is_sent() {
    route("where: Stats = 'x'", "orderBy: ID");

    assertThat(run(2).get("code").asText()).isEqualTo("WB-404");
    assertThat(written()).isEmpty();
  }

  @Test
  void every_mistake_is_shown_before_a_run() {
    route("where: Status = Active", "columns: ID,,Name");

    Home.Done done = home.run("list");

    assertThat(done.out() + done.err())
        .contains("columns has an empty entry")
        .contains("at character 10: expected is a text in single quotes or a number")
        .contains("orderBy is missing");
  }

  @Test
  void only_the_batches_are_sent_that_no_completed_run_has_sent() {
    route("onlyNewBatches: true", "orderBy: ID");

    assertThat(sends()).isEqualTo(3);
    assertThat(sends()).isZero();
    append(4, 2, "Active");
    append(5, 3, "Active");
    assertThat(sends()).isEqualTo(2);
    append(6, 4, "Active");
    assertThat(sends()).isEqualTo(1);

    assertThat(written()).hasSize(6);
    assertThat(sends("--full")).isEqualTo(6);
    assertThat(sends()).isZero();
  }

  @Test
  void a_run_that_fails_leads_to_the_same_rows_again() {
    route("onlyNewBatches: true", "orderBy: ID");
    sandbox.faults().add(Fault.answer(503, "down").onMethod("PUT").times(Fault.FOR_EVER));

    JsonNode stopped = run(4);
    sandbox.faults().clear();
    assertThat(home.run("cancel", stopped.get("run").asText()).exitCode()).isZero();

    assertThat(sends()).isEqualTo(3);
    assertThat(sends()).isZero();
  }

  @Test
  void rejected_rows_do_not_hold_up_what_follows_and_can_be_replayed() {
    route("onlyNewBatches: true", "orderBy: ID");
    append(9, 1, "Active");

    JsonNode report = run(3);
    assertThat(report.get("rejected").asLong()).isOne();
    append(4, 2, "Active");
    assertThat(sends()).isOne();

    sandbox.putObject("PROJ", Map.of("ID", id(9), "name", "old"));
    assertThat(home.run("replay", report.get("run").asText()).exitCode()).isZero();
    assertThat(sends()).isZero();
  }

  @Test
  void another_target_gets_every_batch() {
    route("onlyNewBatches: true", "orderBy: ID");
    assertThat(sends()).isEqualTo(3);
    sandbox.putObject("TASK", Map.of("ID", id(1), "name", "old"));
    home.writeback(
        "projects",
        "domo-dataset-action\ndatasetId: %s\nonlyNewBatches: true\norderBy: ID".formatted(dataset),
        "workfront-update-sink\nobject: task");

    assertThat(run(3, "--yes").get("rows").asLong()).isEqualTo(3);
  }

  @Test
  void a_dataset_that_was_replaced_stops_the_run_and_a_full_run_begins_again() {
    append(4, 7, "Active");
    route("onlyNewBatches: true", "orderBy: ID");
    assertThat(sends()).isEqualTo(4);
    rows.setLength(0);
    append(5, 1, "Active");

    JsonNode report = run(2);

    assertThat(report.get("code").asText()).isEqualTo("WB-122");
    assertThat(report.get("reason").asText())
        .contains("its highest _BATCH_ID_ is 1, but a run has read batch 7");
    assertThat(sends("--full")).isOne();
    append(6, 2, "Active");
    assertThat(sends()).isOne();
  }

  @Test
  void what_every_run_overwrites_cannot_have_new_batches_only() {
    home.writeback(
        "projects",
        "domo-dataset-action\ndatasetId: %s\nonlyNewBatches: true\norderBy: ID".formatted(dataset),
        "data-world-file-sink\ndataset: sandbox/demo\nfileName: projects");

    Home.Done done = home.run("list");

    assertThat(done.out() + done.err())
        .contains("onlyNewBatches: is not for this sink")
        .contains("would hold the new rows only");
    assertThat(List.of(0, 2)).contains(done.exitCode());
  }

  @Test
  void the_route_of_the_page_sends_what_it_selects() throws IOException {
    Matcher route =
        Pattern.compile("(?ms)^```yaml\\n(.*?)^```$")
            .matcher(Files.readString(Path.of("docs/domo.md")));
    assertThat(route.find()).isTrue();
    home.file("routes/active-projects.camel.yaml", route.group(1));
    home.set("active-projects.dataset-id", dataset);

    Home.Done done = home.run("run", "active-projects");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(written()).containsOnly(Map.entry(1, "new 1"), Map.entry(3, "new 3"));
  }
}
