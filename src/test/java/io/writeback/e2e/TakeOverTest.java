package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.Child;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.http.HttpRequest;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.Postgres;
import io.writeback.ledger.RunState;
import io.writeback.ledger.TcpProxy;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that share a ledger in a real PostgreSQL server. */
final class TakeOverTest {
  private static final int ROWS = 6_000;
  private static final int CONCURRENCY = 4;

  @RegisterExtension private final Home home = new Home();
  private final LedgerAddress.Postgres database = Postgres.database();

  @BeforeEach
  void configure() {
    home.set("writeback.ledger", database.url())
        .set("writeback.ledger-user", database.user())
        .set("writeback.ledger-password", database.password())
        .set("account.workfront.max-concurrency", Integer.toString(CONCURRENCY))
        .csvToWorkfront("many", "many.csv");
  }

  private Sandbox sandbox() throws Exception {
    return sandbox(Duration.ofMillis(30));
  }

  private Sandbox sandbox(Duration latency) throws Exception {
    Sandbox sandbox = home.sandbox(Home.EMPTY.withLatency(latency));
    StringBuilder csv = new StringBuilder("ID,Name,budget\n");
    for (int row = 1; row <= ROWS; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      csv.append(id(row)).append(",Project,").append(row).append('\n');
    }
    home.file("many.csv", csv.toString());
    return sandbox;
  }

  @Test
  void a_frozen_process_is_taken_over_from_and_sends_nothing_more_when_it_wakes() throws Exception {
    Sandbox sandbox = sandbox();
    try (Ledger ledger = Ledger.open(database, InstantSource.system())) {
      Process frozen = Child.start(home, List.of(), "run", "many");
      waitForRecords(sandbox, frozen, 1_000);
      Child.signal(frozen, "STOP");
      try {
        assertThat(ledger.leases().live()).as("it still has its target").hasSize(1);
        assertThat(home.run("resume").out()).contains("No run is interrupted");

        await().until(() -> ledger.leases().live().isEmpty());
        Home.Done done = home.run("resume", "--json");
        assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
        judge(done.json().get(0), sandbox);
      } finally {
        Child.signal(frozen, "CONT");
      }
      long written = sandbox.stats().recordsWritten();

      assertThat(frozen.waitFor(180, TimeUnit.SECONDS)).isTrue();

      assertThat(frozen.exitValue())
          .as("it shows what became of the run elsewhere: %s", Child.tail(home))
          .isZero();
      assertThat(Child.tail(home)).contains("WB-513").contains("taken over by another process");
      assertThat(sandbox.stats().recordsWritten() - written)
          .as("what it had in its hands, at most a batch a thread")
          .isLessThanOrEqualTo(CONCURRENCY * 100L);
      assertThat(home.run("show", "last").out()).contains("COMPLETE");
      for (int row = 1; row <= ROWS; row++) {
        assertThat(sandbox.object("PROJ", id(row)).orElseThrow().get("budget").asInt())
            .isEqualTo(row);
      }
    }
  }

