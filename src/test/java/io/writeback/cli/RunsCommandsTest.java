package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.Batches;
import io.writeback.ledger.Claim;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.Pause;
import io.writeback.ledger.RejectEntry;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunStore;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.problem.Code;
import io.writeback.run.DataLock;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code runs}, {@code show}, {@code rejects} and {@code cancel}. */
final class RunsCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TARGET = "workfront:example/PROJ";
  private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
  private static final String RUN = "20260301-020000-00000a";
  private static final String OTHER = "20260301-020000-00000b";

  @RegisterExtension private final Home home = new Home();
  private Instant now = START;

  private Path data() {
    return home.path("data");
  }

  /** Writes into the ledger as a run would. */
  private void ledger(Consumer<Ledger> work) {
    try (Ledger ledger = Ledger.open(new LedgerAddress.InDirectory(data()), () -> now)) {
      work.accept(ledger);
    }
  }

  /** Accepts a run and takes its target, as the process of a data directory does. */
  private static long begin(Ledger ledger, String id, String writeback) {
    RunEntry run = ledger.requests().accept(RunRequest.of(id, id, writeback)).run();
    LeaseTerms terms = LeaseTerms.ever(Duration.ZERO);
    return ((Claim.Taken) ledger.leases().claim(run, TARGET, terms)).run().run().epoch();
  }

  /** A run of 30 rows whose process died with its second batch in flight. */
  private void interruptedRun() {
    ledger(
        ledger -> {
          long epoch = begin(ledger, RUN, "project-status");
          ledger
              .runs()
              .snapshotTaken(
                  RUN, epoch, new SnapshotEntry("a CSV", "v", "snapshot.csv", 30, 99, "ab"));
          ledger.runs().storePlan(RUN, epoch, new RunStore.Plan(TARGET, "{}", Set.of(), 0));
          now = START.plusSeconds(10);
          Batches.settle(ledger, account(RUN, 0, 2), epoch, false);
          Batches.intend(ledger, new BatchIntent(RUN, 1, 11, 20, 10, 0, 0, ""), epoch);
        });
  }

  private static BatchAccount account(String run, int number, int rejected) {
    long first = number * 10L + 1;
    List<RejectEntry> rejects =
        LongStream.range(first, first + rejected)
            .mapToObj(
                row ->
                    new RejectEntry(row, "k" + row, Code.ROW_REFUSED, "Status", "no " + row, "no"))
            .toList();
    return new BatchAccount(
        new BatchIntent(run, number, first, first + 9, 10, 0, 0, ""),
        10 - rejected,
        0,
        0,
        0,
        rejects,
        List.of(),
        1,
        10,
        1,
        false);
  }

  private JsonNode json(Home.Done done) throws IOException {
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out().strip().lines()).hasSize(1);
    return JSON.readTree(done.out());
  }

  private Home.Done run(String... args) {
    return home.run(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "show", "rejects", "cancel"})
  void every_command_explains_itself(String command) {
    Home.Done done = run(command, "--help");

    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("Usage: writeback " + command);
  }

  @Test
  void before_the_first_run_there_is_nothing_and_to_look_makes_nothing() throws IOException {
    assertThat(run("runs").out()).contains("no runs yet").contains(data().toString());
    assertThat(json(run("runs", "--json")).get("runs")).isEmpty();
    assertThat(data()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"show last", "rejects last", "cancel last", "show 2026"})
  void before_the_first_run_no_run_can_be_named(String line) {
    Home.Done done = run(line.split(" "));

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-111").contains("no runs yet");
    assertThat(data()).doesNotExist();
  }

  @Test
  void runs_lists_the_newest_first_with_what_became_of_them() throws IOException {
    interruptedRun();
    ledger(
        ledger -> {
          ledger.requests().accept(RunRequest.of(OTHER, OTHER, "tasks"));
          now = now.plusSeconds(5);
          ledger.runs().end(OTHER, 1, RunState.FAILED, Code.SOURCE_LOGIN, "refused");
        });

    JsonNode runs = json(run("runs", "--json")).get("runs");

    assertThat(runs.findValuesAsText("run")).containsExactly(OTHER, RUN);
    assertThat(runs.findValuesAsText("state")).containsExactly("FAILED", "RUNNING");
    assertThat(runs.findValuesAsText("interrupted")).containsExactly("false", "true");
    assertThat(runs.findValuesAsText("seconds")).containsExactly("5.0", "10.0");
    assertThat(runs.findValuesAsText("rows")).containsExactly("null", "30");
    assertThat(runs.findValuesAsText("written")).containsExactly("0", "8");
    assertThat(runs.findValuesAsText("rejected")).containsExactly("0", "2");
    assertThat(runs.findValuesAsText("code")).containsExactly("WB-204", "null");
    assertThat(run("runs").out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "run writeback state accepted time rows written rejected code",
            OTHER + " tasks FAILED 2026-03-01T02:00:10Z 5.0 s 0 0 WB-204",
            RUN + " project-status INTERRUPTED 2026-03-01T02:00:00Z 10.0 s 30 8 2");
  }

  @Test
  void runs_takes_those_of_a_writeback_in_a_state_and_so_many() throws IOException {
    interruptedRun();
    ledger(ledger -> ledger.requests().accept(RunRequest.of(OTHER, OTHER, "tasks")));

    assertThat(json(run("runs", "--json", "--writeback", "tasks")).findValuesAsText("run"))
        .containsExactly(OTHER);
    assertThat(json(run("runs", "--json", "--limit", "1")).findValuesAsText("run"))
        .containsExactly(OTHER);
    assertThat(json(run("runs", "--json", "--state", "interrupted")).findValuesAsText("run"))
        .containsExactly(OTHER, RUN);
    assertThat(json(run("runs", "--json", "--state", "RUNNING")).findValuesAsText("run")).isEmpty();
    assertThat(run("runs", "--writeback", "none").out()).contains("No run matches");
  }

  @Test
  void a_run_is_running_while_someone_holds_the_data_directory() throws IOException {
    interruptedRun();
    try (DataLock lock = DataLock.tryTake(data()).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(json(run("runs", "--json", "--state", "running")).findValuesAsText("interrupted"))
          .containsExactly("false");
      assertThat(run("show", RUN).out())
          .contains("RUNNING", "a process is executing runs here")
          .doesNotContain("./writeback resume");
    }
    assertThat(json(run("runs", "--json", "--state", "running")).findValuesAsText("run")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--state gone", "--limit 0", "--limit many"})
  void a_wrong_filter_is_refused(String option) {
    interruptedRun();
    Home.Done done = run(("runs " + option).split(" "));

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains(option.split(" ")[0]);
    assertThat(done.out()).isEmpty();
  }

  @Test
  void a_run_is_named_by_its_id_by_a_beginning_that_is_no_others_or_as_the_last()
      throws IOException {
    interruptedRun();
    ledger(ledger -> ledger.requests().accept(RunRequest.of(OTHER, OTHER, "tasks")));

    assertThat(json(run("show", RUN, "--json")).at("/report/run").asText()).isEqualTo(RUN);
    assertThat(json(run("show", RUN.substring(0, 22), "--json")).at("/report/run").asText())
        .isEqualTo(RUN);
    assertThat(json(run("show", "last", "--json")).at("/report/run").asText()).isEqualTo(OTHER);
  }

  @Test
  void a_beginning_of_several_ids_names_them() {
    interruptedRun();
    ledger(ledger -> ledger.requests().accept(RunRequest.of(OTHER, OTHER, "tasks")));
    Home.Done done = run("show", "2026");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-111", "more than one run", RUN, OTHER);
  }

  @Test
  void a_beginning_of_no_id_is_reported() {
    interruptedRun();
    Home.Done done = run("rejects", "1999");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-111", "\"1999\"", "./writeback runs");
  }

  @Test
  void an_interrupted_run_shows_each_row_and_how_to_resume() throws IOException {
    interruptedRun();

    JsonNode shown = json(run("show", RUN, "--json"));
    assertThat(shown.get("interrupted").asBoolean()).isTrue();
    assertThat(shown.get("openBatches").asInt()).isEqualTo(1);
    assertThat(shown.at("/report/finishedAt").isNull()).isTrue();
    assertThat(shown.at("/report/confirmed").asInt()).isEqualTo(8);
    assertThat(shown.at("/report/rejected").asInt()).isEqualTo(2);
    assertThat(shown.at("/report/inDoubt").asInt()).isEqualTo(10);
    assertThat(shown.at("/report/notSent").asInt()).isEqualTo(10);
    assertThat(shown.at("/times/firstIntent").asText()).isEqualTo("2026-03-01T02:00:10Z");
    assertThat(shown.at("/batches/1/state").asText()).isEqualTo("OPEN");
    assertThat(shown.at("/batches/1/millis").isNull()).isTrue();
    assertThat(run("show", RUN).out())
        .contains("INTERRUPTED", "2 batches, 1 of them open", "./writeback resume")
        .contains("./writeback cancel " + RUN, "WB-303", "row 1: no 1");
  }

  @Test
  void an_older_run_is_not_to_continue_over_a_newer_one() {
    interruptedRun();
    ledger(
        ledger -> {
          long before = ledger.history().find(RUN).orElseThrow().epoch();
          ledger
              .runs()
              .pause(
                  RUN,
                  before,
                  Pause.Kind.AUTH,
                  null,
                  1,
                  Code.DESTINATION_LOGIN,
                  "for a person to see to");
          ledger.leases().releaseAll(LeaseTerms.ever(Duration.ZERO).holder());
          now = now.plusSeconds(1);
          long epoch = begin(ledger, OTHER, "project-status");
          ledger.runs().storePlan(OTHER, epoch, new RunStore.Plan(TARGET, "{}", Set.of(), 0));
          Batches.settle(ledger, account(OTHER, 0, 0), epoch, false);
          ledger.runs().end(OTHER, epoch, RunState.COMPLETE, null, null);
        });

    assertThat(run("show", RUN).out())
        .contains(OTHER + " has written to the same target since", "./writeback cancel " + RUN)
        .doesNotContain("./writeback resume");
  }

  @Test
  void a_failed_run_says_why_and_what_to_do() {
    ledger(
        ledger -> {
          ledger.requests().accept(RunRequest.of(RUN, RUN, "project-status"));
          ledger.runs().end(RUN, 1, RunState.FAILED, Code.SOURCE_LOGIN, "Domo said no");
        });

    assertThat(run("show", "last").out())
        .contains("FAILED  WB-204", "Domo said no", "The source refused the credentials")
        .contains("./writeback run project-status");
  }

  @Test
  void a_failed_run_that_took_row_messages_says_where_they_are() throws IOException {
    Files.createDirectories(data().resolve("runs").resolve(RUN).resolve("rows"));
    ledger(
        ledger -> {
          ledger.requests().accept(RunRequest.of(RUN, RUN, "project-status"));
          ledger.runs().end(RUN, 1, RunState.FAILED, Code.SOURCE_LOGIN, "refused");
        });

    assertThat(run("show", "last").out())
        .contains("its row messages are in", RUN + "/rows", "docs/triggers.md")
        .doesNotContain("./writeback run project-status");
  }

  @Test
  void many_batches_are_summed_up_unless_all_are_asked_for() throws IOException {
    ledger(
        ledger -> {
          ledger.requests().accept(RunRequest.of(RUN, RUN, "project-status"));
          for (int number = 0; number < 30; number++) {
            Batches.settle(ledger, account(RUN, number, number == 17 ? 1 : 0), 1, false);
          }
          ledger.runs().end(RUN, 1, RunState.COMPLETE_WITH_REJECTS, null, null);
        });

    assertThat(json(run("show", RUN, "--json")).get("batches").findValuesAsText("number"))
        .containsExactly("17");
    assertThat(json(run("show", RUN, "--json", "--batches")).get("batches")).hasSize(30);
    assertThat(run("show", RUN).out()).contains("30 batches, 0 of them open", "171–180");
    assertThat(run("show", RUN).out()).doesNotContain("161–170");
    assertThat(run("show", RUN, "--batches").out()).contains("161–170");
  }

  @Test
  void cancel_ends_a_run_that_nobody_works_on() throws IOException {
    interruptedRun();

    assertThat(json(run("cancel", "last", "--json")).get("state").asText()).isEqualTo("CANCELLED");
    JsonNode shown = json(run("show", RUN, "--json"));
    assertThat(shown.at("/report/state").asText()).isEqualTo("CANCELLED");
    assertThat(shown.get("interrupted").asBoolean()).isFalse();
    assertThat(shown.get("next").toString()).contains("start again");
  }

  @Test
  void cancel_asks_whoever_works_on_a_run() throws IOException {
    interruptedRun();
    try (DataLock lock = DataLock.tryTake(data()).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(run("cancel", RUN).out()).contains("is being cancelled");
      JsonNode shown = json(run("show", RUN, "--json"));
      assertThat(shown.at("/report/state").asText()).isEqualTo("RUNNING");
      assertThat(shown.get("cancelAskedAt").isNull()).isFalse();
      assertThat(shown.get("next").toString()).contains("is being cancelled");
    }
  }

  @Test
  void a_run_that_is_over_is_not_cancelled() {
    interruptedRun();
    run("cancel", RUN);

    Home.Done done = run("cancel", RUN);

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-112", RUN + " is CANCELLED");
  }

  @Test
  void rejects_are_shown_with_their_reasons_as_many_as_asked_for() throws IOException {
    interruptedRun();

    JsonNode all = json(run("rejects", RUN, "--json"));
    assertThat(all.get("rejected").asInt()).isEqualTo(2);
    assertThat(all.get("rejects").findValuesAsText("reason")).containsExactly("no 1", "no 2");
    assertThat(run("rejects", RUN).out().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "row key code column reason", "1 k1 WB-303 Status no 1", "2 k2 WB-303 Status no 2");
    assertThat(run("rejects", RUN, "--limit", "1").out())
        .contains("no 1", "1 more; ./writeback rejects " + RUN + " --csv FILE")
        .doesNotContain("no 2");
  }

  @Test
  void a_run_without_rejects_says_so() {
    ledger(ledger -> ledger.requests().accept(RunRequest.of(RUN, RUN, "project-status")));

    assertThat(run("rejects", RUN).out()).contains("has no rejected rows");
    assertThat(run("rejects", RUN, "--csv", home.path("fix.csv").toString()).out())
        .contains("has no rejected rows");
    assertThat(home.path("fix.csv")).doesNotExist();
  }

  @Test
  void rejects_without_their_snapshot_cannot_be_saved_and_leave_no_file() {
    interruptedRun();
    Home.Done done = run("rejects", RUN, "--csv", home.path("fix.csv").toString());

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.err()).contains("WB-214", RUN, "snapshot", "is gone", "without --csv");
    assertThat(home.path("fix.csv")).doesNotExist();
  }

  @Test
  void what_a_real_run_left_is_shown_and_its_rejects_are_saved_as_it_wrote_them()
      throws IOException {
    String good = "%032x".formatted(1);
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", good, "name", "old"));
    home.csvToWorkfront("projects", "projects.csv");
    home.file(
        "projects.csv", "ID,Name\n" + good + ",new\nno id,\"a, \"\"b\"\"\"\n,\n" + good + ",last");
    JsonNode report = JSON.readTree(home.run("run", "projects", "--json").out());

    JsonNode shown = json(home.run("show", "last", "--json"));
    Path saved = home.path("saved.csv");
    JsonNode save = json(home.run("rejects", "last", "--json", "--csv", saved.toString()));

    assertThat(report.get("state").asText()).isEqualTo("COMPLETE_WITH_REJECTS");
    assertThat(shown.get("report")).isEqualTo(report);
    assertThat(home.run("show", "last").out())
        .contains("./writeback rejects " + report.get("run").asText() + " --csv FILE")
        .contains("run the writeback again");
    assertThat(save.get("rejected").asInt()).isEqualTo(2);
    assertThat(saved).hasSameTextualContentAs(Path.of(report.get("rejectsFile").asText()));
    assertThat(Files.readString(saved)).contains("\"no id\",\"a, \"\"b\"\"\",").contains("_wb_row");
  }

  @Test
  void a_snapshot_that_was_cut_leaves_the_file_as_it_was() throws IOException {
    home.sandbox(Home.EMPTY);
    home.csvToWorkfront("projects", "projects.csv");
    home.file("projects.csv", "ID,Name\nno id,x\nno id either,y\n");
    String id = JSON.readTree(home.run("run", "projects", "--json").out()).get("run").asText();
    Path snapshot = data().resolve("runs").resolve(id).resolve("snapshot.csv");
    Files.writeString(snapshot, Files.readString(snapshot).replace("no id either,y", ""));
    Path earlier = home.file("fix.csv", "earlier");

    Home.Done done = home.run("rejects", "last", "--csv", earlier.toString());

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.err()).contains("WB-214", snapshot.toString(), "was changed");
    assertThat(earlier).hasContent("earlier");
    assertThat(home.path("fix.csv.tmp")).doesNotExist();
  }

  @Test
  void a_file_that_cannot_be_written_is_reported() throws IOException {
    home.sandbox(Home.EMPTY);
    home.csvToWorkfront("projects", "projects.csv");
    home.file("projects.csv", "ID,Name\nno id,x\n");
    home.run("run", "projects");

    String file = home.path("not there").resolve("rejects.csv").toString();
    Home.Done done = home.run("rejects", "last", "--csv", file);

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.err()).contains("WB-214", "cannot be written", file);
  }
}
