package io.writeback.camel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mistakes in a team's files, and the messages about them. */
final class ConfigurationMistakesTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";
  private static Sandbox sandbox;

  @RegisterExtension private final Home home = new Home();

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @BeforeEach
  void home() {
    home.with(sandbox);
    home.file("projects.csv", "ID,Name\n" + ID + ",New name\n");
  }

  @Test
  void a_typo_in_a_parameter_is_reported_with_file_route_kamelet_and_the_right_name() {
    home.csvToWorkfront("projects", "projects.csv", "batchSiez: 50");

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains("WB-101 routes/projects.camel.yaml, route projects, workfront-update-sink:")
        .contains("batchSiez does not exist; did you mean batchSize?");
  }

  @Test
  void a_lease_that_is_too_short_is_reported_before_anything_runs() {
    home.csvToWorkfront("projects", "projects.csv")
        .set("writeback.ledger", "jdbc:postgresql://127.0.0.1:1/none")
        .set("writeback.lease", "4s");

    assertThat(home.run("run", "projects").err())
        .contains("writeback.lease")
        .contains("shorter than 5000ms");
    assertThat(home.set("writeback.lease", "5s").run("list").err()).doesNotContain("lease");
  }

  @Test
  void a_parameter_that_is_like_no_other_is_reported_with_all_that_there_are() {
    home.csvToWorkfront("projects", "projects.csv", "frobnicate: 50");

    assertThat(home.run("run", "projects").err())
        .contains(
            "frobnicate does not exist; there are account, approval, atomic, batchSize, blankCells");
  }

  @Test
  void a_value_with_an_ampersand_arrives_whole() {
    home.file("R&D report=1.csv", "ID,Name\n" + ID + ",R&D\n");
    home.csvToWorkfront("projects", "R&D report=1.csv");

    Home.Done done = home.run("run", "projects");

    assertThat(done.err() + done.out()).contains("R&D report=1.csv");
    assertThat(done.exitCode()).isZero();
    assertThat(sandbox.object("PROJ", ID).orElseThrow().get("name").asText()).isEqualTo("R&D");
  }

  @Test
  void a_value_with_an_ampersand_arrives_whole_through_a_property() {
    home.file("R&D.csv", "ID,Name\n" + ID + ",By property\n");
    home.set("report.file", "R&D.csv").csvToWorkfront("projects", "{{report.file}}");

    assertThat(home.run("run", "projects").exitCode()).isZero();
    assertThat(sandbox.object("PROJ", ID).orElseThrow().get("name").asText())
        .isEqualTo("By property");
  }

  @Test
  void a_pasted_dataset_address_with_two_parameters_is_understood() throws IOException {
    String guid =
        sandbox.addDataset("pasted.csv", home.file("pasted.csv", "ID,Name\n" + ID + ",Pasted\n"));
    String address =
        "https://customer.domo.com/datasources/"
            + guid.toUpperCase(java.util.Locale.ROOT)
            + "/details/overview?userId=27&tab=data";
    home.file("routes/pasted.camel.yaml", domoRoute("pasted", "\"" + address + "\""));

    Home.Done done = home.run("run", "pasted");

    assertThat(done.err()).doesNotContain("WB-");
    assertThat(done.exitCode()).isZero();
    assertThat(sandbox.object("PROJ", ID).orElseThrow().get("name").asText()).isEqualTo("Pasted");
  }

  private static String domoRoute(String name, String datasetId) {
    return """
        - route:
            id: %1$s
            group: writeback
            from:
              uri: direct:%1$s
              steps:
                - to:
                    uri: kamelet:domo-dataset-action
                    parameters:
                      datasetId: %2$s
                - to: kamelet:workfront-update-sink?object=project
        """
        .formatted(name, datasetId);
  }

  @Test
  void a_dataset_id_that_is_none_is_reported_with_what_is_allowed() {
    home.file("routes/bad.camel.yaml", domoRoute("bad", "my-dataset"));

    Home.Done done = home.run("run", "bad");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains("WB-103 routes/bad.camel.yaml, route bad, domo-dataset-action:")
        .contains("datasetId is \"my-dataset\"");
  }

  @Test
  void a_missing_account_key_is_reported_with_its_whole_name() {
    home.without("account.workfront.api-key").csvToWorkfront("projects", "projects.csv");

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains("WB-102 application.properties: account.workfront.api-key is missing");
  }

  @Test
  void a_secret_that_the_environment_does_not_have_is_reported_with_its_key() {
    home.set("account.workfront.api-key", "{{env:NO_SUCH_VARIABLE_ANYWHERE}}")
        .csvToWorkfront("projects", "projects.csv");

    assertThat(home.run("run", "projects").err())
        .contains("WB-110 application.properties: account.workfront.api-key")
        .contains("{{env:NO_SUCH_VARIABLE_ANYWHERE}}");
  }

  @Test
  void a_secret_on_the_command_line_is_refused() {
    home.csvToWorkfront("projects", "projects.csv");

    Home.Done done = home.run("run", "projects", "--set", "account.workfront.api-key=abc123secret");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains("WB-104")
        .contains("ACCOUNT_WORKFRONT_API_KEY")
        .doesNotContain("abc123secret");
  }

  @Test
  void an_account_that_does_not_exist_is_reported_with_the_nearest() {
    home.csvToWorkfront("projects", "projects.csv", "account: workfrnt");

    assertThat(home.run("run", "projects").err())
        .contains("there is no account \"workfrnt\"")
        .contains("did you mean workfront?");
  }

  @Test
  void a_property_that_has_no_value_is_reported_with_the_nearest() {
    home.set("project.file", "projects.csv").csvToWorkfront("projects", "{{projct.file}}");

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains(
            "WB-110 routes/projects.camel.yaml, route projects, csv-dataset-action: file: {{projct.file}}")
        .contains("did you mean project.file?");
  }

  @Test
  void a_writeback_with_two_sinks_or_no_source_is_refused() {
    home.file(
        "routes/two.camel.yaml",
        """
        - route:
            id: two
            group: writeback
            from:
              uri: direct:two
              steps:
                - to: kamelet:workfront-update-sink?object=project
                - to: kamelet:workfront-update-sink?object=task
        """);

    Home.Done done = home.run("run", "two");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains("has 2 steps that are a sink")
        .contains("has 0 steps that are a source");
  }

  @Test
  void a_second_sink_inside_a_choice_is_found_too() {
    home.file(
        "routes/hidden.camel.yaml",
        """
        - route:
            id: hidden
            group: writeback
            from:
              uri: direct:hidden
              steps:
                - to: kamelet:csv-dataset-action?file=projects.csv
                - choice:
                    when:
                      - simple: "${body} != null"
                        steps:
                          - to: kamelet:workfront-update-sink?object=project
                    otherwise:
                      steps:
                        - to: kamelet:workfront-update-sink?object=task
        """);

    assertThat(home.run("run", "hidden").err()).contains("has 2 steps that are a sink");
  }

  @Test
  void a_folder_without_route_files_is_reported() {
    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-107 routes: has no file *.camel.yaml");
  }

  @Test
  void a_name_that_is_no_writeback_is_reported_with_the_nearest() {
    home.csvToWorkfront("projects", "projects.csv");

    Home.Done done = home.run("run", "project");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-106").contains("did you mean projects?");
  }

  @Test
  void a_file_that_is_no_yaml_is_reported_with_its_name() {
    home.file("routes/broken.camel.yaml", "- route:\n    id: broken\n   from: nowhere\n");

    Home.Done done = home.run("run", "broken");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-105 routes/broken.camel.yaml: cannot be read");
  }

  @Test
  void a_bad_file_does_not_stop_the_run_of_another() {
    home.csvToWorkfront("projects", "projects.csv");
    home.file("routes/broken.camel.yaml", "- route:\n    id: broken\n   from: nowhere\n");
    home.csvToWorkfront("typo", "projects.csv", "batchSiez: 50");

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).isZero();
    assertThat(done.err()).contains("2 problems in files that projects does not need");
  }

  @Test
  void all_mistakes_are_reported_at_once() {
    home.set("account.workfront.api-ky", "x")
        .set("http.tires", "3")
        .set("writeback.data-dri", "x")
        .set("account.workfront.max-concurrency", "many");
    home.csvToWorkfront(
        "projects",
        "projects.csv",
        "batchSize: 1000",
        "blankCells: maybe",
        "zone: Mars",
        "mod: full");

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains("account.workfront.api-ky does not exist; did you mean")
        .contains("http.tires does not exist; did you mean http.tries?")
        .contains("writeback.data-dri does not exist; did you mean writeback.data-dir?")
        .contains("account.workfront.max-concurrency is \"many\", allowed is a whole number")
        .contains("batchSize is \"1000\", allowed is a whole number from 1 to 100")
        .contains("blankCells is \"maybe\", allowed is one of keep, clear, distinguish")
        .contains("zone is \"Mars\"")
        .contains("mod does not exist; did you mean mode?");
  }

  @Test
  void a_misspelt_key_of_an_account_that_no_route_uses_is_reported() {
    home.csvToWorkfront("projects", "projects.csv").set("account.emea.max-concurency", "2");

    assertThat(home.run("run", "projects").err())
        .contains(
            "account.emea.max-concurency does not exist; did you mean account.emea.max-concurrency?");
  }

  @Test
  void a_route_whose_name_and_address_differ_is_refused() {
    home.file(
        "routes/other.camel.yaml",
        """
        - route:
            id: mine
            group: writeback
            from:
              uri: direct:other
              steps:
                - to: kamelet:csv-dataset-action?file=projects.csv
                - to: kamelet:workfront-update-sink?object=project
        """);

    assertThat(home.run("run", "mine").err())
        .contains("begins with direct:other, its name asks for direct:mine");
  }

  @Test
  void two_files_with_one_route_id_are_reported() {
    home.csvToWorkfront("a", "projects.csv");
    home.file(
        "routes/b.camel.yaml",
        """
        - route:
            id: a
            group: writeback
            from:
              uri: direct:a
              steps:
                - to: kamelet:csv-dataset-action?file=projects.csv
                - to: kamelet:workfront-update-sink?object=project
        """);

    Home.Done done = home.run("run", "a");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("route a: has the id of a route of routes/a.camel.yaml");
  }

  @Test
  void an_unknown_kamelet_is_reported_with_the_nearest() {
    home.file(
        "routes/k.camel.yaml",
        """
        - route:
            id: k
            group: writeback
            from:
              uri: direct:k
              steps:
                - to: kamelet:csv-dataset-action?file=projects.csv
                - to: kamelet:workfront-updat-sink?object=project
        """);

    assertThat(home.run("run", "k").err())
        .contains("there is no Kamelet workfront-updat-sink; did you mean workfront-update-sink?");
  }

  @Test
  void a_trigger_of_a_writeback_that_is_not_there_is_reported() {
    home.csvToWorkfront("projects", "projects.csv");
    home.file(
        "routes/when.camel.yaml",
        """
        - route:
            id: nightly
            from:
              uri: quartz:writeback/projects
              parameters:
                cron: 0 0 2 * * ?
              steps:
                - to: kamelet:writeback-run-action?writeback=projcts
        """);

    assertThat(home.run("list").out())
        .contains("WB-106 routes/when.camel.yaml, route nightly, writeback-run-action")
        .contains("did you mean projects?");
  }

  @Test
  void a_schedule_that_is_due_does_not_fire_beside_a_run() throws IOException {
    home.csvToWorkfront("projects", "projects.csv");
    home.file(
        "routes/every-second.camel.yaml",
        """
        - route:
            id: every-second
            from:
              uri: quartz:writeback/projects
              parameters:
                cron: "* * * * * ?"
              steps:
                - to: kamelet:writeback-run-action?writeback=projects
        """);
    try (Sandbox slow =
        Sandbox.start(
            SandboxSettings.onFreePorts().withLatency(java.time.Duration.ofMillis(1_500)))) {
      home.with(slow);

      Home.Done done = home.run("run", "projects");

      assertThat(done.exitCode()).isZero();
    }
    assertThat(home.path("data/runs").toFile().list()).hasSize(1);
  }

  @Test
  void list_runs_on_a_clone_without_any_secret() {
    home.without("account.workfront.api-key").csvToWorkfront("projects", "projects.csv");

    Home.Done done = home.run("list");

    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("projects").contains("account.workfront.api-key is missing");
  }

  @Test
  void a_misspelt_property_function_is_no_credential() {
    home.set("account.workfront.api-key", "{{evn:WORKFRONT_API_KEY}}")
        .csvToWorkfront("projects", "projects.csv");

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-110 application.properties: account.workfront.api-key");
  }

  @Test
  void columns_that_do_not_fit_are_a_mistake_of_the_configuration_without_a_stack_trace() {
    home.csvToWorkfront("projects", "projects.csv", "idColumn: Project ID");

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.out()).contains("WB-401").contains("Project ID");
    assertThat(done.out() + done.err()).doesNotContain("\tat ").doesNotContain("Message History");
  }

  @Test
  void what_a_run_leaves_behind_is_its_owners_only() throws IOException {
    home.csvToWorkfront("projects", "projects.csv");

    home.run("run", "projects");

    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                java.nio.file.Files.getPosixFilePermissions(home.path("data"))))
        .isEqualTo("rwx------");
  }

  @Test
  void a_schedule_whose_route_has_no_id_fires_with_start_only() {
    home.csvToWorkfront("projects", "projects.csv");
    home.file(
        "routes/often.camel.yaml",
        """
        - route:
            from:
              uri: quartz:writeback/often
              parameters: {trigger.repeatInterval: 1000}
              steps:
                - to: kamelet:writeback-run-action?writeback=projects
        """);

    assertThat(home.run("list").out()).contains("started by route");
    assertThat(home.run("run", "projects").exitCode()).isZero();
    assertThat(home.run("runs", "--json").json()).hasSize(1);
  }
}
