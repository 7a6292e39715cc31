package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A failure before the first request of a run has the same effect as one after it: the run is
 * paused and resumes. With a clock that the test sets.
 */
@Timeout(120)
final class UnavailableAtFirstTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";
  private static final String DOWN = "503";

  @RegisterExtension private final Home home = new Home();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T02:00:00Z"));

  private WritebackMain open(Home home) {
    return new WritebackMain(home.configuration(), ProgressListener.NONE, now::get);
  }

  private static Report until(WritebackMain main, String run, RunState state) {
    return await().until(() -> main.engine().runs().report(run), report -> report.state() == state);
  }

  private static Fault fault(String status) {
    Fault fault = Fault.answer(Integer.parseInt(status), "{\"message\":\"Not now\"}");
    return (status.equals("429") ? fault.header("Retry-After", "600") : fault)
        .times(Integer.MAX_VALUE);
  }

  /** A writeback of one row from Domo or a file to each destination. */
  private Home home(Sandbox sandbox, String source, String destination) throws IOException {
    Path csv = Files.writeString(home.path("w.csv"), "ID,Name\n" + ID + ",new\n");
    sandbox.putObject("PROJ", Map.of("ID", ID, "name", "old"));
    sandbox.workiva().put("s", "{\"name\":\"S\",\"sheets\":[{\"id\":\"a\",\"name\":\"Data\"}]}");
    sandbox
        .workiva()
        .change("{\"requestsPerSecond\":0,\"operationMillis\":0,\"retryAfterSeconds\":0}");
    home.without("writeback.pauses").set("account.data-world.poll-delay", "0s");
    String from =
        source.equals("domo")
            ? "kamelet:domo-dataset-action?datasetId=" + sandbox.addDataset("w", csv)
            : "kamelet:csv-dataset-action?file=w.csv";
    String to =
        switch (destination) {
          case "workfront" -> "kamelet:workfront-update-sink?object=project";
          case "workiva" -> "kamelet:workiva-region-sink?spreadsheetId=s&sheetId=a&region=A:B";
          default -> "kamelet:data-world-file-sink?dataset=acme/data&fileName=w.csv";
        };
    home.file(
        "routes/w.camel.yaml",
        """
        - route:
            id: w
            group: writeback
            from:
              uri: direct:w
              steps:
                - to:
                    uri: "%s"
                - to:
                    uri: "%s"
        """
            .formatted(from, to));
    return home;
  }

  @ParameterizedTest
  @CsvSource({
    "csv, workfront, workfront, 503, outage",
    "csv, workfront, workfront, 429, throttle",
    "csv, workiva, workiva, 503, outage",
    "csv, workiva, workiva, 429, throttle",
    "csv, data.world, data.world, 503, outage",
    "csv, data.world, data.world, 429, throttle",
    "domo, workfront, domo, 503, outage",
  })
  void a_run_is_paused_and_resumes_by_itself_when_it_cannot_be_planned_for_a_while(
      String source, String destination, String down, String status, String pause)
      throws IOException {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    Home home = home(sandbox, source, destination);
    if (destination.equals("data.world")) {
      createDataset(sandbox);
    }
    sandbox.faults().add(fault(status).onService(down));
    try (WritebackMain main = open(home)) {
      main.startAll();
      String run = main.control().accept("w", false, false).id();

      Report paused = until(main, run, RunState.PAUSED);

      assertThat(paused.pause()).as(paused.toString()).isEqualTo(pause);
      assertThat(paused.resumesAt()).as(paused.toString()).isNotNull();
      sandbox.faults().clear();
      now.updateAndGet(then -> then.plus(Duration.ofMinutes(15)));
      assertThat(until(main, run, RunState.COMPLETE).tally().confirmed()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"csv, workiva, workiva", "csv, workfront, workfront", "domo, workfront, domo"})
  void a_run_whose_credentials_are_refused_at_first_waits_for_a_person(
      String source, String destination, String down) throws IOException {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    Home home = home(sandbox, source, destination);
    sandbox.faults().add(fault("401").onService(down));
    try (WritebackMain main = open(home)) {
      main.startAll();
      String run = main.control().accept("w", false, false).id();

      Report paused = until(main, run, RunState.PAUSED);

      assertThat(paused.pause()).as(paused.toString()).isEqualTo("auth");
      sandbox.faults().clear();
      // After a refusal there is no login for a while, or the account could be locked.
      now.updateAndGet(then -> then.plus(Duration.ofMinutes(15)));
      RunEntry entry =
          await().until(() -> main.control().interrupted(), found -> !found.isEmpty()).get(0);
      main.engine().runs().resume(entry);
      assertThat(until(main, run, RunState.COMPLETE).tally().confirmed()).isEqualTo(1);
    }
  }

  @Test
  void rows_that_were_acknowledged_wait_for_their_destination_and_later_ones_behind_them()
      throws Exception {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    Home home = home(sandbox, "csv", "workfront");
    home.file(
        "routes/w.camel.yaml",
        """
          - route:
              id: w
              group: writeback
              from:
                uri: direct:w
                steps:
                  - to:
                      uri: "kamelet:rows-dataset-action?name=w&columns=ID,Name"
                  - to:
                      uri: "kamelet:workfront-update-sink?object=project"
          """);
    group(home, 1, "first");
    sandbox.faults().add(fault(DOWN).onService("workfront"));
    try (WritebackMain main = open(home)) {
      main.startAll();
      String first = main.control().accept("w", false, false).id();
      until(main, first, RunState.PAUSED);
      group(home, 2, "second");
      sandbox.faults().clear();

      String second = main.control().accept("w", false, false).id();

      await()
          .during(1, TimeUnit.SECONDS)
          .until(() -> main.engine().runs().report(second).state() == RunState.ACCEPTED);
      assertThat(sandbox.stats().recordsWritten()).isZero();
      now.updateAndGet(then -> then.plus(Duration.ofMinutes(15)));
      until(main, first, RunState.COMPLETE);
      until(main, second, RunState.COMPLETE);
      assertThat(sandbox.object("PROJ", ID).orElseThrow().get("name").asText()).isEqualTo("second");
    }
  }

  private static void group(Home home, int number, String name) {
    home.file(
        "data/rows/w/" + String.format("%014d-g%d.jsonl", number, number),
        "[\"%s\",\"%s\"]%n".formatted(ID, name));
  }

  private static void createDataset(Sandbox sandbox) throws IOException {
    try {
      var answer =
          java.net.http.HttpClient.newHttpClient()
              .send(
                  java.net.http.HttpRequest.newBuilder(
                          java.net.URI.create(
                              sandbox.dataWorldUrl() + "/sandbox/datasets/acme/data"))
                      .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
                      .build(),
                  java.net.http.HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
