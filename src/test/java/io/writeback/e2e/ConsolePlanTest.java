package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.writeback.TestPorts;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.engine.EventLog;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.sandbox.Sandbox;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a run would change in the console, and who lets it. */
@Timeout(120)
final class ConsolePlanTest {
  private static final int ROWS = 150;

  @RegisterExtension private final Home home = new Home();
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private Sandbox sandbox;
  private WritebackMain server;
  private String base;

  /** An option of the sink. */
  private String budget = "";

  /** Each row gives its object another name; every third one a first description. */
  private void start(String... keysAndValues) throws Exception {
    int port = TestPorts.unused();
    base = "http://127.0.0.1:" + port;
    sandbox = home.sandbox(Home.EMPTY);
    home.set("console.enabled", "true").set("api.port", Integer.toString(port));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      home.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    StringBuilder csv = new StringBuilder("ID,Name,Description\n");
    for (int row = 1; row <= ROWS; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old-canary " + row));
      csv.append(id(row)).append(",new-canary ").append(row);
      csv.append(row % 3 == 0 ? ",first words\n" : ",\n");
    }
    home.csvToWorkfront("plans", "plans.csv", budget);
    home.file("plans.csv", csv.toString());
    server = new WritebackMain(home.configuration(), new EventLog(), InstantSource.system());
    home.closing(
        () -> {
          server.end().request("stopped by the test");
          server.close();
        });
    server.startAll();
  }

