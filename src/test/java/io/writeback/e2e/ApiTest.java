package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.TestPorts;
import io.writeback.camel.queue.RequestMessages;
import io.writeback.cli.Home;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests and health over HTTP, beside a queue. */
final class ApiTest {
  private static final String TOKEN = "api-token-canary-0123456789";
  private static final String RUNS = "/api/runs";

  @RegisterExtension private static final Home home = new Home();
  private static QueueServer server;
  private static int port;
  private static int healthPort;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

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
                "api.max-body-bytes",
                "1000"));
  }

  private static HttpResponse<String> call(
      String method, String path, String token, String type, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", token);
    }
    if (type != null) {
      request.header("Content-Type", type);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String body) throws Exception {
    return call("POST", RUNS, "Bearer " + TOKEN, "application/json", body);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return call("GET", path, "Bearer " + TOKEN, null, null);
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }

  @Test
  void a_request_is_a_run_whose_report_can_be_asked_for() throws Exception {
    HttpResponse<String> accepted = post(QueueServer.request("http-1"));

    assertThat(accepted.statusCode()).as(accepted.body()).isIn(200, 202);
    String location = accepted.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo(RUNS + "/" + json(accepted).get("run").asText());
    await().until(() -> json(get(location)).get("state").asText().equals("COMPLETE"));
    assertThat(json(get(location)).get("confirmed").asInt()).isEqualTo(1);
  }

  @Test
  void the_same_request_by_message_and_by_http_is_one_run() throws Exception {
    server.ask(QueueServer.request("both"));
    await()
        .untilAsserted(
            () -> {
              JsonNode event = server.event();
              assertThat(event.get("requestIds").toString()).contains("both");
            });

    HttpResponse<String> again = post(QueueServer.request("both"));

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(
            server
                .runtime
                .engine()
                .ledger()
                .outbox()
                .requests(json(again).get("run").asText(), 10)
                .first())
        .contains("both");
  }

  @Test
  void the_same_id_for_something_else_is_a_conflict() throws Exception {
    post(QueueServer.request("http-conflict"));

    HttpResponse<String> other =
        post(
            "{\"writeback\":\"projects\",\"requestId\":\"http-conflict\",\"parameters\":{\"full\":true}}");

    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(json(other).at("/error/code").asText()).isEqualTo("WB-143");
  }

  static Stream<Arguments> refused() {
    String right = "Bearer " + TOKEN;
    String json = "application/json";
    String body = QueueServer.request("refused");
    return Stream.of(
        Arguments.of("POST", RUNS, null, json, body, 401, "WB-144"),
        Arguments.of("POST", RUNS, "Bearer " + TOKEN + "x", json, body, 401, "WB-144"),
        Arguments.of("POST", RUNS, "Basic " + TOKEN, json, body, 401, "WB-144"),
        Arguments.of("GET", "/anything", null, null, null, 401, "WB-144"),
        Arguments.of("GET", "/anything", right, null, null, 404, "WB-145"),
        Arguments.of("GET", RUNS + "/../../etc", right, null, null, 404, "WB-145"),
        Arguments.of("GET", RUNS + "/20990101-000000-aaaaaa", right, null, null, 404, "WB-111"),
        Arguments.of("DELETE", RUNS, right, null, null, 405, "WB-145"),
        Arguments.of("OPTIONS", RUNS, right, null, null, 405, "WB-145"),
        Arguments.of("POST", RUNS, right, "text/plain", body, 415, "WB-145"),
        Arguments.of("POST", RUNS, right, null, body, 415, "WB-145"),
        Arguments.of("POST", RUNS, right, json, "run it", 400, "WB-140"),
        Arguments.of("POST", RUNS, right, json, null, 400, "WB-140"),
        Arguments.of("POST", RUNS, right, json, "x".repeat(1_001), 413, "WB-142"),
        Arguments.of(
            "POST",
            RUNS,
            right,
            json,
            "{\"writeback\":\"nobody\",\"requestId\":\"a\"}",
            404,
            "WB-106"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(
      String method, String path, String token, String type, String body, int status, String code)
      throws Exception {
    HttpResponse<String> response = call(method, path, token, type, body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(json(response).at("/error/code").asText()).isEqualTo(code);
    assertThat(response.body()).doesNotContain(TOKEN);
    assertThat(response.headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control"));
  }

  @Test
  void callers_that_never_finish_their_request_keep_nobody_waiting() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int caller = 0; caller < 100; caller++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        socket
            .getOutputStream()
            .write("POST /api/runs HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
      }

      assertThat(post(QueueServer.request("meanwhile")).statusCode()).isIn(200, 202);

      InputStream first = slow.get(0).getInputStream();
      assertThat(first.read()).as("it is cut off").isEqualTo(-1);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void health_is_reported_without_a_token_and_with_reasons() throws Exception {
    URI base = URI.create("http://127.0.0.1:" + healthPort);
    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> ready =
                  CLIENT.send(
                      HttpRequest.newBuilder(base.resolve("/health/ready")).build(),
                      BodyHandlers.ofString());
              JsonNode health = json(ready);
              assertThat(health.get("status").asText()).isEqualTo("up");
              assertThat(health.get("checks"))
                  .hasToString(
                      "{\"program\":\"up\",\"ledger\":\"up\",\"execution\":\"up\",\"queue\":\"up\",\"events\":\"up\"}");
              assertThat(health.get("reasons").get("queue").asText())
                  .isEqualTo("requests are received");
              assertThat(ready.statusCode()).isEqualTo(200);
            });
    HttpResponse<String> live =
        CLIENT.send(
            HttpRequest.newBuilder(base.resolve("/health/live")).build(), BodyHandlers.ofString());

    assertThat(live.statusCode()).isEqualTo(200);
    assertThat(json(live).get("status").asText()).isEqualTo("up");
  }

  @Test
  void without_its_queue_it_is_not_ready() throws Exception {
    server.context.getRouteController().stopRoute(RequestMessages.ROUTE);
    try {
      HttpResponse<String> ready =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/health/ready"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body())
          .contains("\"queue\":\"down\"")
          .contains("the consumer of requests is not connected to the broker")
          .contains("\"ledger\":\"up\"");
    } finally {
      server.context.getRouteController().startRoute(RequestMessages.ROUTE);
    }
  }

  @Test
  void nothing_listens_but_on_the_loopback_address() throws Exception {
    List<InetAddress> others =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList();
    List<Integer> ports = List.of(port, healthPort, server.runtime.settings().queue().port());

    for (int each : ports) {
      assertThat(isOpen(InetAddress.getLoopbackAddress(), each)).as("port %d", each).isTrue();
      for (InetAddress other : others) {
        assertThat(isOpen(other, each)).as("%s:%d", other, each).isFalse();
      }
    }
    assertThat(listeningElsewhere()).isEmpty();
  }

  private static boolean isOpen(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2_000);
      return true;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  /** Sockets of this process that listen on all addresses, if /proc is available. */
  private static List<String> listeningElsewhere() throws Exception {
    Path proc = Path.of("/proc/self");
    if (!java.nio.file.Files.isDirectory(proc)) {
      return List.of();
    }
    List<String> own = new ArrayList<>();
    try (Stream<Path> files = java.nio.file.Files.list(proc.resolve("fd"))) {
      for (Path file : files.toList()) {
        try {
          String target = java.nio.file.Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:[")) {
            own.add(target.substring(8, target.length() - 1));
          }
        } catch (java.nio.file.NoSuchFileException e) {
          // Closed meanwhile.
        }
      }
    }
    List<String> found = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : java.nio.file.Files.readAllLines(proc.resolve("net/" + table))) {
        String[] cells = line.strip().split("\\s+");
        if (cells.length > 9 && cells[3].equals("0A") && own.contains(cells[9])) {
          String address = cells[1].split(":")[0];
          boolean loopback =
              address.equals("0100007F")
                  || address.equals("00000000000000000000000001000000")
                  || address.equals("0000000000000000FFFF00000100007F");
          if (!loopback) {
            found.add(line.strip());
          }
        }
      }
    }
    return found;
  }

  private static List<Socket> idle(int count, int to) throws Exception {
    List<Socket> idle = new ArrayList<>();
    for (int connection = 0; connection < count; connection++) {
      Socket socket = new Socket();
      socket.connect(new InetSocketAddress("127.0.0.1", to), 20_000);
      idle.add(socket);
    }
    return idle;
  }

  private static int live() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/health/live"))
                .timeout(Duration.ofSeconds(30))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void idle_connections_of_strangers_keep_neither_health_nor_a_caller_out() throws Exception {
    List<Socket> idle = idle(300, port);
    try {
      assertThat(live()).isEqualTo(200);
      assertThat(
              HttpClient.newHttpClient()
                  .send(
                      HttpRequest.newBuilder(
                              URI.create("http://127.0.0.1:" + port + RUNS + "/none"))
                          .timeout(Duration.ofSeconds(30))
                          .header("Authorization", "Bearer " + TOKEN)
                          .build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(404);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void idle_connections_to_health_itself_do_not_make_it_fail() throws Exception {
    List<Socket> idle = idle(300, healthPort);
    try {
      assertThat(live()).isEqualTo(200);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }
}
