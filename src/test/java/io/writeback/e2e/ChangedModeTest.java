package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.Child;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.config.Configuration;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs that send only changed rows, through the routes, to a strict destination. */
final class ChangedModeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] CHANGED = {"mode: changed"};
  private static final long SEED = Long.getLong("changed.seed", 20261123L);

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  /** The rows of the DataSet, from object number to name. */
  private final Map<Integer, String> names = new LinkedHashMap<>();

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    home.csvToWorkfront("projects", "projects.csv", CHANGED);
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private void projects(int rows) {
    for (int row = 1; row <= rows; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      names.put(row, "name " + row);
    }
  }

  private void dataset() {
    dataset(
        names.entrySet().stream()
            .map(row -> id(row.getKey()) + "," + row.getValue())
            .collect(Collectors.joining("\n")));
  }

  private void dataset(String rows) {
    home.file("projects.csv", "ID,Name\n" + rows + "\n");
  }

  private String name(int row) {
    return sandbox.object("PROJ", id(row)).orElseThrow().get("name").asText();
  }

  private JsonNode run(int exitCode, String... options) throws IOException {
    String[] command = new String[options.length + 3];
    command[0] = "run";
    command[1] = "projects";
    command[2] = "--json";
    System.arraycopy(options, 0, command, 3, options.length);
    Home.Done done = home.run(command);
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    JsonNode report = JSON.readTree(done.out());
    assertThat(
            List.of("confirmed", "differs", "unchanged", "superseded", "rejected", "inDoubt")
                    .stream()
                    .mapToLong(count -> report.get(count).asLong())
                    .sum()
                + report.get("notSent").asLong())
        .as("rows accounted for in %s", report)
        .isEqualTo(report.get("rows").asLong());
    return report;
  }

  /** Runs with the current DataSet. */
  private JsonNode run() throws IOException {
    dataset();
    return run(0);
  }

  private static void assertSends(JsonNode report, int records) {
    assertThat(report.get("recordsSent").asInt()).as(report.toString()).isEqualTo(records);
  }

  private static void assertMode(JsonNode report, String mode, String because) {
    assertThat(report.get("mode").asText()).isEqualTo(mode);
    if (because == null) {
      assertThat(report.get("everyRowBecause").isNull()).isTrue();
    } else {
      assertThat(report.get("everyRowBecause").asText()).contains(because);
    }
  }

  // --- what is sent

  @Test
  void the_first_run_sends_every_row_and_says_why() throws IOException {
    projects(250);

    JsonNode report = run();

    assertSends(report, 250);
    assertMode(report, "full", "no run that sent every row was completed yet");
  }

  @Test
  void rows_that_were_confirmed_as_they_are_count_as_unchanged() throws IOException {
    projects(250);
    run();

    JsonNode report = run();

    assertSends(report, 0);
    assertThat(report.get("unchanged").asInt()).isEqualTo(250);
    assertThat(report.get("requests").asInt()).isZero();
    assertThat(report.get("state").asText()).isEqualTo("COMPLETE");
    assertMode(report, "changed", null);
  }

  @Test
  void of_many_rows_exactly_those_that_changed_are_sent() throws IOException {
    int rows = 20_000;
    projects(rows);
    run();
    Random random = new Random(SEED);
    Set<Integer> changed = new TreeSet<>();
    while (changed.size() < rows / 100) {
      changed.add(1 + random.nextInt(rows));
    }
    changed.forEach(row -> names.put(row, "changed " + row));
    Map<String, Long> before = sandbox.stats().writesPerId();

    JsonNode report = run();

    System.out.printf("changed: %d of %d rows, seed %d%n", changed.size(), rows, SEED);
    assertSends(report, changed.size());
    assertThat(report.get("requests").asInt()).as("batches are full").isEqualTo(2);
    assertThat(report.get("unchanged").asInt()).isEqualTo(rows - changed.size());
    Map<String, Long> after = sandbox.stats().writesPerId();
    assertThat(
            IntStream.rangeClosed(1, rows)
                .filter(row -> !after.get(id(row)).equals(before.get(id(row))))
                .boxed()
                .toList())
        .as("seed %d", SEED)
        .containsExactlyElementsOf(changed);
    assertThat(changed).allSatisfy(row -> assertThat(name(row)).isEqualTo("changed " + row));
  }

  @Test
  void a_row_that_is_new_is_sent() throws IOException {
    projects(3);
    run();
    projects(4);

    assertSends(run(), 1);
  }

  @Test
  void of_the_rows_with_one_key_the_last_is_compared() throws IOException {
    projects(2);
    run();
    dataset(id(1) + ",something else\n" + id(2) + ",name 2\n" + id(1) + ",name 1");

    JsonNode report = run(0);

    assertSends(report, 0);
    assertThat(report.get("superseded").asInt()).isEqualTo(1);
    assertThat(report.get("unchanged").asInt()).isEqualTo(2);
  }

  @Test
  void a_last_row_that_differs_is_sent_although_an_earlier_one_does_not() throws IOException {
    projects(1);
    run();
    dataset(id(1) + ",name 1\n" + id(1) + ",something else");

    assertSends(run(0), 1);
    assertThat(name(1)).isEqualTo("something else");
  }

  @Test
  void a_mapping_option_that_changes_what_is_sent_leads_to_a_new_sending() throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "old"));
    home.file("projects.csv", "ID,Planned Start Date\n" + id(1) + ",2026-07-01T08:00:00\n");
    assertSends(run(0), 1);
    assertSends(run(0), 0);
    home.csvToWorkfront("projects", "projects.csv", "mode: changed", "zone: America/New_York");

    assertSends(run(0), 1);
  }

  @Test
  void a_row_that_is_written_otherwise_but_says_the_same_is_not_sent() throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "old", "priority", 0));
    sandbox.putObject("PROJ", Map.of("ID", id(2), "name", "old", "priority", 0));
    home.file("projects.csv", "ID,Name,priority\n" + id(1) + ",a,1\n" + id(2) + ",b,2\n");
    assertSends(run(0), 2);
    // Quotes, a number with a fraction of nothing, another order of columns and rows, and a column
    // that is not written.
    home.file(
        "projects.csv",
        "priority,Weather,ID,Name\r\n 2.0 ,rain,"
            + id(2)
            + ",\"b\"\r\n\"1\",,\""
            + id(1).toUpperCase(Locale.ROOT)
            + "\",a\r\n");

    JsonNode report = run(0);

    assertSends(report, 0);
    assertThat(report.get("unchanged").asInt()).isEqualTo(2);
  }

  @Test
  void a_column_that_goes_to_another_field_is_sent_although_the_rows_are_the_same()
      throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "old"));
    home.file("projects.csv", "ID,Name,Other\n" + id(1) + ",a,a\n");
    home.csvToWorkfront("projects", "projects.csv", "mode: changed", "columns: Other=-");
    assertSends(run(0), 1);
    assertSends(run(0), 0);
    home.csvToWorkfront("projects", "projects.csv", "mode: changed", "columns: Other=description");

    assertSends(run(0), 1);
    assertThat(sandbox.object("PROJ", id(1)).orElseThrow().get("description").asText())
        .isEqualTo("a");
    assertSends(run(0), 0);
  }

  @Test
  void blank_cells_that_mean_something_else_now_are_sent_although_the_rows_are_the_same()
      throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "old", "description", "old"));
    home.file("projects.csv", "ID,Name,description\n" + id(1) + ",a,\n");
    assertSends(run(0), 1);
    assertSends(run(0), 0);
    home.csvToWorkfront("projects", "projects.csv", "mode: changed", "blankCells: clear");

    assertSends(run(0), 1);
    assertThat(sandbox.object("PROJ", id(1)).orElseThrow().path("description").asText(""))
        .isIn("", "null");
  }

  @Test
  void a_row_with_nothing_but_its_key_changes_nothing_of_what_was_confirmed() throws IOException {
    projects(2);
    run();
    dataset(id(1) + ",name 1\n" + id(2) + ",\n" + id(1) + ",\"\"");
    JsonNode report = run(0);

    assertSends(report, 0);
    assertThat(report.get("unchanged").asInt()).isEqualTo(3);
    assertSends(run(), 0);
  }

  // --- what is not trusted

  @Test
  void a_value_that_was_sent_before_is_sent_again_after_the_mapping_rejected_another()
      throws IOException {
    home.file("projects.csv", "ID,priority\n" + id(1) + ",1\n");
    sandbox.putObject("PROJ", Map.of("ID", id(1), "priority", 0));
    run(0);
    home.file("projects.csv", "ID,priority\n" + id(1) + ",high up\n");
    assertThat(run(3).get("rejected").asInt()).isEqualTo(1);
    home.file("projects.csv", "ID,priority\n" + id(1) + ",1\n");

    assertSends(run(0), 1);
  }

  @Test
  void a_row_that_the_destination_refused_is_sent_again_as_it_was() throws IOException {
    projects(2);
    run();
    names.put(3, "of no object");
    names.put(1, "another");
    dataset();
    assertThat(run(3).get("rejected").asInt()).isEqualTo(1);

    JsonNode report = run(3);

    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(report.get("unchanged").asInt()).isEqualTo(2);
  }

  @Test
  void a_row_that_differs_is_sent_again() throws IOException {
    projects(1);
    sandbox
        .faults()
        .add(
            Fault.of(Fault.Kind.ANSWER_AFTER_COMMIT)
                .answering(200, "{\"data\":[{\"ID\":\"" + id(1) + "\",\"name\":\"cut\"}]}")
                .onMethod("PUT"));
    dataset();
    assertThat(run(3).get("differs").asInt()).isEqualTo(1);

    JsonNode report = run(0);

    assertSends(report, 1);
    assertMode(report, "changed", null);
  }

  @Test
  void after_a_run_in_doubt_was_cancelled_the_old_value_is_sent_again() throws IOException {
    projects(1);
    run();
    names.put(1, "a value that may have arrived");
    sandbox.faults().add(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT).onMethod("PUT").times(1_000));
    dataset();
    assertThat(run(4).get("inDoubt").asInt()).isEqualTo(1);
    sandbox.faults().clear();
    assertThat(home.run("cancel", "last").exitCode()).isZero();
    names.put(1, "name 1");

    assertSends(run(), 1);
    assertThat(name(1)).isEqualTo("name 1");
  }

  @Test
  void after_a_process_was_killed_with_a_batch_in_flight_the_old_value_is_sent_again()
      throws Exception {
    projects(150);
    run();
    names.replaceAll((row, name) -> row <= 120 ? "on its way" : name);
    dataset();
    killWithABatchInFlight();
    assertThat(home.run("cancel", "last").exitCode()).isZero();
    names.replaceAll((row, name) -> "name " + row);

    JsonNode report = run();

    assertMode(report, "changed", null);
    // The batch that was in flight; the 20 rows after it were never sent.
    assertSends(report, 100);
    assertThat(names).allSatisfy((row, name) -> assertThat(name(row)).isEqualTo(name));
  }

  @Test
  void a_run_that_is_resumed_sends_what_was_in_flight_and_compares_the_rest_again()
      throws Exception {
    projects(1_000);
    run();
    names.replaceAll((row, name) -> row % 4 == 0 ? "changed " + row : name);
    dataset();
    killWithABatchInFlight();

    Home.Done done = home.run("resume", "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    JsonNode report = JSON.readTree(done.out()).get(0);
    assertMode(report, "changed", null);
    assertThat(report.get("confirmed").asInt()).isEqualTo(250);
    assertThat(report.get("unchanged").asInt()).isEqualTo(750);
    assertThat(names).allSatisfy((row, name) -> assertThat(name(row)).isEqualTo(name));
    assertSends(run(), 0);
  }

  /** The response is lost, and the process crashes before it can read back. */
  private void killWithABatchInFlight() throws Exception {
    sandbox.faults().add(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT).onMethod("PUT").times(1_000));
    home.set("http.retry-delay", "30s");
    long written = sandbox.stats().recordsWritten();
    Process process = Child.start(home, List.of(), "run", "projects");
    await().until(() -> !process.isAlive() || sandbox.stats().recordsWritten() > written);
    assertThat(process.isAlive()).isTrue();
    process.destroyForcibly();
    process.waitFor();
    sandbox.faults().clear();
    home.set("http.retry-delay", "1ms");
    assertThat(hasOpenBatches()).isTrue();
  }

  private boolean hasOpenBatches() {
    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(home.path("data")), InstantSource.system())) {
      return ledger.history().unfinished().stream()
          .anyMatch(run -> !ledger.batches().open(run.id()).isEmpty());
    }
  }

  // --- earlier runs

  @Test
  void no_run_begins_while_an_earlier_one_on_the_target_has_batches_open() throws IOException {
    projects(1);
    run();
    home.csvToWorkfront("other", "projects.csv", CHANGED);
    sandbox.faults().add(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT).onMethod("PUT").times(1_000));
    assertThat(home.run("run", "other").exitCode()).isEqualTo(4);
    sandbox.faults().clear();

    Home.Done waits = home.run("run", "projects");

    assertThat(waits.exitCode()).isEqualTo(4);
    assertThat(waits.err())
        .contains("waits for a person", "./writeback resume", "./writeback cancel ");
    assertThat(home.run("resume").exitCode()).isZero();
    assertSends(run(0), 0);
  }

  // --- every row

  @Test
  void edits_of_people_are_not_seen() throws IOException {
    projects(1);
    run();
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "by a person"));

    run();

    assertThat(name(1)).isEqualTo("by a person");
  }

  @Test
  void full_sends_every_row_and_says_so() throws IOException {
    projects(3);
    run();
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "by a person"));
    dataset();

    JsonNode report = run(0, "--full");

    assertSends(report, 3);
    assertMode(report, "full", "--full asked for it");
    assertThat(name(1)).isEqualTo("name 1");
    assertSends(run(), 0);
  }

  @Test
  void full_changes_nothing_for_a_writeback_that_sends_every_row() throws IOException {
    home.csvToWorkfront("projects", "projects.csv");
    projects(3);
    dataset();

    JsonNode report = run(0, "--full");

    assertSends(report, 3);
    assertMode(report, "full", null);
  }

  @Test
  void a_run_in_mode_full_forgets_what_was_confirmed_before() throws IOException {
    projects(3);
    run();
    home.csvToWorkfront("projects", "projects.csv");
    names.put(1, "another");
    assertMode(run(), "full", null);
    home.csvToWorkfront("projects", "projects.csv", CHANGED);
    names.put(1, "name 1");

    JsonNode report = run();

    assertSends(report, 3);
    assertMode(report, "full", "no run that sent every row");
    assertThat(name(1)).isEqualTo("name 1");
  }

  @Test
  void a_run_that_should_send_every_row_and_did_not_is_followed_by_another() throws IOException {
    projects(300);
    sandbox
        .faults()
        .add(
            Fault.answer(401, "{\"error\":{\"message\":\"no\"}}").onMethod("PUT").nth(2).times(99));
    dataset();
    Home.Done done = home.run("run", "projects", "--json");
    assertThat(done.exitCode()).isNotZero();
    sandbox.faults().clear();
    assertThat(home.run("cancel", "last").exitCode()).isZero();

    JsonNode report = run();

    assertSends(report, 300);
    assertMode(report, "full", "no run that sent every row was completed yet");
  }

  @Test
  void every_row_is_sent_again_when_the_last_time_is_as_long_ago_as_full_every_says()
      throws IOException {
    projects(3);
    dataset();
    Instant first = Instant.parse("2026-03-01T02:00:00Z");
    assertThat(at(first).mode()).isEqualTo("full");
    assertThat(at(first.plus(Duration.ofDays(6))).mode()).isEqualTo("changed");

    Report report = at(first.plus(Duration.ofDays(7)));

    assertThat(report.everyRowBecause())
        .isEqualTo(
            "the last run that sent every row was completed at 2026-03-01T02:00:00Z, and fullEvery is 7d");
    assertThat(report.recordsSent()).isEqualTo(3);
    assertThat(at(first.plus(Duration.ofDays(13))).recordsSent()).isZero();
  }

  private Report at(Instant now) {
    Configuration configuration = home.configuration();
    try (WritebackMain main =
        new WritebackMain(configuration, ProgressListener.NONE, InstantSource.fixed(now))) {
      main.start("projects");
      return main.control().run("projects");
    }
  }

  // --- scopes

  @Test
  void another_key_column_is_another_scope_and_what_the_first_one_knew_is_forgotten()
      throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "old"));
    sandbox.putObject("PROJ", Map.of("ID", id(2), "name", "old"));
    home.file("projects.csv", "ID,Other,Name\n" + id(1) + "," + id(1) + ",A\n");
    assertSends(run(0), 1);
    home.csvToWorkfront(
        "projects", "projects.csv", "mode: changed", "idColumn: Other", "columns: ID=-");

    JsonNode other = run(0);

    assertSends(other, 1);
    assertMode(other, "full", "no run that sent every row");
    home.csvToWorkfront("projects", "projects.csv", CHANGED);
    assertSends(run(0), 1);
  }

  @Test
  void another_address_is_another_scope() throws IOException {
    projects(2);
    run();
    try (Sandbox second = Sandbox.start(Home.EMPTY)) {
      for (int row : names.keySet()) {
        second.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      }
      home.set("account.workfront.url", second.workfrontUrl().toString());

      assertSends(run(), 2);

      assertThat(second.stats().recordsWritten()).isEqualTo(2);
    }
    home.set("account.workfront.url", sandbox.workfrontUrl().toString());
    assertSends(run(), 0);
  }

  @Test
  void another_writeback_is_another_scope() throws IOException {
    projects(2);
    run();
    home.csvToWorkfront("others", "projects.csv", CHANGED);

    Home.Done done = home.run("run", "others", "--json");

    assertSends(JSON.readTree(done.out()), 2);
  }

  // --- what users see

  @Test
  void show_and_the_report_say_which_rows_are_sent() throws IOException {
    projects(2);
    dataset();
    String every = "sends        every row, because no run that sent every row was completed yet";

    assertThat(home.run("run", "projects").out()).contains(every);
    assertThat(home.run("show", "last").out()).contains(every);
    assertThat(home.run("run", "projects").out())
        .contains("sends        changed rows only", "as it was confirmed before");
    assertThat(home.run("show", "last").out()).contains("sends        changed rows only");
  }

  @Test
  void check_says_the_mode() throws IOException {
    projects(2);
    dataset();

    assertThat(home.run("check", "projects").out()).contains("mode=changed", "7d ago or longer");
  }
}
