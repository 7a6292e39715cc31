package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.writeback.TestPorts;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.engine.EventLog;
import io.writeback.ledger.RunState;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see the console, and who may act. */
@Timeout(120)
final class ConsoleAccessTest {
  private static final String CANARY = "value-canary-7781";

  @RegisterExtension private final Home home = new Home();
  private WritebackMain server;
  private String base;

  private void start(String... keysAndValues) throws Exception {
    int port = TestPorts.unused();
    base = "http://127.0.0.1:" + port;
    home.sandbox(Home.EMPTY);
    home.set("console.enabled", "true").set("api.port", Integer.toString(port));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      home.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    home.csvToWorkfront("plans", "plans.csv");
    // The second has a quote in it, so that no pair of quotes is around the value.
    home.file("plans.csv", "ID,Name\n" + CANARY + ",x\n\"5\"\" " + CANARY + "\",x\n");
    server = new WritebackMain(home.configuration(), new EventLog(), InstantSource.system());
    home.closing(
        () -> {
          server.end().request("stopped by the test");
          server.close();
        });
    server.startAll();
  }

  private static String user(String role, String password) {
    return role + " " + BCrypt.withDefaults().hashToString(4, password.toCharArray());
  }

  /** A browser: it keeps cookies and follows no redirect. */
  private final class Visit {
    private final HttpClient client =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    HttpResponse<String> get(String path, String... headers) throws Exception {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, Map<String, String> fields, String... headers)
        throws Exception {
      StringBuilder form = new StringBuilder();
      fields.forEach(
          (name, value) ->
              form.append(form.isEmpty() ? "" : "&")
                  .append(name)
                  .append('=')
                  .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + path))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(form.toString()));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), BodyHandlers.ofString());
    }

    String token(String path, String... headers) throws Exception {
      Matcher token =
          Pattern.compile("name=\"X-XSRF-TOKEN\" value=\"([^\"]+)\"")
              .matcher(get(path, headers).body());
      assertThat(token.find()).as("a token on " + path).isTrue();
      return token.group(1);
    }

    HttpResponse<String> logIn(String user, String password) throws Exception {
      return post(
          "/login",
          Map.of(
              "X-XSRF-TOKEN",
              token("/login"),
              "user",
              user,
              "password",
              password,
              "then",
              "/runs"));
    }
  }

  private int runs() {
    return server.engine().ledger().history().list(null, EnumSet.allOf(RunState.class), 100).size();
  }

  @Test
  void without_users_this_machine_is_an_operator_but_only_under_a_name_of_its_own()
      throws Exception {
    start();
    Visit visit = new Visit();
    assertThat(visit.get("/").statusCode()).isEqualTo(200);

    try (Socket socket = new Socket("127.0.0.1", URI.create(base).getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 421").contains(base + "/").doesNotContain("plans");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2:80", "LocalHost", "[::1]:8210", "127.1.2.3"})
  void names_of_this_machine_are_its_own(String name) throws Exception {
    start("api.host", "127.1.2.3");
    try (Socket socket = new Socket("127.1.2.3", URI.create(base).getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(name)
                  .getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void an_action_needs_the_token_of_its_form() throws Exception {
    start();
    Visit visit = new Visit();
    String token = visit.token("/writebacks/plans/run");

    assertThat(visit.post("/writebacks/plans/run", Map.of()).statusCode()).isEqualTo(403);
    assertThat(
            new Visit().post("/writebacks/plans/run", Map.of("X-XSRF-TOKEN", token)).statusCode())
        .as("a token without its cookie")
        .isEqualTo(403);
    assertThat(runs()).isZero();
    HttpResponse<String> done = visit.post("/writebacks/plans/run", Map.of("X-XSRF-TOKEN", token));
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(done.headers().firstValue("Location").orElse("")).startsWith("/runs/");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void a_second_click_and_another_tab_send_a_form_that_is_still_valid() throws Exception {
    start();
    Visit visit = new Visit();
    String token = visit.token("/writebacks/plans/run");
    String other = visit.token("/writebacks/plans/full-run");

    for (String each : List.of(token, token, other)) {
      assertThat(visit.post("/writebacks/plans/run", Map.of("X-XSRF-TOKEN", each)).statusCode())
          .isEqualTo(303);
    }
  }

  @Test
  void a_form_that_is_refused_says_nothing_about_an_earlier_click() throws Exception {
    start();
    HttpResponse<String> refused = new Visit().post("/writebacks/plans/run", Map.of());

    assertThat(refused.body())
        .contains("Sending it now did nothing; if you sent it before, see under Runs")
        .doesNotContain("Nothing was done");
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, https://evil.example",
    "Origin, null"
  })
  void a_form_of_another_site_does_nothing_even_with_a_token(String header, String value)
      throws Exception {
    start();
    Visit visit = new Visit();
    String token = visit.token("/writebacks/plans/run");

    assertThat(
            visit
                .post("/writebacks/plans/run", Map.of("X-XSRF-TOKEN", token), header, value)
                .statusCode())
        .isEqualTo(403);
    assertThat(runs()).isZero();
    assertThat(
            visit
                .post("/writebacks/plans/run", Map.of("X-XSRF-TOKEN", token), "Origin", base)
                .statusCode())
        .isEqualTo(303);
  }

  @Test
  void another_site_may_link_to_a_page_and_nothing_else() throws Exception {
    start();
    Visit visit = new Visit();

    assertThat(
            visit
                .get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                .statusCode())
        .isEqualTo(200);
    assertThat(
            visit
                .get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            visit
                .get(
                    "/",
                    "Sec-Fetch-Site",
                    "same-site",
                    "Sec-Fetch-Mode",
                    "navigate",
                    "Sec-Fetch-Dest",
                    "iframe")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void only_a_page_with_a_form_sets_a_cookie_and_only_a_login_begins_a_session() throws Exception {
    start("console.user.anna", user("operator", "right one"));
    Visit visit = new Visit();
    assertThat(visit.get("/").headers().allValues("set-cookie")).isEmpty();
    HttpResponse<String> login = visit.get("/login");
    assertThat(login.headers().allValues("set-cookie")).hasSize(1);
    assertThat(cookie(login)).isEmpty();

    HttpResponse<String> in = visit.logIn("anna", "right one");
    assertThat(in.headers().allValues("set-cookie"))
        .singleElement()
        .asString()
        .startsWith("console=")
        .contains("HTTPOnly", "SameSite=Lax");
    assertThat(visit.get("/").headers().allValues("set-cookie")).isEmpty();
    assertThat(visit.get("/writebacks/plans/run").headers().allValues("set-cookie")).isEmpty();
    assertThat(visit.get("/login").headers().allValues("set-cookie")).isEmpty();
  }

  @Test
  void without_users_there_is_no_login() throws Exception {
    start();
    Visit visit = new Visit();

    assertThat(visit.get("/login").headers().firstValue("Location")).hasValue("/");
    assertThat(visit.post("/login", Map.of("user", "x", "password", "y")).statusCode())
        .isEqualTo(303);
    assertThat(visit.get("/").headers().allValues("set-cookie")).isEmpty();
  }

  @Test
  void a_name_or_a_password_that_is_too_long_is_only_wrong() throws Exception {
    start("console.user.anna", user("operator", "right one"));
    Visit visit = new Visit();

    assertThat(visit.logIn("anna", "x".repeat(73)).statusCode()).isEqualTo(401);
    assertThat(visit.logIn("x".repeat(5_000), "x").statusCode()).isEqualTo(401);
  }

  @Test
  void the_header_of_a_proxy_is_believed_from_its_address_only() throws Exception {
    start(
        "console.behind-proxy", "true",
        "console.proxy-user-header", "X-Forwarded-User",
        "console.proxy-operators", "anna",
        "console.proxy-address", "192.0.2.7");

    HttpResponse<String> answer = new Visit().get("/", "X-Forwarded-User", "anna");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("console.proxy-address").doesNotContain("anna");
  }

  @ParameterizedTest
  @CsvSource({"evil.example:80, 421", "Runs.Example.com, 200", "127.0.0.1:8210, 200"})
  void behind_a_proxy_no_page_sends_the_header_under_a_name_of_its_own(String name, int status)
      throws Exception {
    start(
        "console.behind-proxy", "true",
        "console.proxy-user-header", "X-Forwarded-User",
        "console.proxy-operators", "anna",
        "console.proxy-names", "runs.example.com");
    try (Socket socket = new Socket("127.0.0.1", URI.create(base).getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: %s\r\nX-Forwarded-User: anna\r\nConnection: close\r\n\r\n"
                  .formatted(name)
                  .getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void a_stream_of_a_visitor_who_is_not_logged_in_says_so_to_a_script() throws Exception {
    start("console.user.anna", user("operator", "right one"));

    assertThat(new Visit().get("/runs/x/live", "Accept", "text/event-stream").statusCode())
        .isEqualTo(401);
  }

  @Test
  void users_log_in_and_a_viewer_starts_nothing() throws Exception {
    start(
        "console.user.anna", user("operator", "right one"),
        "console.user.ben", user("viewer", "another"));
    Visit visit = new Visit();
    HttpResponse<String> first = visit.get("/writebacks/plans");
    assertThat(first.statusCode()).isEqualTo(303);
    assertThat(first.headers().firstValue("Location"))
        .hasValue("/login?then=%2Fwritebacks%2Fplans");
    assertThat(visit.logIn("anna", "wrong").statusCode()).isEqualTo(401);
    assertThat(visit.get("/").statusCode()).isEqualTo(303);

    assertThat(visit.logIn("anna", "right one").headers().firstValue("Location")).hasValue("/runs");
    assertThat(visit.get("/").body()).contains("anna · operator", "Run now");

    Visit viewer = new Visit();
    viewer.logIn("ben", "another");
    assertThat(viewer.get("/").body()).contains("ben · viewer").doesNotContain("Run now");
    assertThat(viewer.get("/writebacks/plans/run").statusCode()).isEqualTo(404);
    assertThat(
            viewer
                .post("/writebacks/plans/run", Map.of("X-XSRF-TOKEN", viewer.token("/")))
                .statusCode())
        .isEqualTo(403);
    assertThat(runs()).isZero();

    viewer.post("/logout", Map.of("X-XSRF-TOKEN", viewer.token("/")));
    assertThat(viewer.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void a_login_that_fails_again_and_again_has_to_wait_even_with_the_right_password()
      throws Exception {
    start("console.user.anna", user("operator", "right one"));
    Visit visit = new Visit();
    for (int i = 0; i < 5; i++) {
      assertThat(visit.logIn("anna", "wrong " + i).statusCode()).isEqualTo(401);
    }

    assertThat(visit.logIn("anna", "right one").statusCode()).isEqualTo(429);
    assertThat(visit.logIn("nobody", "x").statusCode()).as("the same address").isEqualTo(429);
  }

  @Test
  void a_session_has_another_id_after_the_login() throws Exception {
    start("console.user.anna", user("operator", "right one"));
    Visit visit = new Visit();
    String before = cookie(visit.get("/login"));

    String after = cookie(visit.logIn("anna", "right one"));

    assertThat(after).isNotEmpty().isNotEqualTo(before);
  }

  private static String cookie(HttpResponse<String> response) {
    return response.headers().allValues("set-cookie").stream()
        .filter(cookie -> cookie.startsWith("console="))
        .findFirst()
        .map(cookie -> cookie.replaceFirst(";.*", ""))
        .orElse("");
  }

  @Test
  void a_proxy_names_its_users_and_its_operators() throws Exception {
    start(
        "console.behind-proxy", "true",
        "console.proxy-user-header", "X-Forwarded-User",
        "console.proxy-operators", "anna, carla");

    assertThat(new Visit().get("/", "X-Forwarded-User", "ben").body()).contains("ben · viewer");
    assertThat(new Visit().get("/", "X-Forwarded-User", "carla").body())
        .contains("carla · operator");
    HttpResponse<String> beside = new Visit().get("/");
    assertThat(beside.statusCode()).isEqualTo(403);
    assertThat(beside.body()).contains("Come through the proxy").doesNotContain("plans");
    assertThat(new Visit().get("/login").headers().firstValue("Location")).hasValue("/");
    assertThat(new Visit().get("/", "X-Forwarded-User", "ben").headers().allValues("set-cookie"))
        .isEmpty();
    assertThat(
            new Visit()
                .get("/writebacks/plans/run", "X-Forwarded-User", "carla")
                .headers()
                .allValues("set-cookie"))
        .hasSize(1)
        .allSatisfy(cookie -> assertThat(cookie).contains("__Host-", "Secure", "SameSite=Lax"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/runs", "/no-such-page", "/assets/console.css"})
  void every_answer_allows_nothing_from_elsewhere(String path) throws Exception {
    start();
    HttpResponse<String> answer = new Visit().get(path);

    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().allValues("set-cookie")).isEmpty();
    assertThat(answer.body()).doesNotContain(" onclick=", " style=", "<script>");
  }

  @Test
  void values_of_cells_are_nowhere_unless_the_settings_say_so() throws Exception {
    start();
    Visit visit = new Visit();
    HttpResponse<String> started =
        visit.post(
            "/writebacks/plans/run", Map.of("X-XSRF-TOKEN", visit.token("/writebacks/plans/run")));
    String run = started.headers().firstValue("Location").orElseThrow();
    await()
        .until(
            () ->
                server
                    .engine()
                    .runs()
                    .find(run.replace("/runs/", ""))
                    .orElseThrow()
                    .state()
                    .ended());

    for (String path :
        List.of("/", "/runs", run, run + "/rejects", run + "/rejects.csv", "/writebacks/plans")) {
      HttpResponse<String> page = visit.get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body()).as(path).doesNotContain(CANARY);
    }
    assertThat(visit.get(run + "/rejects").body()).contains("WB-301");
    assertThat(visit.get(run + "/rejects.csv").body())
        .startsWith("row,code,column,meaning\n1,WB-301");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void a_download_leaves_nothing_behind_and_is_its_owners_only(String showValues) throws Exception {
    Path folder = home.path("data/downloads");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("left-behind.csv"), CANARY);
    start("console.show-values", showValues);
    assertThat(folder).isEmptyDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    String run = server.control().accept("plans", false, false).id();
    await().until(() -> server.engine().runs().find(run).orElseThrow().state().ended());

    HttpResponse<String> file = new Visit().get("/runs/" + run + "/rejects.csv");

    assertThat(file.body().contains(CANARY)).isEqualTo(showValues.equals("true"));
    await().untilAsserted(() -> assertThat(folder).isEmptyDirectory());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/runs\r\nSet-Cookie: a=b"
      })
  void a_login_leads_to_pages_of_the_console_only(String then) throws Exception {
    start("console.user.anna", user("operator", "right one"));
    Visit visit = new Visit();

    HttpResponse<String> in =
        visit.post(
            "/login",
            Map.of(
                "X-XSRF-TOKEN",
                visit.token("/login"),
                "user",
                "anna",
                "password",
                "right one",
                "then",
                then));

    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(in.headers().firstValue("Location")).hasValue("/");
  }

  @Test
  void the_api_beside_it_needs_its_token_and_no_form() throws Exception {
    start("api.token", "api-token-canary-0123456789");

    assertThat(new Visit().get("/api/runs/x").statusCode()).isEqualTo(401);
    assertThat(
            new Visit()
                .get("/api/runs/x", "Authorization", "Bearer api-token-canary-0123456789")
                .statusCode())
        .isEqualTo(404);
    assertThat(new Visit().get("/").statusCode()).isEqualTo(200);
  }
}
