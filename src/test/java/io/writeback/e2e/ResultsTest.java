package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.run.ProgressListener;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What became of rows and runs, delivered to Domo and to files, by the route of docs/results.md.
 */
final class ResultsTest {
  private static final String ROWS = "Writeback results rows";
  private static final String RUNS = "Writeback results runs";
  private static final String PARTS = "/v1/streams/.*/part/";
  private static final String COMMIT = "/v1/streams/.*/commit";

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  /** A row for each kind of outcome but those of a run that is not over. */
  private static final String CSV =
      String.join(
          "\n",
          "ID,Name,Planned Completion Date",
          id(1) + ",first,",
          id(2) + ",earlier,",
          id(2) + ",later,",
          id(9) + ",missing,",
          id(3) + ",bad,secret date",
          id(4) + ",,",
          "no id,x,",
          "");

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    for (int number = 1; number <= 4; number++) {
      sandbox.putObject("PROJ", Map.of("ID", id(number), "name", "old"));
    }
    home.file("projects.csv", CSV);
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private void route(String results) {
    home.csvToWorkfront("projects", "projects.csv", "results: \"" + results + "\"");
  }

  private JsonNode run(int exitCode) {
    Home.Done done = home.run("run", "projects", "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done.json();
  }

  private List<String> lines(String dataset) throws IOException {
    return sandbox.domo().csv(dataset).stream()
        .flatMap(String::lines)
        .skip(1)
        .collect(Collectors.toList());
  }

  private void deliverAfter(Duration time) throws Exception {
    try (WritebackMain main =
        new WritebackMain(
            home.configuration(), ProgressListener.NONE, () -> Instant.now().plus(time))) {
      main.start("projects");
      assertThat(main.engine().mayExecute()).isTrue();
      main.engine().deliverResults(() -> false);
    }
  }

  @Test
  void each_run_appends_its_rows_and_itself_to_datasets_of_its_own() throws IOException {
    route("domo:Writeback results");

    JsonNode report = run(3);

    String run = report.get("run").asText();
    assertThat(lines(ROWS))
        .hasSize(7)
        .allSatisfy(line -> assertThat(line).startsWith(run + ",projects,"));
    assertThat(lines(ROWS).get(0)).contains(",1," + id(1) + ",confirmed,,,2");
    assertThat(lines(ROWS).get(1)).contains(",2," + id(2) + ",superseded,");
    assertThat(lines(ROWS).get(2)).contains(",3," + id(2) + ",confirmed,");
    assertThat(lines(ROWS).get(3)).contains(",4," + id(9) + ",rejected,WB-303,");
    assertThat(lines(ROWS).get(4)).contains(",5," + id(3) + ",rejected,WB-302,");
    assertThat(lines(ROWS).get(5)).contains(",6," + id(4) + ",unchanged,");
    assertThat(lines(ROWS).get(6)).contains(",7,").contains(",rejected,WB-301,");
    assertThat(lines(RUNS))
        .singleElement()
        .asString()
        .startsWith(run + ",projects,COMPLETE_WITH_REJECTS,,,")
        .endsWith(",7,2,0,1,1,3,0,0");

    run(3);

    assertThat(lines(ROWS)).hasSize(14);
    assertThat(lines(RUNS)).hasSize(2);
    assertThat(sandbox.domo().ids().keySet())
        .filteredOn(name -> name.contains("results"))
        .hasSize(2);
  }

  @Test
  void no_cell_but_the_key_leaves_with_the_reasons() throws IOException {
    route("domo:Writeback results");

    run(3);

    assertThat(String.join("\n", lines(ROWS)) + lines(RUNS))
        .doesNotContain("secret")
        .doesNotContain("missing")
        .doesNotContain("later");
    assertThat(home.run("rejects", "last").out()).contains("secret date");
  }

  @Test
  void files_are_written_for_each_run() throws IOException {
    route("csv:results");

    String run = run(3).get("run").asText();
    run(3);

    Path rows = home.path("results/rows");
    try (Stream<Path> files = Files.list(rows)) {
      assertThat(files).hasSize(2);
    }
    assertThat(Files.readAllLines(rows.resolve(run + ".csv")))
        .hasSize(8)
        .startsWith("run,writeback,row,key,state,code,reason,ended");
    assertThat(Files.readAllLines(home.path("results/runs/" + run + ".csv"))).hasSize(2);
  }

  @Test
  void what_could_not_be_delivered_changes_nothing_about_the_run_and_is_delivered_later()
      throws Exception {
    route("domo:Writeback results");
    sandbox
        .faults()
        .add(Fault.answer(503, "down").onService("domo").onPath("/v1/streams").times(100));

    String run = run(3).get("run").asText();

    assertThat(home.run("show", run).line("results, rows"))
        .contains("domo:Writeback results, not delivered since ")
        .contains(", 1 try, the next ")
        .contains("503");
    assertThat(home.run("list").out())
        .contains("results    2 deliveries are not delivered, the oldest since ")
        .contains("; see ./writeback show " + run);
    sandbox.faults().clear();
    deliverAfter(Duration.ofSeconds(5));
    assertThat(sandbox.domo().csv(ROWS)).isEmpty();
    deliverAfter(Duration.ofMinutes(1));

    assertThat(lines(ROWS)).hasSize(7);
    assertThat(lines(RUNS)).hasSize(1);
    assertThat(home.run("show", run).line("results, rows"))
        .contains(", delivered ")
        .endsWith(" after 2 tries");
    assertThat(home.run("list").out()).doesNotContain("results    ");
  }

  @Test
  void a_commit_whose_answer_is_lost_is_asked_about_and_not_repeated() throws Exception {
    route("domo:Writeback results");
    sandbox
        .faults()
        .add(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT).onService("domo").onPath(COMMIT).times(2));

    String run = run(3).get("run").asText();
    assertThat(home.run("show", run).line("results, rows")).contains("not delivered");
    deliverAfter(Duration.ofMinutes(1));

    assertThat(lines(ROWS)).hasSize(7);
    assertThat(lines(RUNS)).hasSize(1);
    assertThat(home.run("show", run).line("results, rows")).contains(", delivered ");
  }

