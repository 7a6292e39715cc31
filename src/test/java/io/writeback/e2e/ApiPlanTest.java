package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.TestPorts;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.engine.EventLog;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.sandbox.Sandbox;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans over HTTP: asked for, looked at, approved and rejected. */
@Timeout(120)
final class ApiPlanTest {
  private static final String TOKEN = "api-token-canary-0123456789";
  private static final String RUNS = "/api/runs";
  private static final String ONE = "%032x".formatted(1);

  @RegisterExtension private final Home home = new Home();
  private final HttpClient client = HttpClient.newHttpClient();
  private Sandbox sandbox;
  private WritebackMain server;
  private int port;

  @BeforeEach
  void start() throws Exception {
    port = TestPorts.unused();
    sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", ONE, "name", "old"));
    home.set("api.token", TOKEN).set("api.port", Integer.toString(port));
    home.csvToWorkfront("projects", "projects.csv");
    home.file("projects.csv", "ID,Name\n" + ONE + ",new\n");
    server = new WritebackMain(home.configuration(), new EventLog(), InstantSource.system());
    home.closing(
        () -> {
          server.end().request("stopped by the test");
          server.close();
        });
    server.startAll();
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + TOKEN)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }

  private RunEntry entry(String run) {
    return server.engine().ledger().history().find(run).orElseThrow();
  }

  private String ask(String parameters) throws Exception {
    HttpResponse<String> accepted =
        call(
            "POST",
            RUNS,
            "{\"writeback\":\"projects\",\"requestId\":\"p\",\"parameters\":" + parameters + "}");
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    return json(accepted).get("run").asText();
  }

  private String plan() throws Exception {
    String run = ask("{\"plan\":true}");
    await().until(() -> entry(run).waitsForApproval());
    return run;
  }

  private String name() {
    return sandbox.object("PROJ", ONE).orElseThrow().get("name").asText();
  }

  @Test
  void a_plan_is_asked_for_looked_at_and_approved() throws Exception {
    String run = plan();
    assertThat(json(call("GET", RUNS + "/" + run, null)).get("pause").asText())
        .isEqualTo("approval");

    JsonNode changes = json(call("GET", RUNS + "/" + run + "/changes", null));
    assertThat(changes.get("waitsForApproval").asBoolean()).isTrue();
    assertThat(changes.at("/changes/rows/changed").asInt()).isEqualTo(1);
    HttpResponse<String> file = call("GET", RUNS + "/" + run + "/changes.csv", null);
    assertThat(file.body())
        .isEqualTo(
            "\"row\",\"key\",\"field\",\"before\",\"after\"\n"
                + "\"1\",\"%s\",\"name\",\"old\",\"new\"\n".formatted(ONE));
    assertThat(file.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    Path downloads = home.path("data/downloads");
    await().untilAsserted(() -> assertThat(downloads).isEmptyDirectory());
    assertThat(name()).isEqualTo("old");

    HttpResponse<String> approved =
        call("POST", RUNS + "/" + run + "/approve", "{\"by\":\"anna\"}");

    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
    await().until(() -> entry(run).state() == RunState.COMPLETE);
    assertThat(name()).isEqualTo("new");
    assertThat(entry(run).approvedBy()).isEqualTo("anna, by the HTTP API");
  }

  @Test
  void a_plan_is_rejected_once_by_whoever_has_the_token() throws Exception {
    String run = plan();

    HttpResponse<String> rejected = call("POST", RUNS + "/" + run + "/reject", null);
    HttpResponse<String> again = call("POST", RUNS + "/" + run + "/reject", null);

    assertThat(json(rejected).get("state").asText()).isEqualTo("CANCELLED");
    assertThat(entry(run).reason()).isEqualTo("rejected by the HTTP API; nothing was sent");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json(again).at("/error/code").asText()).isEqualTo("WB-530");
    assertThat(name()).isEqualTo("old");
  }

  @Test
  void of_a_run_that_was_not_planned_no_changes_are_known() throws Exception {
    String run = ask("{}");
    await().until(() -> entry(run).state().ended());

    for (String part : new String[] {"/changes", "/changes.csv"}) {
      HttpResponse<String> answer = call("GET", RUNS + "/" + run + part, null);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
      assertThat(json(answer).at("/error/code").asText()).isEqualTo("WB-530");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /approve, , 405, WB-145",
    "POST, /changes, , 405, WB-145",
    "POST, /changes.csv, , 405, WB-145",
    "POST, /approved, , 404, WB-145",
    "POST, /approve, run it, 400, WB-140",
    "POST, /approve, {\"by\":7}, 400, WB-140",
    "POST, /approve, {\"who\":\"anna\"}, 400, WB-140",
  })
  void what_is_no_call_does_nothing(
      String method, String part, String body, int status, String code) throws Exception {
    String run = plan();

    HttpResponse<String> answer = call(method, RUNS + "/" + run + part, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).at("/error/code").asText()).isEqualTo(code);
    assertThat(entry(run).waitsForApproval()).isTrue();
  }

  @Test
  void a_run_that_does_not_exist_is_not_found() throws Exception {
    for (String part : new String[] {"/changes", "/changes.csv"}) {
      assertThat(call("GET", RUNS + "/20990101-000000-aaaaaa" + part, null).statusCode())
          .isEqualTo(404);
    }
    assertThat(call("POST", RUNS + "/20990101-000000-aaaaaa/approve", null).statusCode())
        .isEqualTo(404);
  }
}