  private static String id(int row) {
    return "%032x".formatted(row);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
    StringBuilder form = new StringBuilder();
    fields.forEach(
        (name, value) ->
            form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return client.send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form.toString()))
            .build(),
        BodyHandlers.ofString());
  }

  private String token(String path) throws Exception {
    Matcher token =
        Pattern.compile("name=\"X-XSRF-TOKEN\" value=\"([^\"]+)\"").matcher(get(path).body());
    assertThat(token.find()).as("a token on " + path).isTrue();
    return token.group(1);
  }

  /** Sends the form of an action; gives where it leads to. */
  private String confirm(String path) throws Exception {
    HttpResponse<String> done = post(path, Map.of("X-XSRF-TOKEN", token(path)));
    assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
    return done.headers().firstValue("Location").orElseThrow();
  }

  private void logIn(String user, String password) throws Exception {
    post(
        "/login",
        Map.of(
            "X-XSRF-TOKEN", token("/login"), "user", user, "password", password, "then", "/runs"));
  }

  private static String user(String role, String password) {
    return role + " " + BCrypt.withDefaults().hashToString(4, password.toCharArray());
  }

  private RunEntry entry(String run) {
    return server.engine().ledger().history().find(run).orElseThrow();
  }

  /** A run that waits for approval. */
  private String plan() throws Exception {
    String run = confirm("/writebacks/plans/plan").replace("/runs/", "");
    await().until(() -> entry(run).waitsForApproval());
    return run;
  }

  private String name(int row) {
    return sandbox.object("PROJ", id(row)).orElseThrow().get("name").asText();
  }

  /** Rows of the table of changes. */
  private static long shown(String page) {
    return Pattern.compile("<td class=\"reason\">new-canary").matcher(page).results().count();
  }

  @Test
  void an_operator_plans_looks_and_approves_and_exactly_that_is_sent() throws Exception {
    start("console.show-values", "true");
    String run = plan();

    String waiting = get("/runs/" + run).body();
    assertThat(waiting)
        .contains("Waits for approval", "in 150 of 150 rows", "Nothing was sent.")
        .contains("/runs/" + run + "/approve", "/runs/" + run + "/reject")
        .doesNotContain("/runs/" + run + "/resume");
    assertThat(get("/").body()).contains("Needs a person", "approves or rejects it");
    assertThat(name(1)).isEqualTo("old-canary 1");

    assertThat(get("/runs/" + run + "/approve").body()).contains("200 changes of 150 rows");
    assertThat(confirm("/runs/" + run + "/approve")).isEqualTo("/runs/" + run);

    await().until(() -> entry(run).state() == RunState.COMPLETE);
    assertThat(name(1)).isEqualTo("new-canary 1");
    assertThat(entry(run).approvedBy()).isEqualTo("the console");
    assertThat(get("/runs/" + run).body()).contains("Approved by the console");
  }

  @Test
  void a_plan_that_is_rejected_sends_nothing_and_says_who_did_that() throws Exception {
    start("console.user.anna", user("operator", "right one"));
    logIn("anna", "right one");
    String run = plan();

    confirm("/runs/" + run + "/reject");

    assertThat(entry(run).state()).isEqualTo(RunState.CANCELLED);
    assertThat(entry(run).reason()).isEqualTo("rejected by anna in the console; nothing was sent");
    assertThat(get("/runs/" + run).body()).contains("rejected by anna in the console");
    assertThat(name(1)).isEqualTo("old-canary 1");
    HttpResponse<String> late = post("/runs/" + run + "/approve", formOf("/writebacks/plans/run"));
    assertThat(late.statusCode()).isEqualTo(409);
  }

  private Map<String, String> formOf(String path) throws Exception {
    return Map.of("X-XSRF-TOKEN", token(path));
  }

  @Test
  void a_run_over_its_budget_waits_and_says_what_is_over_it() throws Exception {
    budget = "maxChanged: 10";
    start("console.show-values", "true");

    String run = server.control().accept("plans", false, false).id();

    await().until(() -> entry(run).waitsForApproval());
    assertThat(get("/runs/" + run).body())
        .contains("150 rows would change; the budget allows 10", "/runs/" + run + "/approve");
    assertThat(name(1)).isEqualTo("old-canary 1");
    confirm("/runs/" + run + "/approve");
    await().until(() -> entry(run).state() == RunState.COMPLETE);
    assertThat(name(150)).isEqualTo("new-canary 150");
  }

  @Test
  void a_run_that_waits_is_passed_by_a_later_one_and_is_over_once_that_has_written()
      throws Exception {
    start();
    String waiting = plan();

    String later = server.control().accept("plans", false, false).id();

    await().until(() -> entry(later).state() == RunState.COMPLETE);
    await().until(() -> entry(waiting).state() == RunState.CANCELLED);
    assertThat(entry(waiting).reason()).contains(later);
  }

  @Test
  void the_page_why_leads_from_an_object_back_to_the_run_that_has_written_it() throws Exception {
    start("console.show-values", "true");
    String run = plan();
    confirm("/runs/" + run + "/approve");
    await().until(() -> entry(run).state() == RunState.COMPLETE);

    assertThat(get("/why?object=PROJ&id=" + id(3) + "&field=name").body())
        .contains("/runs/" + run, "plans.csv", "old-canary 3", "new-canary 3", "confirmed");
    assertThat(get("/why?object=plans&id=" + id(151)).body()).contains("No run that is kept");
    assertThat(get("/why?object=PROJ&id=no%20id").body()).contains("is not");
    assertThat(get("/why").body()).contains("Which runs have written a record");
  }

  @Test
  void the_page_why_hides_values_unless_they_are_to_be_shown() throws Exception {
    start();
    String run = plan();
    confirm("/runs/" + run + "/approve");
    await().until(() -> entry(run).state() == RunState.COMPLETE);

    assertThat(get("/why?object=PROJ&id=" + id(3)).body())
        .contains("/runs/" + run, "console.show-values")
        .doesNotContain("canary");
  }

  @Test
  void what_a_run_overwrote_is_put_back_and_what_someone_changed_since_is_kept() throws Exception {
    start("console.show-values", "true");
    String run = plan();
    confirm("/runs/" + run + "/approve");
    await().until(() -> entry(run).state() == RunState.COMPLETE);
    sandbox.putObject(
        "PROJ", Map.of("ID", id(2), "name", "of a colleague", "description", "theirs"));

    String undo = confirm("/runs/" + run + "/undo").replace("/runs/", "");

    await().until(() -> entry(undo).waitsForApproval());
    assertThat(get("/runs/" + undo + "/changes").body())
        .contains("What it would put back", "/runs/" + run, "Kept, as someone changed it since")
        .contains("name is \"of a colleague\" now and is kept");
    confirm("/runs/" + undo + "/approve");
    await().until(() -> entry(undo).state().isComplete());
    assertThat(name(1)).isEqualTo("old-canary 1");
    assertThat(name(2)).isEqualTo("of a colleague");
    assertThat(get("/runs/" + run).body()).contains("Undone by", undo);
  }

  @Test
  void a_run_that_keeps_what_it_overwrites_is_undone_though_it_was_no_plan() throws Exception {
    budget = "keepBefore: true";
    start();
    String run = server.control().accept("plans", false, false).id();
    await().until(() -> entry(run).state() == RunState.COMPLETE);

    String undo = confirm("/runs/" + run + "/undo").replace("/runs/", "");
    await().until(() -> entry(undo).waitsForApproval());
    confirm("/runs/" + undo + "/approve");

    await().until(() -> entry(undo).state().isComplete());
    assertThat(name(1)).isEqualTo("old-canary 1");
  }

  @Test
  void a_viewer_looks_and_approves_nothing() throws Exception {
    start("console.user.ben", user("viewer", "another"));
    logIn("ben", "another");
    String run = server.control().plan("plans").id();
    await().until(() -> entry(run).waitsForApproval());

    assertThat(get("/runs/" + run + "/changes").statusCode()).isEqualTo(200);
    assertThat(get("/runs/" + run + "/changes").body()).doesNotContain("/approve");
    assertThat(get("/runs/" + run + "/approve").statusCode()).isEqualTo(404);
    assertThat(post("/runs/" + run + "/approve", formOf("/")).statusCode()).isEqualTo(403);
    assertThat(entry(run).waitsForApproval()).isTrue();
  }

  @Test
  void changes_are_shown_page_by_page_by_field_kind_size_and_key() throws Exception {
    start("console.show-values", "true");
    String changes = "/runs/" + plan() + "/changes";

    assertThat(shown(get(changes + "?field=name").body())).isEqualTo(100);
    assertThat(get(changes + "?field=name").body()).contains("1 to 100 of 150 that match, of 200.");
    assertThat(shown(get(changes + "?field=name&passed=100").body())).isEqualTo(50);
    assertThat(get(changes + "?kind=from+empty").body()).contains("1 to 50 of 50 that match");
    assertThat(get(changes + "?kind=to+empty").body()).contains("No change matches.");
    assertThat(get(changes + "?key=" + id(7)).body()).contains("1 to 1 of 1 that match");
    assertThat(get(changes + "?least=20%25").body()).contains("No change matches.");
    assertThat(get(changes + "?least=much").body())
        .contains("says nothing: allowed is a part such as 20%");
    assertThat(get(changes).body()).contains("The destination was looked at");
    assertThat(get(changes + ".csv").body())
        .startsWith("\"row\",\"key\",\"field\",\"before\",\"after\"\n")
        .contains("new-canary 150");
    assertThat(get("/runs/none/changes").statusCode()).isEqualTo(404);
  }

  @Test
  void values_of_cells_are_nowhere_unless_the_settings_say_so() throws Exception {
    start();
    String run = plan();

    for (String path :
        new String[] {"", "/changes", "/changes?least=1&key=0001", "/changes.csv", "/approve"}) {
      HttpResponse<String> page = get("/runs/" + run + path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body()).as(path).doesNotContain("canary", "first words", id(1));
    }
    assertThat(get("/runs/" + run + "/changes?least=1&key=none").body())
        .as("what is hidden is not found by asking for it either")
        .contains("of 200 that match, of 200.");
    assertThat(get("/runs/" + run + "/changes.csv").body())
        .startsWith("row,field,change\n1,\"name\",other value\n");
  }
}