  @Test
  void a_commit_that_did_not_arrive_is_made_up_for_once_it_is_certain() throws Exception {
    route("domo:Writeback results");
    sandbox
        .faults()
        .add(Fault.of(Fault.Kind.CLOSE_BEFORE_COMMIT).onService("domo").onPath(COMMIT).times(2));

    run(3);
    deliverAfter(Duration.ofMinutes(1));
    assertThat(lines(ROWS)).isEmpty();
    deliverAfter(Duration.ofHours(3));

    assertThat(lines(ROWS)).hasSize(7);
    assertThat(lines(RUNS)).hasSize(1);
  }

  @Test
  void parts_that_were_not_committed_are_left_and_uploaded_again() throws Exception {
    route("domo:Writeback results");
    sandbox
        .faults()
        .add(Fault.answer(400, "{\"message\":\"no\"}").onService("domo").onPath(PARTS).times(2));

    run(3);
    assertThat(lines(ROWS)).isEmpty();
    deliverAfter(Duration.ofMinutes(1));

    assertThat(lines(ROWS)).hasSize(7);
    assertThat(lines(RUNS)).hasSize(1);
  }

  @Test
  void a_creation_whose_answer_is_lost_makes_no_second_dataset() throws Exception {
    route("domo:Writeback results");
    sandbox
        .faults()
        .add(
            Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT)
                .onService("domo")
                .onMethod("POST")
                .onPath("/v1/streams$")
                .times(2));

    run(3);
    deliverAfter(Duration.ofMinutes(1));

