package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.WatchedLedger;
import io.writeback.run.Replays;
import io.writeback.run.RunFolders;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code replay}: rejected rows are sent again, and are closed once written. */
final class ReplayCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GOOD = "%032x".formatted(1);
  private static final String LATER = "%032x".formatted(2);

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private String parent;

  /** A run of four rows: written, without ID, of an object that is not there, with quotes. */
  @BeforeEach
  void aRunWithThreeRejects() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", GOOD, "name", "old"));
    home.csvToWorkfront("projects", "projects.csv");
    home.file(
        "projects.csv",
        "ID,Name,Description\n"
            + (GOOD + ",new,\n")
            + "no id,first,\n"
            + (LATER + ",second,\n")
            + ",third,\"a, \"\"b\"\"\nand more\"\n");
    JsonNode report = report(home.run("run", "projects", "--json"), 3);
    assertThat(report.get("rejected").asInt()).isEqualTo(3);
    assertThat(report.get("parent").isNull()).isTrue();
    parent = report.get("run").asText();
  }

  private static JsonNode report(Home.Done done, int exitCode) throws IOException {
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    assertThat(done.out().strip().lines()).hasSize(1);
    return JSON.readTree(done.out());
  }

  private JsonNode show(String run) throws IOException {
    return report(home.run("show", run, "--json"), 0);
  }

  private String name(String id) {
    return sandbox.object("PROJ", id).orElseThrow().get("name").asText();
  }

  /** The rejects as a user saves them. */
  private String saved(String run) throws IOException {
    home.run("rejects", run, "--csv", home.path("fix.csv").toString());
    return Files.readString(home.path("fix.csv"));
  }

  private Home.Done replayFile(String content) {
    home.file("fix.csv", content);
    return home.run("replay", parent, "--json", "--from", home.path("fix.csv").toString());
  }

  private Path snapshot(String run) {
    return home.path("data").resolve("runs").resolve(run).resolve("snapshot.csv");
  }

  @Test
  void a_row_that_was_corrected_in_the_file_is_written_and_its_reject_superseded()
      throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", LATER, "name", "old"));
    String third = "%032x".formatted(3);
    sandbox.putObject("PROJ", Map.of("ID", third, "name", "old"));

    JsonNode replay =
        report(
            replayFile(
                saved(parent)
                    .replace("\"no id\",\"first\"", "\"" + GOOD + "\",\"fixed\"")
                    .replace(",\"third\"", "\"" + third + "\",\"third\"")),
            0);

    assertThat(replay.get("confirmed").asInt()).isEqualTo(3);
    assertThat(replay.get("parent").asText()).isEqualTo(parent);
    assertThat(replay.get("warnings")).isEmpty();
    assertThat(name(GOOD)).isEqualTo("fixed");
    assertThat(name(LATER)).isEqualTo("second");
    assertThat(sandbox.object("PROJ", third).orElseThrow().get("description").asText())
        .isEqualTo("a, \"b\"\nand more");
    JsonNode shown = show(parent);
    assertThat(shown.get("openRejects").asInt()).isZero();
    assertThat(shown.get("supersededRejects").asInt()).isEqualTo(3);
    assertThat(shown.get("replays").get(0).asText()).isEqualTo(replay.get("run").asText());
    assertThat(shown.get("next")).isEmpty();
    assertThat(home.run("show", replay.get("run").asText()).out())
        .containsPattern("replay of +run " + parent);
    JsonNode all = report(home.run("rejects", parent, "--all", "--json"), 0);
    assertThat(all.findValuesAsText("supersededBy")).containsOnly(replay.get("run").asText());
    assertThat(home.run("rejects", parent).out()).contains("no open rejects", "--all");
    assertThat(snapshot(parent)).doesNotExist();
  }

  @Test
  void a_replay_whose_commit_was_not_answered_keeps_its_rows_and_is_sent() throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", LATER, "name", "old"));
    JsonNode replay;
    try (WatchedLedger.Installed plugin = WatchedLedger.in(home.folder())) {
      WatchedLedger.losesAnswer("insert into replay_row");
      replay = report(home.run("replay", "last", "--json"), 3);
    }

    assertThat(WatchedLedger.hasLostAnswer()).isTrue();
    assertThat(replay.get("confirmed").asInt()).isEqualTo(1);
    assertThat(name(LATER)).isEqualTo("second");
  }

  @Test
  void rejects_for_the_standard_output_are_the_only_thing_there() throws Exception {
    Path pipe = home.path("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    Home.Done done = home.run("rejects", parent, "--csv", pipe.toString());

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).isEmpty();
    assertThat(done.err()).contains("3 open rejects");
    assertThat(read.get(60, TimeUnit.SECONDS).lines().findFirst().orElseThrow())
        .startsWith("\"ID\",\"Name\"");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void rows_from_a_fifo_are_refused_at_once() throws Exception {
    Path pipe = home.path("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    Home.Done done = home.run("replay", parent, "--from", pipe.toString());

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-120", "can be read only once");
  }

  @Test
  void a_command_names_a_file_so_that_a_shell_takes_it_for_one_word() {
    Home.Done done = home.run("rejects", parent, "--csv", home.path("it's here.csv").toString());

    assertThat(done.out()).contains("--from '" + home.folder() + "/it'\\''s here.csv'");
  }

  @Test
  void without_a_file_the_open_rejects_are_sent_as_they_were() throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", LATER, "name", "old"));

    JsonNode replay = report(home.run("replay", "last", "--json"), 3);

    assertThat(replay.get("rows").asInt()).isEqualTo(3);
    assertThat(replay.get("confirmed").asInt()).isEqualTo(1);
    assertThat(name(LATER)).isEqualTo("second");
    assertThat(show(parent).get("openRejects").asInt()).isEqualTo(2);
    assertThat(report(home.run("rejects", parent, "--json"), 0).findValuesAsText("row"))
        .containsExactly("2", "4");
  }

  @Test
  void the_same_again_while_nothing_changed_is_the_same_run() throws IOException {
    String first = report(home.run("replay", parent, "--json"), 3).get("run").asText();
    Home.Done again = home.run("replay", parent, "--json");

    assertThat(report(again, 3).get("run").asText()).isEqualTo(first);
    assertThat(again.err()).contains("sent before, by run " + first, "./writeback replay " + first);
  }

  @Test
  void the_same_file_twice_is_one_run_and_another_file_is_another() throws IOException {
    String file = saved(parent);
    String first = report(replayFile(file), 3).get("run").asText();
    String again = report(replayFile(file), 3).get("run").asText();
    String other = report(replayFile(file.replace("second", "2nd")), 3).get("run").asText();

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void a_replay_that_failed_can_be_asked_for_again() throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", LATER, "name", "old"));
    sandbox.faults().add(Fault.answer(400, "{\"error\":{\"message\":\"no\"}}").onPath("/metadata"));
    String failed = report(home.run("replay", parent, "--json"), 2).get("run").asText();

    JsonNode replay = report(home.run("replay", parent, "--json"), 3);

    assertThat(replay.get("run").asText()).isNotEqualTo(failed);
    assertThat(replay.get("confirmed").asInt()).isEqualTo(1);
  }

  @Test
  void a_replay_of_a_replay_closes_the_rejects_of_both_also_without_a_key() throws IOException {
    String child = report(home.run("replay", parent, "--json"), 3).get("run").asText();
    String file = saved(child);

    assertThat(file).contains("_wb_row", "\"" + child + "\",\"1\"");
    home.file("fix.csv", file.replace("\"no id\"", "\"" + GOOD + "\""));
    JsonNode replay =
        report(home.run("replay", child, "--json", "--from", home.path("fix.csv").toString()), 3);

    assertThat(replay.get("confirmed").asInt()).isEqualTo(1);
    assertThat(replay.get("parent").asText()).isEqualTo(child);
    assertThat(name(GOOD)).isEqualTo("first");
    assertThat(report(home.run("rejects", parent, "--json"), 0).findValuesAsText("row"))
        .containsExactly("3", "4");
    assertThat(report(home.run("rejects", child, "--json"), 0).findValuesAsText("row"))
        .containsExactly("2", "3");
  }

  @Test
  void a_later_ordinary_run_that_writes_the_key_closes_the_reject() throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", LATER, "name", "old"));
    home.file("projects.csv", "ID,Name,Description\n" + LATER.toUpperCase() + ",newer,\n");
    String run = report(home.run("run", "projects", "--json"), 0).get("run").asText();

    JsonNode all = report(home.run("rejects", parent, "--all", "--json"), 0);
    assertThat(all.get("rejects").findValuesAsText("state"))
        .containsExactly("OPEN", "SUPERSEDED", "OPEN");
    assertThat(all.at("/rejects/1/supersededBy").asText()).isEqualTo(run);
    assertThat(report(home.run("replay", parent, "--json"), 3).get("rows").asInt()).isEqualTo(2);
    assertThat(name(LATER)).isEqualTo("newer");
  }

  @Test
  void rows_that_are_no_open_rejects_are_left_out_and_named() throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", LATER, "name", "old"));
    String file = saved(parent);
    report(home.run("replay", parent, "--json"), 3);
    String more =
        "\"%s\",\"x\",,\"%s\",\"1\",,,\n".formatted(GOOD, parent)
            + "\"%s\",\"x\",,\"another\",\"2\",,,\n".formatted(GOOD)
            + "\"%s\",\"x\",,,\"2\",,,\n".formatted(GOOD);

    JsonNode replay = report(replayFile(file + more), 3);

    assertThat(replay.get("rows").asInt()).isEqualTo(2);
    assertThat(replay.at("/warnings").toString())
        .contains("4 rows of the file are not sent")
        .contains("line 3 (row 3, written since by run ")
        .contains("(row 1, which was not rejected)")
        .contains("(of run another)", ", …");
    assertThat(name(GOOD)).isEqualTo("new");
    assertThat(name(LATER)).isEqualTo("second");
  }

  @Test
  void nothing_open_is_reported_and_leaves_zero() throws IOException {
    home.file("projects.csv", "ID,Name,Description\n" + GOOD + ",newest,\n");
    String green = report(home.run("run", "projects", "--json"), 0).get("run").asText();

    Home.Done done = home.run("replay", green);

    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("no open rejects");
    assertThat(report(home.run("replay", green, "--json"), 0).get("open").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ID,Nmae,Description,_wb_run,_wb_row | did you mean Name?",
        "ID,Name,_wb_run,_wb_row | no column \"Description\"",
        "ID,Name,Description,_wb_row | no column _wb_run",
        "ID,Name,Description,_wb_run | no column _wb_row",
        "ID;Name;Description;_wb_run;_wb_row | commas",
        "ID,Name,Description,_wb_run,_wb_run | is the name of the columns",
        "ID,Name,Description,_wb_run,_wb_row | has no rows",
      })
  void a_header_that_does_not_fit_is_refused(String header, String words) {
    Home.Done done = replayFile(header + "\n");

    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(2);
    assertThat(done.err()).contains(words).contains("fix.csv");
    assertThat(home.run("runs").out().lines()).hasSize(2);
    assertThat(home.path("data/runs").toFile().list()).containsExactly(parent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"never closed", "a,b\nc\n", "\0\0\0"})
  void what_is_no_csv_of_rejects_is_refused(String content) {
    Home.Done done = replayFile(content);

    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(2);
    assertThat(done.err()).contains("WB-", "fix.csv").doesNotContain("\tat ");
  }

  @Test
  void a_row_that_stands_twice_is_refused_with_its_line() throws IOException {
    String file = saved(parent);
    String row = file.lines().filter(line -> line.contains("second")).findFirst().orElseThrow();

    Home.Done done = replayFile(file + row + "\n");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-120", "line 6 is row 3 of the run");
  }

  @Test
  void a_file_of_another_run_sends_nothing_and_says_so() throws IOException {
    Home.Done done = replayFile(saved(parent).replace(parent, "20200101-000000-abcdef"));

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-120", "nothing to send", "of run 20200101-000000-abcdef");
    assertThat(sandbox.object("PROJ", LATER)).isEmpty();
  }

  @Test
  void a_byte_order_mark_and_columns_in_another_order_are_taken() throws IOException {
    String content =
        "\uFEFF_wb_row,Description,Name,_wb_run,ID\r\n2,,fixed,%s,%s\r\n".formatted(parent, GOOD);

    assertThat(report(replayFile(content), 0).get("confirmed").asInt()).isEqualTo(1);
    assertThat(name(GOOD)).isEqualTo("fixed");
  }

  @Test
  void bytes_that_are_no_utf_8_are_refused() throws IOException {
    Path file = home.path("fix.csv");
    Files.write(
        file, saved(parent).replace("first", "Größe").getBytes(StandardCharsets.ISO_8859_1));

    Home.Done done = home.run("replay", parent, "--from", file.toString());

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-213", "fix.csv", "row 1");
  }

  @Test
  void a_file_that_is_not_there_is_reported() {
    Home.Done done = home.run("replay", parent, "--from", home.path("none.csv").toString());

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-120", "none.csv", "is not there");
  }

  @Test
  void without_the_snapshot_the_file_that_is_left_is_named_and_can_be_sent() throws IOException {
    Files.delete(snapshot(parent));
    Home.Done done = home.run("replay", parent);
    Path rejects = snapshot(parent).resolveSibling("rejects.csv");

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.err())
        .contains("WB-214", "is gone", rejects.toString(), "./writeback replay " + parent);
    assertThat(home.path("data/runs").toFile().list()).containsExactly(parent);
    sandbox.putObject("PROJ", Map.of("ID", LATER, "name", "old"));
    JsonNode replay = report(home.run("replay", parent, "--json", "--from", rejects.toString()), 3);
    assertThat(replay.get("confirmed").asInt()).isEqualTo(1);
  }

  /** As left by a process that crashes right after the acceptance. */
  private String acceptedReplay() {
    return acceptedReplay(parent, "20991231-000000-abcdef");
  }

  private String acceptedReplay(String of, String id) {
    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(home.path("data")), InstantSource.system())) {
      return new Replays(ledger, RunFolders.local(home.path("data")), 1 << 20)
          .accept(ledger.history().find(of).orElseThrow(), null, null, id)
          .orElseThrow()
          .run()
          .id();
    }
  }

  @Test
  void an_interrupted_replay_resumes_with_its_own_rows() throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", LATER, "name", "old"));
    String replay = acceptedReplay();
    home.file("projects.csv", "ID,Name,Description\n" + GOOD + ",never,\n");

    JsonNode resumed = report(home.run("resume", "--json"), 3).get(0);

    assertThat(resumed.get("run").asText()).isEqualTo(replay);
    assertThat(resumed.get("rows").asInt()).isEqualTo(3);
    assertThat(resumed.get("confirmed").asInt()).isEqualTo(1);
    assertThat(name(GOOD)).isEqualTo("new");
    assertThat(name(LATER)).isEqualTo("second");
    assertThat(show(parent).get("openRejects").asInt()).isEqualTo(2);
  }

  @Test
  void an_interrupted_replay_whose_rows_are_gone_never_reads_the_dataset() throws IOException {
    String replay = acceptedReplay();
    Files.delete(snapshot(replay));

    JsonNode resumed = report(home.run("resume", "--json"), 1).get(0);

    assertThat(resumed.get("state").asText()).isEqualTo("FAILED");
    assertThat(resumed.get("code").asText()).isEqualTo("WB-505");
    assertThat(resumed.get("reason").asText()).contains("is gone", "./writeback replay " + parent);
    assertThat(resumed.get("recordsSent").asInt()).isZero();
  }

  @Test
  void resume_of_several_runs_ends_with_the_most_severe_exit_code() throws IOException {
    home.csvToWorkfront("others", "others.csv").file("others.csv", "ID,Name\nno id,first\n");
    String others = report(home.run("run", "others", "--json"), 3).get("run").asText();
    Files.delete(snapshot(acceptedReplay()));
    acceptedReplay(others, "20991231-000001-abcdef");

    Home.Done resumed = home.run("resume", "--json");

    assertThat(JSON.readTree(resumed.out()).findValuesAsText("state"))
        .containsExactlyInAnyOrder("FAILED", "COMPLETE_WITH_REJECTS");
    assertThat(resumed.exitCode()).isEqualTo(1);
  }

  @Test
  void the_snapshot_of_a_replay_is_its_owners_only() throws IOException {
    String replay = acceptedReplay();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(snapshot(replay))))
        .isEqualTo("rw-------");
    assertThat(Files.readString(snapshot(replay))).contains("\"a, \"\"b\"\"\nand more\"");
  }

  @Test
  void show_tells_how_to_send_open_rejects_again() throws IOException {
    assertThat(home.run("show", parent).out())
        .contains("3 open, 0 written by a later run")
        .contains("./writeback replay " + parent + " --from FILE");
    assertThat(snapshot(parent)).exists();
  }
}
