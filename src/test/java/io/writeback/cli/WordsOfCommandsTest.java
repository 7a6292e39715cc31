package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.camel.WritebackMain;
import io.writeback.config.Configuration;
import io.writeback.ledger.Fire;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunRequest;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.view.StartedBy;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of commands about mistakes and runs. */
final class WordsOfCommandsTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  @RegisterExtension private final Home home = new Home();

  @ParameterizedTest
  @CsvSource({
    "rnu, run",
    "shwo, show",
    "canel, cancel",
    "rejcet, reject",
    "resmue, resume",
    "ls, list",
    "run projects --jsno, --json",
  })
  void a_mistyped_name_suggests_the_nearest(String line, String meant) {
    Home.Done done = home.run(line.split(" "));

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"frobnicate", "status", "execute"})
  void a_name_that_is_near_to_none_suggests_none(String command) {
    Home.Done done = home.run(command);

    assertThat(done.err())
        .startsWith("WB-540 there is no command \"" + command + "\"\n")
        .contains("./writeback help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "demo", "help"})
  void help_of_a_command_is_what_its_option_shows(String command) {

    Home.Done done = home.run("help", command);

    assertThat(done.exitCode()).isZero();
    if (!command.equals("help")) {
      assertThat(done.out()).isEqualTo(home.run(command, "--help").out());
    }
    assertThat(done.out()).startsWith("Usage: writeback " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "sandbox", "help demo"})
  void a_command_of_a_jar_that_is_not_there_names_the_jar(String line) {
    StringWriter err = new StringWriter();

    int exitCode =
        WritebackCommand.execute(
            new Screen(new StringWriter(), Terminal.NONE),
            new Screen(err, Terminal.NONE),
            List.of(),
            line.split(" "));

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).startsWith("WB-540 ").contains("camel-writeback-sandbox.jar");
  }

  @Test
  void a_route_without_its_group_is_named_as_that() {
    home.file(
        "routes/projects.camel.yaml",
        """
        - route:
            id: projects
            from:
              uri: direct:projects
              steps:
                - to: kamelet:csv-dataset-action?file=rows.csv
        """);

    assertThat(home.run("run", "projects").err())
        .contains(
            "WB-106 projects: is a route of routes/projects.camel.yaml without \"group: writeback\"");
  }

  @Test
  void an_unknown_host_is_named_so_and_no_class_of_java_is() {
    home.set("account.workfront.url", "https://no-such-host.invalid")
        .set("account.workfront.api-key", "x")
        .csvToWorkfront("projects", "rows.csv");
    home.file("rows.csv", "ID,Name\n" + ID + ",x\n");

    for (Home.Done done :
        new Home.Done[] {home.run("check", "projects"), home.run("run", "projects")}) {
      assertThat(done.out() + done.err())
          .contains("unknown host no-such-host.invalid")
          .doesNotContainPattern("\\b(?:java|org|io)\\.[a-z]+\\.|Exception");
    }
  }

  @Test
  void a_check_labels_every_number() throws Exception {
    home.sandbox(SandboxSettings.onFreePorts());
    home.csvToWorkfront("projects", "rows.csv");
    home.file("rows.csv", "ID,Name\n" + ID + ",x\n");

    assertThat(home.run("check", "projects").out())
        .containsPattern("from .*rows\\.csv \\(.*Z, 43 bytes\\)");
  }

  @Test
  void show_says_what_started_a_run() throws Exception {
    home.sandbox(SandboxSettings.onFreePorts());
    home.csvToWorkfront("projects", "rows.csv");
    home.file("rows.csv", "ID,Name\nbad,x\n");

    home.run("run", "projects");
    assertThat(home.run("show", "last").out()).contains("started by   ./writeback run\n");

    home.run("replay", "last");
    assertThat(home.run("show", "last").out())
        .containsPattern("started by +a replay of the rejects of run 2");
  }

  @Test
  void a_fire_and_a_request_have_started_their_runs() {
    Instant now = Instant.parse("2026-03-01T02:00:00Z");
    try (Ledger ledger = Ledger.open(new LedgerAddress.InDirectory(home.folder()), () -> now)) {
      Fire fire =
          new Fire("nightly", "0 0 2 * * ?", now, "", "", false, new Fire.Tries(0, Duration.ZERO));
      var fired =
          ledger
              .schedules()
              .accept(new RunRequest("a", "w@" + now, "w", false, null, now), fire)
              .run();

      assertThat(StartedBy.of(fired, ledger)).isEqualTo("nightly, due at 2026-03-01T02:00:00Z");
    }
  }

  @Test
  void start_names_the_addresses_where_it_is_reached() {
    Configuration configuration =
        new Configuration(
            home.folder(),
            "test",
            Map.of(
                "api.token", "a-token-of-sixteen-or-more",
                "api.port", "8999",
                "api.health-port", "8998"),
            Map.of());
    try (WritebackMain main =
        new WritebackMain(configuration, ProgressListener.NONE, InstantSource.system())) {
      assertThat(main.addresses())
          .containsEntry("api", "http://127.0.0.1:8999")
          .containsEntry("health", "http://127.0.0.1:8998/health/ready");
    }
  }

  private static Report report(String fields) throws Exception {
    return new ObjectMapper()
        .readValue(
            """
            {"run": "a", "writeback": "w", "unmatchedColumns": [], "warnings": [], "expectedRefusals": [],
             "rejectCauses": [], "differenceCauses": [], %s}
            """
                .formatted(fields),
            Report.class);
  }

  @Test
  void a_failed_run_does_not_praise_what_was_not_confirmed() throws Exception {
    String table = ReportTable.of(report("\"state\": \"FAILED\", \"rows\": 10, \"notSent\": 10"));

    assertThat(table).doesNotContain("the destination shows").containsPattern("confirmed +0\n");
  }

  @Test
  void a_file_of_rows_is_sent_together() throws Exception {
    String table =
        ReportTable.of(
            report(
                "\"state\": \"COMPLETE\", \"rows\": 300, \"confirmed\": 300, \"written\": 300,"
                    + " \"recordsSent\": 1, \"requests\": 1, \"batches\": 1, \"bytes\": 1"));

    assertThat(table).contains("sent         300 rows together in 1 request of 1 batch, 1 byte\n");
  }

  @Test
  void one_and_many_are_distinguished() throws Exception {
    String table =
        ReportTable.of(
            report(
                "\"state\": \"COMPLETE\", \"rows\": 2, \"confirmed\": 2, \"written\": 2,"
                    + " \"recordsSent\": 2, \"requests\": 2, \"batches\": 2, \"bytes\": 200"));

    assertThat(table).contains("sent         2 records in 2 requests of 2 batches, 200 bytes\n");
  }

  @Test
  void a_formula_among_rejects_is_saved_as_it_is_with_a_warning() throws Exception {
    home.sandbox(SandboxSettings.onFreePorts());
    home.csvToWorkfront("projects", "rows.csv");
    home.file("rows.csv", "ID,Name,Budget\n=bad,\"=HYPERLINK(1)\",-5\n");
    home.run("run", "projects");

    Home.Done done = home.run("rejects", "last", "--csv", home.path("out.csv").toString());

    assertThat(done.err()).startsWith("2 cells look like formulas in it");
    assertThat(java.nio.file.Files.readString(home.path("out.csv")))
        .contains("\"=bad\",\"=HYPERLINK(1)\",\"-5\",");
  }
}