    assertThat(lines(ROWS)).hasSize(7);
    assertThat(sandbox.domo().ids().keySet())
        .filteredOn(name -> name.contains("results"))
        .hasSize(2);
  }

  @Test
  void a_dataset_of_that_name_that_is_not_ours_is_not_written() throws IOException {
    home.file("other.csv", "a,b\n1,2\n");
    sandbox.domo().add(ROWS, home.path("other.csv"));
    route("domo:Writeback results");

    String run = run(3).get("run").asText();

    assertThat(home.run("show", run).line("results, rows"))
        .contains("has the columns [a, b] and not [run, writeback, row");
    assertThat(lines(ROWS)).containsExactly("1,2");
    assertThat(lines(RUNS)).hasSize(1);
  }

  @Test
  void a_run_that_failed_before_it_had_rows_is_reported_as_a_run() throws IOException {
    route("domo:Writeback results");
    home.file("projects.csv", "Name\nx\n");

    assertThat(home.run("run", "projects").exitCode()).isEqualTo(2);

    assertThat(lines(RUNS)).singleElement().asString().contains(",projects,FAILED,WB-401,");
    assertThat(lines(ROWS)).isEmpty();
  }

  /** How many lines of a run have each state. */
  private Map<String, Long> states(String run) throws IOException {
    return lines(ROWS).stream()
        .filter(line -> line.startsWith(run + ","))
        .collect(Collectors.groupingBy(line -> line.split(",")[4], Collectors.counting()));
  }

  /** Compares them with the counts of the run. */
  private void assertAddUp(JsonNode report) throws IOException {
    Map<String, Long> counted = new TreeMap<>();
    Map.of(
            "confirmed", "confirmed",
            "differs", "differs",
            "unchanged", "unchanged",
            "superseded", "superseded",
            "rejected", "rejected",
            "inDoubt", "in doubt",
            "notSent", "not sent")
        .forEach((name, state) -> counted.put(state, report.get(name).asLong()));
    counted.values().removeIf(count -> count == 0);
    assertThat(states(report.get("run").asText())).isEqualTo(counted);
  }

  private void manyRows(String suffix) {
    StringBuilder rows = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= 2_000; row++) {
      int number = row % 5 == 0 ? row - 1 : row;
      if (row % 3 != 0) {
        sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      }
      rows.append(id(number)).append(",name ").append(row);
      rows.append(row % 7 == 1 ? suffix : "").append('\n');
    }
    home.file("projects.csv", rows.toString());
  }

  @Test
  void the_lines_of_rows_add_up_to_the_counts_of_the_run() throws IOException {
    manyRows("");
    home.csvToWorkfront(
        "projects", "projects.csv", "results: \"domo:Writeback results\"", "mode: changed");

    JsonNode first = run(3);
    manyRows(" changed");
    JsonNode second = run(3);

    assertThat(first.get("rejected").asLong()).isGreaterThan(500);
    assertThat(first.get("superseded").asLong()).isEqualTo(400);
    assertThat(second.get("unchanged").asLong()).isGreaterThan(500);
    assertAddUp(first);
    assertAddUp(second);
  }

  @Test
  void of_a_run_that_was_cancelled_it_is_said_which_rows_were_not_sent() throws Exception {
    manyRows("");
    home.csvToWorkfront(
        "projects",
        "projects.csv",
        "results: \"domo:Writeback results\"",
        "batchSize: 50",
        "concurrency: 1");
    sandbox
        .faults()
        .add(
            Fault.answer(503, "down")
                .onService("workfront")
                .onMethod("PUT")
                .nth(300)
                .times(Fault.FOR_EVER));
    JsonNode stopped = run(4);
    assertThat(lines(RUNS)).isEmpty();

    assertThat(home.run("cancel", stopped.get("run").asText()).exitCode()).isZero();
    deliverAfter(Duration.ofMinutes(1));

    Map<String, Long> states = states(stopped.get("run").asText());
    assertThat(states.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(2_000);
    assertThat(states.get("confirmed")).isEqualTo(stopped.get("confirmed").asLong());
    assertThat(states.get("rejected")).isEqualTo(stopped.get("rejected").asLong());
    assertThat(
            states.getOrDefault("not sent", 0L)
                + states.getOrDefault("in doubt", 0L)
                + states.getOrDefault("in doubt or not sent", 0L))
        .isEqualTo(stopped.get("notSent").asLong() + stopped.get("inDoubt").asLong());
    assertThat(lines(RUNS)).singleElement().asString().contains(",CANCELLED,");
  }

  @Test
  void a_replay_has_lines_of_its_own() throws IOException {
    route("domo:Writeback results");
    String run = run(3).get("run").asText();
    sandbox.putObject("PROJ", Map.of("ID", id(9), "name", "old"));

    home.run("replay", run);

    List<String> replayed = lines(ROWS).stream().filter(line -> !line.startsWith(run)).toList();
    assertThat(replayed).hasSize(3);
    assertThat(replayed.get(0)).contains(",1," + id(9) + ",confirmed,");
    assertThat(lines(RUNS).get(1)).contains("," + run + ",");
  }

  @Test
  void a_wrong_destination_is_named_at_the_start() {
    route("domo");

    Home.Done done = home.run("list");

    assertThat(done.out() + done.err())
        .contains("results is \"domo\", allowed are domo:NAME")
        .contains("csv:FOLDER");
  }

  @Test
  void the_route_of_the_page_delivers_the_columns_that_the_page_lists() throws IOException {
    String page = Files.readString(Path.of("docs/results.md"));
    Matcher route = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$").matcher(page);
    assertThat(route.find()).isTrue();
    home.file("routes/project-status.camel.yaml", route.group(1));
    home.set(
        "project-status.dataset-id", sandbox.domo().add("projects.csv", home.path("projects.csv")));

    Home.Done done = home.run("run", "project-status");

    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(3);
    assertThat(lines(ROWS)).hasSize(7);
    for (String column :
        sandbox.domo().csv(ROWS).orElseThrow().lines().findFirst().orElseThrow().split(",")) {
      assertThat(page).contains("`" + column + "`");
    }
  }
}
