package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.metrics.Documented;
import io.writeback.metrics.Scrape;
import io.writeback.sandbox.http.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server is scraped, during runs and after them. */
final class MetricsTest {
  private static final String TOKEN = "api-token-canary-0123456789";

  @RegisterExtension private static final Home home = new Home();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
  private static int port;
  private static int healthPort;
  private static QueueServer server;

  @BeforeAll
  static void start() throws Exception {
    port = TestPorts.unused();
    healthPort = TestPorts.unused();
    server =
        new QueueServer(
            home,
            Map.of(
                "api.token",
                TOKEN,
                "api.port",
                Integer.toString(port),
                "api.health-port",
                Integer.toString(healthPort),
                "http.throttled-delay",
                "1ms"));
    server.ask(QueueServer.request("metered"));
    await().until(() -> runs() >= 1);
  }

  private static HttpResponse<String> get(int of, String path, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of + path))
            .timeout(Duration.ofSeconds(30));
    if (token != null) {
      request.header("Authorization", token);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static Scrape scrape() throws Exception {
    return new Scrape(get(healthPort, "/metrics", null).body());
  }

  private static double runs() throws Exception {
    return scrape().value("writeback_runs_total", "writeback", "projects", "result", "complete");
  }

  @Test
  void a_run_its_rows_and_its_requests_are_in_the_scrape() throws Exception {
    Scrape scrape = scrape();
    String host = server.sandbox.workfrontUrl().getAuthority();

    double complete =
        scrape.value("writeback_runs_total", "writeback", "projects", "result", "complete");
    assertThat(
            scrape.value("writeback_rows_total", "writeback", "projects", "outcome", "confirmed"))
        .as("each run has one row")
        .isEqualTo(complete);
    assertThat(
            scrape.value("writeback_request_duration_seconds_count", "host", host, "status", "2xx"))
        .isPositive();
    assertThat(scrape.value("writeback_run_wait_seconds_count", "writeback", "projects"))
        .isEqualTo(complete);
    assertThat(scrape.value("writeback_ledger_commit_seconds_count")).isGreaterThan(3);
    assertThat(scrape.value("writeback_host_limit", "host", host)).isPositive();
    assertThat(scrape.value("writeback_ledger_readable")).isEqualTo(1);
    assertThat(scrape.value("process_uptime_seconds")).isPositive();
  }

  @Test
  void a_batch_that_is_sent_again_counts_its_429_and_its_retry() throws Exception {
    String host = server.sandbox.workfrontUrl().getAuthority();
    Scrape before = scrape();
    server.sandbox.faults().add(Fault.answer(429, "later").onMethod("PUT"));

    server.ask(QueueServer.request("throttled"));
    await()
        .until(
            () ->
                scrape()
                        .value(
                            "writeback_rows_total", "writeback", "projects", "outcome", "confirmed")
                    > before.value(
                        "writeback_rows_total", "writeback", "projects", "outcome", "confirmed"));

    Scrape after = scrape();
    for (String counter :
        List.of("writeback_throttled_responses_total", "writeback_request_retries_total")) {
      double old = before.value(counter, "host", host);
      assertThat(after.value(counter, "host", host)).as(counter).isEqualTo(old + 1);
    }
    assertThat(
            after.value("writeback_request_duration_seconds_count", "host", host, "status", "4xx"))
        .isEqualTo(1);
  }

  @Test
  void the_health_port_and_with_the_token_the_api_serve_the_same() throws Exception {
    HttpResponse<String> health = get(healthPort, "/metrics", null);
    HttpResponse<String> api = get(port, "/metrics", "Bearer " + TOKEN);

    for (HttpResponse<String> response : List.of(health, api)) {
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(response.body()).contains("writeback_runs_total").doesNotContain(TOKEN);
    }
    assertThat(new Scrape(api.body()).size()).isEqualTo(new Scrape(health.body()).size());
  }

  @Test
  void without_the_token_the_api_serves_no_metrics() throws Exception {
    assertThat(get(port, "/metrics", null).statusCode()).isEqualTo(401);
  }

  @Test
  void the_documentation_has_each_metric_and_no_other() throws Exception {
    String text = get(healthPort, "/metrics", null).body();

    assertThat(Documented.in(Files.readString(Path.of("docs/metrics.md"))))
        .isEqualTo(Documented.of(new Scrape(text)));
  }
}
