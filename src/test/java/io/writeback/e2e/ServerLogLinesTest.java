package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunRequest;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log of a server while it executes a run whose second batch has to be tried again. */
final class ServerLogLinesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension private final Home home = new Home();

  @BeforeEach
  void prepare() throws Exception {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int n = 1; n <= 6; n++) {
      String id = String.format("%032x", n);
      sandbox.putObject("PROJ", Map.of("ID", id, "name", "old"));
      csv.append(id).append(",new ").append(n).append('\n');
    }
    home.file("w.csv", csv.toString());
    home.csvToWorkfront("w", "w.csv", "batchSize: 2")
        .set("account.workfront.auth", "session")
        .set("account.workfront.username", Workfront.USERNAME)
        .set("account.workfront.password", Workfront.PASSWORD);
    sandbox.faults().add(Fault.answer(503, "busy").onMethod("PUT").containing("new 3").times(1));
    Files.createDirectories(home.path("data"));
    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(home.path("data")), InstantSource.system())) {
      ledger.requests().accept(RunRequest.of("20260101-000000-00000a", "by hand", "w"));
    }
  }

  /** The log of a server from its start to its end. */
  private String served(String level) throws Exception {
    Child.Java java =
        new Child.Java(
            List.of("-Dlogback.configurationFile=io/writeback/logback.xml"),
            List.of(),
            Map.of("WRITEBACK_LOG_LEVEL", level));
    Process server = Child.start(home, java, "start");
    try {
      await().atMost(Duration.ofMinutes(1)).until(() -> log().contains("run ended"));
    } finally {
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).as(log()).isTrue();
    }
    assertThat(log()).doesNotContain(Workfront.PASSWORD);
    return log();
  }

  private String log() throws IOException {
    return Files.readString(home.path("log"));
  }

  @Test
  void each_line_is_an_object_that_says_its_run_its_writeback_and_its_batch() throws Exception {
    home.set("log.format", "json");

    List<JsonNode> lines = new ArrayList<>();
    for (String line : served("TRACE").lines().toList()) {
      lines.add(JSON.readTree(line));
    }

    JsonNode retry = line(lines, "a try failed");
    assertThat(retry.get("run").asText()).isEqualTo("20260101-000000-00000a");
    assertThat(retry.get("writeback").asText()).isEqualTo("w");
    assertThat(retry.get("batch").asInt()).isEqualTo(1);
    JsonNode end = line(lines, "run ended");
    assertThat(end.get("run").asText()).isEqualTo("20260101-000000-00000a");
    assertThat(end.get("rows").asInt()).isEqualTo(6);
    assertThat(end.get("seconds").isNumber()).isTrue();
    assertThat(end.has("batch")).as("the run as a whole: %s", end).isFalse();
    JsonNode stop = line(lines, "stopping");
    assertThat(stop.has("run")).as("of no run: %s", stop).isFalse();
  }

  private static JsonNode line(List<JsonNode> lines, String beginning) {
    return lines.stream()
        .filter(line -> line.get("message").asText().startsWith(beginning))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line " + beginning));
  }

  @Test
  void a_line_for_people_ends_with_them() throws Exception {
    String log = served("DEBUG");

    assertThat(log.lines().filter(line -> line.contains("a try failed")))
        .hasSize(1)
        .allSatisfy(
            line -> assertThat(line).endsWith(" run=20260101-000000-00000a writeback=w batch=1"));
    assertThat(log.lines().filter(line -> line.contains("run ended")))
        .hasSize(1)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("run ended run=20260101-000000-00000a writeback=w state=COMPLETE")
                    .containsOnlyOnce("run=")
                    .doesNotContain("batch="));
  }
}
