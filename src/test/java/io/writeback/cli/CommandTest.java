package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.Child;
import io.writeback.SharedClasses;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.domo.Domo;
import io.writeback.sandbox.workfront.Workfront;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as seen by a user or a script. */
final class CommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  private static final List<String> SHIPPED_LOGGING =
      List.of("-Dlogback.configurationFile=io/writeback/logback.xml");

  @RegisterExtension private final Home home = new Home();

  @ParameterizedTest
  @ValueSource(strings = {"demo", "sandbox", "list", "run"})
  void every_command_explains_itself(String command) {
    Home.Done done = home.run(command, "--help");

    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("Usage: writeback " + command);
  }

  @Test
  void the_exit_codes_are_explained() {
    assertThat(home.run("--help").out()).containsPattern("3 +finished with rejects or differences");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnu", "run", "run a b", "--frobnicate", "sandbox --failure-mode none"})
  void a_wrong_command_line_is_exit_code_2(String line) {
    Home.Done done = home.run(line.split(" "));

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).isNotBlank();
    assertThat(done.out()).isEmpty();
  }

  @Test
  void the_demo_proves_every_object_and_leaves_zero() throws IOException {
    Home.Done done = home.run("demo", "--json");

    assertThat(done.exitCode()).as(done.err() + done.out()).isZero();
    JsonNode all = JSON.readTree(done.out());
    assertThat(all.at("/report/rows").asInt()).isEqualTo(5_000);
    assertThat(all.at("/report/rejected").asInt()).isEqualTo(12);
    assertThat(all.at("/proof/objects").asInt()).isEqualTo(4_983);
    assertThat(all.at("/proof/faults")).isEmpty();
    assertThat(all.at("/sheet/report/confirmed").asInt()).isEqualTo(120);
    assertThat(all.at("/sheet/proof/cells").asInt()).isEqualTo(121 * 24);
    assertThat(all.at("/sheet/proof/faults")).isEmpty();
    assertThat(all.at("/file/report/confirmed").asInt()).isEqualTo(3_376);
    assertThat(all.at("/file/proof/bytes").asInt()).isEqualTo(210_365);
    assertThat(all.at("/file/proof/faults")).isEmpty();
  }

  /** As a person types what the demo printed, in the folder of the project. */
  @Test
  void the_demo_ends_with_commands_that_work() throws IOException {
    Home.Done done = home.run("demo");

    assertThat(done.exitCode()).as(done.err() + done.out()).isZero();
    String next = done.out().substring(done.out().indexOf("\nNext\n"));
    List<String> commands =
        next.lines()
            .filter(line -> line.startsWith("  ./writeback ") && line.contains("--set"))
            .map(line -> line.substring("  ./writeback ".length()))
            .toList();
    assertThat(commands).hasSize(2);
    for (String command : commands) {
      Home.Done shown = home.run(command.split(" "));
      assertThat(shown.exitCode()).as(command + shown.err()).isZero();
      assertThat(shown.out()).contains("WB-");
    }
    assertThat(next).contains("./writeback sandbox", "README.md");
  }

  @Test
  void json_is_one_line_on_stdout_also_when_something_is_wrong() throws IOException {
    home.csvToWorkfront("projects", "projects.csv", "batchSiez: 1");

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.out().strip().lines()).hasSize(1);
    assertThat(JSON.readTree(done.out()).at("/problems/0/code").asText()).startsWith("WB-");
  }

  @Test
  void set_goes_before_the_file() throws IOException {
    Sandbox sandbox = home.sandbox(SandboxSettings.onFreePorts());
    home.csvToWorkfront("projects", "{{which}}");
    home.set("which", "nothing.csv");
    home.file("right.csv", "ID,Name\n" + ID + ",Right\n");

    Home.Done done = home.run("run", "projects", "--set", "which=right.csv");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(sandbox.object("PROJ", ID).orElseThrow().get("name").asText()).isEqualTo("Right");
  }

  @Test
  void a_run_whose_rows_cannot_be_read_is_exit_code_1_and_says_why() {
    Home home = nobodyThere();
    home.file("projects.csv", "ID,Name\n" + ID + ",\"never closed\n");

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.out()).contains("FAILED").contains("WB-211");
    assertThat(done.out() + done.err()).doesNotContain("\tat ");
  }

  @Test
  void a_destination_that_is_down_leaves_the_run_unfinished_with_exit_code_4_and_says_why() {
    Home home = nobodyThere();
    home.file("projects.csv", "ID,Name\n" + ID + ",x\n");

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).isEqualTo(4);
    assertThat(done.out()).contains("STOPPED").contains("127.0.0.1:1");
    assertThat(done.out() + done.err()).doesNotContain("\tat ");
  }

  private Home nobodyThere() {
    return home.set("account.workfront.url", "http://127.0.0.1:1")
        .set("account.workfront.allow-private", "true")
        .set("account.workfront.api-key", "x")
        .csvToWorkfront("projects", "projects.csv");
  }

  @Test
  void a_private_address_is_refused_unless_the_account_allows_it() throws IOException {
    Sandbox sandbox = home.sandbox(SandboxSettings.onFreePorts());
    home.csvToWorkfront("projects", "projects.csv");
    home.set("account.workfront.url", "https://127.0.0.1:" + sandbox.workfrontUrl().getPort())
        .set("account.workfront.allow-private", "false");
    home.file("projects.csv", "ID,Name\n" + ID + ",x\n");

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(JSON.readTree(done.out()).get("code").asText()).isEqualTo("WB-412");
    assertThat(sandbox.stats().requests()).isZero();
  }

  @Test
  void a_port_that_is_taken_is_reported() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Home.Done done = home.run("sandbox", "--port-base", Integer.toString(taken.getLocalPort()));

      assertThat(done.exitCode()).isEqualTo(2);
      assertThat(done.err()).contains(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void the_sandbox_runs_until_it_is_ended_and_prints_where_it_is() throws Exception {
    java.nio.file.Files.createDirectories(home.path("data"));
    home.file("data/my projects.csv", "ID,Name\n" + ID + ",x\n");
    List<String> line = new ArrayList<>(SharedClasses.java(List.of()));
    line.addAll(List.of("io.writeback.App", "sandbox", "--port-base", "0"));
    line.addAll(List.of("--data", home.path("data").toString(), "--json"));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      JsonNode places = JSON.readTree(out.readLine());

      assertThat(places.at("/domo/datasets").fieldNames())
          .toIterable()
          .isEqualTo(List.of("my projects.csv"));
      HttpResponse<String> stats =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(places.at("/workfront/url").asText() + "/sandbox/stats"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(stats.statusCode()).isEqualTo(200);
    } finally {
      process.destroy();
      assertThat(process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void no_secret_is_in_anything_that_a_run_leaves_behind_with_every_log_line_on() throws Exception {
    Sandbox sandbox = home.sandbox(SandboxSettings.onFreePorts());
    home.set("account.workfront.auth", "session")
        .set("account.workfront.username", Workfront.USERNAME)
        .set("account.workfront.password", Workfront.PASSWORD);
    String guid =
        sandbox.addDataset("rows.csv", home.file("rows.csv", "ID,Name\n" + ID + ",x\nbad,y\n"));
    home.file(
        "routes/rows.camel.yaml",
        """
          - route:
              id: rows
              group: writeback
              from:
                uri: direct:rows
                steps:
                  - to: kamelet:domo-dataset-action?datasetId=%s
                  - to: kamelet:workfront-update-sink?object=project
          """
            .formatted(guid));
    Process process =
        Child.start(
            home,
            new Child.Java(SHIPPED_LOGGING, List.of(), Map.of("WRITEBACK_LOG_LEVEL", "TRACE")),
            "run",
            "rows");

    assertThat(process.waitFor()).isEqualTo(3);

    assertThat(java.nio.file.Files.readString(home.path("log")))
        .as("the log lines are on")
        .contains(" TRACE ");
    for (Path file : filesBelow(home.folder())) {
      String content =
          new String(java.nio.file.Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(content)
          .as(file.toString())
          .doesNotContain(Domo.CLIENT_SECRET)
          .doesNotContain(Workfront.PASSWORD)
          .doesNotContain("eyJ");
    }
  }

  @Test
  void a_mistake_prints_no_stack_trace_whatever_the_log_level_is() throws Exception {
    home.set("account.workfront.url", "http://127.0.0.1:1")
        .set("account.workfront.allow-private", "true")
        .set("account.workfront.api-key", "x")
        .csvToWorkfront("projects", "missing.csv");

    Process process = Child.start(home, SHIPPED_LOGGING, "run", "projects");

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(java.nio.file.Files.readString(home.path("log")))
        .contains("missing.csv")
        .doesNotContain("\tat ")
        .doesNotContain("Message History");
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (var files = java.nio.file.Files.walk(folder)) {
      return files
          .filter(java.nio.file.Files::isRegularFile)
          .filter(file -> !file.endsWith("application.properties"))
          .toList();
    }
  }
}
