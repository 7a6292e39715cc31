package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.Child;
import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunRequest;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.FileUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands and a server process, on one data directory. */
final class HandOverTest {
  private static final int ROWS = 3_000;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private Process server;

  @BeforeEach
  void prepare() throws Exception {
    sandbox = home.sandbox(Home.EMPTY.withLatency(Duration.ofMillis(30)));
    home.set("account.workfront.max-concurrency", "2")
        .csvToWorkfront("many", "many.csv")
        .csvToWorkfront("few", "few.csv");
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= ROWS; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      csv.append(id(row)).append(",new\n");
    }
    home.file("many.csv", csv.toString());
    home.file("few.csv", "ID,Name\n" + id(1) + ",few\n");
  }

  @AfterEach
  void end() throws Exception {
    if (server != null) {
      server.destroyForcibly().waitFor();
    }
  }

  private void start() throws Exception {
    server = Child.start(home, List.of(), "start");
    await().until(() -> Files.exists(home.path("log")) && Child.tail(home).contains("Started"));
    await().until(() -> Files.exists(home.path("data/lock")));
  }

  @Test
  void a_server_logs_the_addresses_where_it_is_reached() throws Exception {
    int api = TestPorts.unused();
    int health = TestPorts.unused();
    home.set("api.token", "a-token-of-sixteen-or-more")
        .set("api.port", Integer.toString(api))
        .set("api.health-port", Integer.toString(health));
    start();

    assertThat(Child.tail(home))
        .containsPattern(
            "Started.* api=\"?http://127.0.0.1:"
                + api
                + "\"? health=\"?http://127.0.0.1:"
                + health);
  }

  @Test
  void with_a_server_up_a_run_is_handed_over_and_its_report_comes_back() throws Exception {
    start();

    Home.Done done = home.run("run", "few", "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.err()).contains("handed over");
    JsonNode report = done.json();
    assertThat(report.get("state").asText()).isEqualTo("COMPLETE");
    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(Child.tail(home)).contains(report.get("run").asText());
  }

  @Test
  void a_server_resumes_what_was_interrupted_and_executes_what_was_accepted() throws Exception {
    Process killed = Child.start(home, List.of(), "run", "many");
    await().until(() -> sandbox.stats().recordsWritten() >= 500);
    killed.destroyForcibly().waitFor();
    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(home.path("data")), InstantSource.system())) {
      ledger.requests().accept(RunRequest.of("20990101-000000-aaaaaa", "by hand", "few"));
    }

    start();

    await()
        .until(
            () ->
                home.run("runs", "--state", "complete")
                        .out()
                        .lines()
                        .filter(line -> line.contains("many") || line.contains("few"))
                        .count()
                    == 2);
    assertThat(sandbox.object("PROJ", id(ROWS)).orElseThrow().get("name").asText())
        .isEqualTo("new");
  }

  @Test
  void a_server_whose_data_directory_is_deleted_sends_nothing_more_and_ends() throws Exception {
    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(home.path("data")), InstantSource.system())) {
      ledger.requests().accept(RunRequest.of("20990101-000000-aaaaaa", "by hand", "many"));
    }
    start();
    await().until(() -> sandbox.stats().recordsWritten() >= 500);

    FileUtil.removeDir(home.path("data").toFile());

    long written = sandbox.stats().recordsWritten();
    assertThat(server.waitFor(180, TimeUnit.SECONDS)).as(Child.tail(home)).isTrue();
    assertThat(server.exitValue()).isNotZero();
    assertThat(Child.tail(home)).contains("was deleted or moved", "nothing more is sent");
    assertThat(sandbox.stats().recordsWritten() - written)
        .as("what was under way, a batch a thread")
        .isLessThanOrEqualTo(200);
    assertThat(home.path("data/ledger.db")).doesNotExist();
  }

  @Test
  void resume_with_a_server_up_lets_the_server_resume() throws Exception {
    start();
    sandbox.faults().add(Fault.answer(503, "down").onMethod("PUT").times(1_000));
    Home.Done stopped = home.run("run", "few");
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(4);
    sandbox.faults().clear();

    Home.Done resumed = home.run("resume", "--json");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(new ObjectMapper().readTree(resumed.out()).get(0).get("state").asText())
        .isEqualTo("COMPLETE");
  }

  @Test
  void a_run_that_waits_for_its_turn_is_cancelled_at_once() throws Exception {
    start();
    oneBatchTakesLong();
    CompletableFuture<Home.Done> first =
        CompletableFuture.supplyAsync(() -> Child.command(home, "run", "many"));
    await().until(() -> sandbox.stats().recordsWritten() >= 100);
    CompletableFuture<Home.Done> waiting =
        CompletableFuture.supplyAsync(() -> Child.command(home, "run", "few"));
    await().until(() -> home.run("runs", "--writeback", "few").out().contains("ACCEPTED"));

    Home.Done cancelled = home.run("cancel", "last");

    assertThat(cancelled.out()).contains("is cancelled");
    assertThat(waiting.get(60, TimeUnit.SECONDS).exitCode()).isEqualTo(4);
    assertThat(first.get(60, TimeUnit.SECONDS).exitCode()).isZero();
    assertThat(sandbox.object("PROJ", id(1)).orElseThrow().get("name").asText()).isEqualTo("new");
  }

  @Test
  void a_server_whose_ledger_fails_ends_and_says_why() throws Exception {
    start();
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + home.path("data/ledger.db"))) {
      connection.createStatement().execute("alter table target_lease rename to gone");
    }

    assertThat(server.waitFor(180, TimeUnit.SECONDS)).isTrue();

    assertThat(server.exitValue()).isEqualTo(1);
    assertThat(Child.tail(home)).contains("WB-501").doesNotContain("\tat ");
  }

  @Test
  void requests_for_a_writeback_that_waits_are_one_run() throws Exception {
    start();
    oneBatchTakesLong();
    CompletableFuture<Home.Done> long1 =
        CompletableFuture.supplyAsync(() -> Child.command(home, "run", "many"));
    await().until(() -> sandbox.stats().recordsWritten() >= 300);

    CompletableFuture<Home.Done> first =
        CompletableFuture.supplyAsync(() -> Child.command(home, "run", "few", "--json"));
    CompletableFuture<Home.Done> second =
        CompletableFuture.supplyAsync(() -> Child.command(home, "run", "few", "--json"));

    String one = run(first.get(60, TimeUnit.SECONDS));
    String two = run(second.get(60, TimeUnit.SECONDS));
    assertThat(one).isEqualTo(two);
    assertThat(long1.get(60, TimeUnit.SECONDS).exitCode()).isZero();
    assertThat(sandbox.object("PROJ", id(1)).orElseThrow().get("name").asText())
        .as("the run that waited came last")
        .isEqualTo("few");
  }

  /** Long enough that other commands have started and wait. */
  /** Longer than it takes to start a process on a busy machine. */
  private void oneBatchTakesLong() {
    sandbox.faults().add(Fault.delay(Duration.ofSeconds(25)).onMethod("PUT").nth(10));
  }

  private static String run(Home.Done done) {
    try {
      return done.json().get("run").asText();
    } catch (Exception e) {
      throw new AssertionError(done.out() + done.err(), e);
    }
  }

  @Test
  void a_server_that_is_asked_to_end_finishes_what_is_in_flight_and_leaves_the_rest()
      throws Exception {
    start();
    CompletableFuture<Home.Done> waiting =
        CompletableFuture.supplyAsync(() -> Child.command(home, "run", "many", "--json"));
    await().until(() -> sandbox.stats().recordsWritten() >= 500);

    server.destroy();

    assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
    Home.Done done = waiting.get(60, TimeUnit.SECONDS);
    assertThat(done.exitCode()).as(done.err()).isEqualTo(4);
    assertThat(home.run("resume").exitCode()).isZero();
    assertThat(sandbox.stats().writesPerId().values()).containsOnly(1L);
  }

  @Test
  void a_run_that_was_handed_over_is_done_by_the_command_if_the_server_dies() throws Exception {
    start();
    CompletableFuture<Home.Done> waiting =
        CompletableFuture.supplyAsync(() -> Child.command(home, "run", "many", "--json"));
    await().until(() -> sandbox.stats().recordsWritten() >= 500);

    server.destroyForcibly().waitFor();

    Home.Done done = waiting.get(60, TimeUnit.SECONDS);
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.json().get("confirmed").asInt()).isEqualTo(ROWS);
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }
}