  @Test
  void what_waits_for_its_place_while_the_lease_ends_is_not_sent_when_its_turn_comes()
      throws Exception {
    home.set("account.workfront.max-concurrency", "1").set("http.deadline", "2s");
    Sandbox sandbox = sandbox();
    try (Ledger ledger = Ledger.open(database, InstantSource.system())) {
      CountDownLatch holds = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      long written;
      try (WritebackMain late = open()) {
        late.startAll();
        late.control().accept("many", false, false);
        await().until(() -> sandbox.stats().recordsWritten() >= 500);
        // Another client occupies the host's only slot, for as long as this test needs.
        HttpRequest other =
            HttpRequest.get(URI.create(sandbox.workfrontUrl() + "/attask/api/v20.0/info"), "*/*")
                .guarded(
                    () -> {
                      holds.countDown();
                      hold(over);
                    });
        CompletableFuture<Void> place =
            CompletableFuture.runAsync(() -> late.runtime().http().once(other));
        try {
          assertThat(holds.await(30, TimeUnit.SECONDS)).isTrue();
          sql(
              """
              create function refusing() returns trigger as
              $$ begin raise exception 'refused by a test'; end $$ language plpgsql;
              create trigger refusing before update on target_lease for each row
              when (new.holder = old.holder and new.held_until > 0) execute function refusing()
              """);
          await().until(() -> ledger.leases().live().isEmpty());
        } finally {
          written = sandbox.stats().recordsWritten();
          over.countDown();
        }
        assertThat(place).failsWithin(Duration.ofSeconds(30));
        await()
            .until(
                () ->
                    late.runtime().http().hosts().stream()
                        .allMatch(host -> host.inFlight() == 0 && host.waiting() == 0));
      }
      // Until now this process could not take the target again either.
      sql("drop trigger refusing on target_lease");

      assertThat(sandbox.stats().recordsWritten()).as("written").isEqualTo(written);
      Home.Done done = home.run("resume", "--json");
      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      judge(done.json().get(0), sandbox);
      assertThat(home.run("show", "last").out()).contains("COMPLETE");
    }
  }

