package io.writeback.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.metrics.Scrape;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The files in deploy/ and a server's metrics, judged by a real Prometheus. */
@Timeout(180)
final class PrometheusTest {
  private static final Path DEPLOY = Path.of("deploy").toAbsolutePath();
  private static final String TOKEN = "api-token-canary-0123456789";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @RegisterExtension private static final Home home = new Home();
  private static int port;
  private static int healthPort;
  private static int prometheus;

  @BeforeAll
  static void scrapeAServer() throws Exception {
    if (System.getenv("TESTS_NEED_TOOLS") == null) {
      assumeTrue(
          isInstalled("promtool") && isInstalled("prometheus"), "Prometheus is not installed");
    }
    port = TestPorts.unused();
    healthPort = TestPorts.unused();
    QueueServer server =
        new QueueServer(
            home,
            Map.of(
                "api.token",
                TOKEN,
                "api.port",
                Integer.toString(port),
                "api.health-port",
                Integer.toString(healthPort)));
    prometheus = TestPorts.unused();
    home.file("token", TOKEN);
    home.file(
        "prometheus.yml",
        """
        global:
          scrape_interval: 200ms
          evaluation_interval: 200ms
        rule_files: ["%s"]
        scrape_configs:
          - job_name: writeback
            static_configs:
              - targets: ["127.0.0.1:%d"]
          - job_name: by-token
            authorization:
              credentials_file: %s
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(DEPLOY.resolve("alerts.yml"), healthPort, home.path("token"), port));
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + home.path("prometheus.yml"),
                "--storage.tsdb.path=" + home.path("tsdb"),
                "--web.listen-address=127.0.0.1:" + prometheus)
            .redirectErrorStream(true)
            .redirectOutput(home.path("prometheus.log").toFile())
            .start();
    home.closing(
        () -> {
          process.destroy();
          process.waitFor();
        });
    server.ask(QueueServer.request("scraped"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                process.isAlive()
                    && value("sum by (job) (up) == 1").size() == 2
                    && value("writeback_runs_total{result=\"complete\",job=\"writeback\"} == 1")
                            .size()
                        == 1);
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void promtool(String... arguments) throws Exception {
    Path log = home.path("promtool.log");
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(exit).as(Files.readString(log)).isZero();
  }

  /** The results of a query; fails if Prometheus does not understand it. */
  private static JsonNode value(String query) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query?query=%s"
                .formatted(prometheus, URLEncoder.encode(query, UTF_8)));
    try {
      JsonNode answer =
          JSON.readTree(
              CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
      assertThat(answer.path("status").asText()).as(query + " " + answer).isEqualTo("success");
      return answer.at("/data/result");
    } catch (IOException e) {
      // It has not started yet.
      return JSON.createArrayNode();
    }
  }

  private static double number(String query) throws Exception {
    JsonNode result = value(query);
    assertThat(result).as(query).hasSize(1);
    return Double.parseDouble(result.get(0).get("value").get(1).asText());
  }

  @Test
  void the_scrape_configuration_is_valid() throws Exception {
    promtool("check", "config", DEPLOY.resolve("prometheus.yml").toString());
  }

  @Test
  void the_scrape_configuration_with_a_token_is_valid() throws Exception {
    String text =
        Files.readString(DEPLOY.resolve("prometheus.yml"))
            .replaceAll("(?m)^  # ((- job_name|  ).*)$", "  $1")
            .replace("  - alerts.yml", "  - " + DEPLOY.resolve("alerts.yml"))
            .replace("job_name: writeback\n    scheme", "job_name: by-token\n    scheme")
            .replace("/etc/prometheus/writeback-token", home.path("token").toString());
    assertThat(text).contains("\n    scheme: https\n");

    promtool("check", "config", home.file("with-token.yml", text).toString());
  }

  @Test
  void the_alert_rules_are_valid_and_fire_when_they_should() throws Exception {
    promtool("check", "rules", DEPLOY.resolve("alerts.yml").toString());
    promtool("test", "rules", DEPLOY.resolve("alerts-test.yml").toString());
  }

  @Test
  void each_alert_has_a_test() throws Exception {
    String tests = Files.readString(DEPLOY.resolve("alerts-test.yml"));

    assertThat(found("alert: (\\w+)", Files.readString(DEPLOY.resolve("alerts.yml"))))
        .hasSizeGreaterThan(8)
        .allSatisfy(alert -> assertThat(tests).contains(alert));
  }

  private static TreeSet<String> found(String pattern, String text) {
    TreeSet<String> found = new TreeSet<>();
    Pattern.compile(pattern).matcher(text).results().forEach(match -> found.add(match.group(1)));
    return found;
  }

  @Test
  void prometheus_has_what_the_server_serves() throws Exception {
    String rows = "writeback_rows_total{writeback=\"projects\",outcome=\"confirmed\",job=\"%s\"}";
    assertThat(number(rows.formatted("writeback"))).isEqualTo(1);
    assertThat(number(rows.formatted("by-token"))).isEqualTo(1);
    assertThat(
            number(
                "histogram_quantile(0.95, sum by (le)"
                    + " (writeback_ledger_commit_seconds_bucket{job=\"writeback\"}))"))
        .isPositive();
    assertThat(
            number(
                "writeback_run_last_result{writeback=\"projects\",result=\"complete\",job=\"writeback\"}"))
        .isEqualTo(1);
    assertThat(value("ALERTS{alertstate=\"firing\"}")).as("all is well").isEmpty();
  }

  @Test
  void the_dashboard_and_the_alerts_name_only_metrics_that_there_are() throws Exception {
    String text =
        Files.readString(DEPLOY.resolve("grafana-dashboard.json"))
            + Files.readString(DEPLOY.resolve("alerts.yml"))
            + Files.readString(DEPLOY.resolve("alerts-test.yml"));

    assertThat(found("\\b((?:writeback|jvm|process)_[a-z_]+)(?=[{)\\s\\[])", text))
        .hasSizeGreaterThan(15)
        .allSatisfy(metric -> assertThat(value("count(" + metric + ")")).as(metric).hasSize(1));
  }

  @Test
  void prometheus_understands_each_query_of_the_dashboard() throws Exception {
    JsonNode dashboard = JSON.readTree(DEPLOY.resolve("grafana-dashboard.json").toFile());
    List<String> queries = new ArrayList<>();
    dashboard.findParents("expr").forEach(target -> queries.add(target.get("expr").asText()));

    assertThat(queries).hasSizeGreaterThan(25);
    for (String query : queries) {
      String plain = query.replace("$__rate_interval", "1m").replaceAll("\\$(job|writeback)", ".*");
      assertThat(plain).doesNotContain("$");
      value(plain);
    }
    assertThat(dashboard.get("panels")).hasSizeGreaterThan(20);
  }

  @Test
  void the_names_and_texts_of_our_metrics_follow_the_conventions_of_prometheus() throws Exception {
    String text =
        CLIENT
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/metrics"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    Path file = home.file("scrape.txt", text);

    Process lint =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .start();
    List<String> complaints =
        new String(lint.getInputStream().readAllBytes(), UTF_8)
            .lines()
            .filter(line -> line.startsWith("writeback_"))
            .toList();
    lint.waitFor();

    assertThat(complaints).isEmpty();
    assertThat(new Scrape(text).size()).isGreaterThan(100);
  }
}