  @Test
  void two_processes_together_have_no_more_in_flight_than_the_account_allows() throws Exception {
    Sandbox sandbox =
        home.sandbox(
            Home.EMPTY.withLatency(Duration.ofMillis(30)).withConcurrencyLimit(CONCURRENCY));
    StringBuilder csv = new StringBuilder("ID,priority\n");
    for (int row = 1; row <= ROWS; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "priority", 1));
      sandbox.putObject("TASK", Map.of("ID", id(row), "priority", 1));
      csv.append(id(row)).append(",2\n");
    }
    home.file("many.csv", csv.toString());
    home.objectsToWorkfront("task", "tasks", "many.csv");
    try (Ledger ledger = Ledger.open(database, InstantSource.system())) {
      Process one = Child.start(home, List.of(), "run", "many");
      Process two = Child.start(home, List.of(), "run", "tasks");

      assertThat(one.waitFor(180, TimeUnit.SECONDS)).isTrue();
      assertThat(two.waitFor(180, TimeUnit.SECONDS)).isTrue();

      assertThat(one.exitValue()).as("%s", Child.tail(home)).isZero();
      assertThat(two.exitValue()).as("%s", Child.tail(home)).isZero();
      assertThat(sandbox.stats().highestInFlight()).isLessThanOrEqualTo(CONCURRENCY);
      assertThat(sandbox.stats().byStatus()).containsOnlyKeys("200");
      assertThat(sandbox.object("TASK", id(ROWS)).orElseThrow().get("priority").asInt())
          .isEqualTo(2);
    }
  }

  private static void hold(CountDownLatch over) {
    try {
      assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sql(String text) throws SQLException {
    try (Connection ledger =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = ledger.createStatement()) {
      statement.execute(text);
    }
  }

  @Test
  void a_killed_process_is_taken_over_from_once_its_lease_is_over() throws Exception {
    Sandbox sandbox = sandbox();
    try (Ledger ledger = Ledger.open(database, InstantSource.system())) {
      Process killed = Child.start(home, List.of(), "run", "many");
      waitForRecords(sandbox, killed, 1_000);
      killed.destroyForcibly().waitFor();

      assertThat(home.run("runs").out()).contains("RUNNING");
      await().until(() -> ledger.leases().live().isEmpty());
      assertThat(home.run("runs").out()).contains("INTERRUPTED");
      Home.Done done = home.run("run", "many", "--json");

      assertThat(done.exitCode()).as(done.err()).isZero();
      judge(done.json(), sandbox);
      assertThat(
              home.run("runs", "--state", "complete").out().lines().filter(l -> l.contains("many")))
          .as("the interrupted run went on first")
          .hasSize(2);
    }
  }

  @Test
  void with_default_settings_another_process_resumes_within_30_s_of_a_kill() throws Exception {
    Sandbox sandbox = sandbox(Duration.ofMillis(300));
    Process killed = Child.start(home, List.of(), "start");
    try (WritebackMain other = open()) {
      await().until(() -> Child.tail(home).contains("Started"));
      other.open();
      String run = other.control().accept("many", false, false).id();
      waitForRecords(sandbox, killed, 500);
      other.startAll();
      killed.destroyForcibly().waitFor();
      long atKill = System.nanoTime();
      long written = sandbox.stats().recordsWritten();

      await().until(() -> sandbox.stats().recordsWritten() > written + CONCURRENCY * 100L);

      Duration took = Duration.ofNanos(System.nanoTime() - atKill);
      System.out.printf("resumed %d ms after the kill%n", took.toMillis());
      assertThat(took).isLessThan(Duration.ofSeconds(30));
      Report report =
          await().until(() -> other.engine().runs().report(run), it -> it.state().ended());
      judge(new ObjectMapper().readTree(report.toJson()), sandbox);
    }
  }

  @Test
  void a_database_that_is_away_for_longer_than_a_lease_ends_no_run() throws Exception {
    try (TcpProxy proxy = new TcpProxy(TcpProxy.portOf(database))) {
      home.set("writeback.ledger", proxy.through(database).url()).set("writeback.lease", "5s");
      Sandbox sandbox = sandbox(Duration.ofMillis(200));
      try (WritebackMain one = open();
          WritebackMain two = open()) {
        one.startAll();
        String run = one.control().accept("many", false, false).id();
        await().until(() -> sandbox.stats().recordsWritten() >= 500);
        two.startAll();
        // In flight for longer than the lease lasts: cut off, and read back later.
        sandbox.faults().add(Fault.delay(Duration.ofSeconds(15)).onMethod("PUT").times(1));
        await().until(() -> sandbox.faults().left() == 0);

        proxy.refuse(true);
        passes(Duration.ofSeconds(6));
        long written = sandbox.stats().recordsWritten();
        passes(Duration.ofSeconds(4));
        assertThat(sandbox.stats().recordsWritten()).as("nothing is sent").isEqualTo(written);
        proxy.refuse(false);

        Report report =
            await().until(() -> two.engine().runs().report(run), it -> it.state().ended());
        judge(new ObjectMapper().readTree(report.toJson()), sandbox);
        assertThat(two.engine().ledger().history().find(run).orElseThrow().isFirstTry())
            .as("its process kept it")
            .isTrue();
      }
    }
  }

  private static void passes(Duration time) {
    long begun = System.nanoTime();
    await().until(() -> System.nanoTime() - begun > time.toNanos());
  }

  @Test
  void a_newer_run_that_waits_on_another_machine_goes_after_that_of_a_killed_process()
      throws Exception {
    StringBuilder csv = new StringBuilder("ID,budget\n");
    for (int row = 1; row <= ROWS; row++) {
      csv.append(id(row)).append(",-").append(row).append('\n');
    }
    home.csvToWorkfront("newer", "newer.csv").file("newer.csv", csv.toString());
    Sandbox sandbox = sandbox();
    try (WritebackMain other = open()) {
      Process killed = Child.start(home, List.of(), "run", "many");
      waitForRecords(sandbox, killed, 500);
      other.startAll();
      String older = other.engine().ledger().leases().live().iterator().next();
      String newer = other.control().accept("newer", false, false).id();
      waitForRecords(sandbox, killed, 1_000);
      killed.destroyForcibly().waitFor();

      Report report =
          await().until(() -> other.engine().runs().report(newer), it -> it.state().ended());

      assertThat(report.state()).as(report.toString()).isEqualTo(RunState.COMPLETE);
      assertThat(other.engine().runs().report(older).state()).isEqualTo(RunState.COMPLETE);
      for (int row = 1; row <= ROWS; row++) {
        assertThat(sandbox.object("PROJ", id(row)).orElseThrow().get("budget").asInt())
            .as("row %d", row)
            .isEqualTo(-row);
      }
    }
  }

  @Test
  void a_newer_run_with_no_process_that_could_resume_the_older_sends_nothing_before_it()
      throws Exception {
    StringBuilder csv = new StringBuilder("ID,budget\n");
    for (int row = 1; row <= ROWS; row++) {
      csv.append(id(row)).append(",-").append(row).append('\n');
    }
    home.csvToWorkfront("newer", "newer.csv").file("newer.csv", csv.toString());
    Sandbox sandbox = sandbox();
    try (Ledger ledger = Ledger.open(database, InstantSource.system())) {
      Process killed = Child.start(home, List.of(), "run", "many");
      waitForRecords(sandbox, killed, 500);
      // So that it is not done before the other has started.
      Child.signal(killed, "STOP");
      String older = ledger.leases().live().iterator().next();
      CompletableFuture<Home.Done> newer =
          CompletableFuture.supplyAsync(() -> Child.command(home, "run", "newer", "--json"));
      await().until(() -> !ledger.history().list("newer", List.of(RunState.values()), 1).isEmpty());
      killed.destroyForcibly().waitFor();

      Home.Done done = newer.get(180, TimeUnit.SECONDS);

      assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(4);
      assertThat(done.err()).contains("waits for run " + older + ", which was interrupted");
      assertThat(done.json().get("recordsSent").asInt()).isZero();

      assertThat(Child.command(home, "resume").exitCode()).isZero();

      assertThat(ledger.history().find(older).orElseThrow().state()).isEqualTo(RunState.COMPLETE);
      for (int row = 1; row <= ROWS; row++) {
        assertThat(sandbox.object("PROJ", id(row)).orElseThrow().get("budget").asInt())
            .as("row %d", row)
            .isEqualTo(-row);
      }
    }
  }

  @Test
  void what_a_machine_leaves_when_it_is_asked_to_end_another_resumes() throws Exception {
    home.csvToWorkfront("newer", "newer.csv").file("newer.csv", "ID,Name\n" + id(1) + ",newer\n");
    Sandbox sandbox = sandbox();
    try (WritebackMain other = open()) {
      String run;
      String newer;
      try (WritebackMain ending = open()) {
        ending.startAll();
        run = ending.control().accept("many", false, false).id();
        await().until(() -> sandbox.stats().recordsWritten() >= 500);
        other.startAll();
        newer = other.control().accept("newer", false, false).id();
        ending.end().request("stopped by a signal");
      }

      Report report =
          await().until(() -> other.engine().runs().report(run), it -> it.state().isComplete());
      judge(new ObjectMapper().readTree(report.toJson()), sandbox);
      await().until(() -> other.engine().runs().report(newer).state() == RunState.COMPLETE);
      assertThat(sandbox.stats().recordsWritten()).as("nothing went out twice").isEqualTo(ROWS + 1);
      assertThat(sandbox.object("PROJ", id(1)).orElseThrow().get("name").asText())
          .isEqualTo("newer");
    }
  }

  private WritebackMain open() {
    return new WritebackMain(home.configuration(), ProgressListener.NONE, InstantSource.system());
  }

  @Test
  void two_processes_do_not_write_to_one_target_at_a_time() throws Exception {
    Sandbox sandbox = sandbox();
    home.csvToWorkfront("again", "many.csv");
    Process first = Child.start(home, List.of(), "run", "many");
    waitForRecords(sandbox, first, 500);

    Home.Done second = home.run("run", "again");

    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.err()).contains("waits for run").contains("the same target");
    assertThat(first.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(first.exitValue()).isZero();
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(2L * ROWS);
  }

  private static void waitForRecords(Sandbox sandbox, Process process, long records) {
    await()
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .until(() -> !process.isAlive() || sandbox.stats().recordsWritten() >= records);
    assertThat(process.isAlive()).isTrue();
  }

  private static void judge(JsonNode report, Sandbox sandbox) {
    assertThat(report.get("state").asText()).isEqualTo("COMPLETE");
    assertThat(report.get("confirmed").asInt()).isEqualTo(ROWS);
    for (int row = 1; row <= ROWS; row++) {
      assertThat(sandbox.object("PROJ", id(row)).orElseThrow().get("budget").asInt())
          .as("row %d", row)
          .isEqualTo(row);
    }
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }
}
