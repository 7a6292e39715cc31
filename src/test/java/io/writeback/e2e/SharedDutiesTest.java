package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.Child;
import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.Postgres;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunSummary;
import io.writeback.queue.BrokerChild;
import io.writeback.queue.Brokers;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.http.Fault;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What processes of one ledger do together, each thing once, and what is left when one is killed.
 */
final class SharedDutiesTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  @RegisterExtension private final Home home = new Home();
  private final LedgerAddress.Postgres database = Postgres.database();
  private final List<Process> servers = new ArrayList<>();
  private Sandbox sandbox;
  private Ledger ledger;

  @BeforeEach
  void configure() throws Exception {
    home.set("writeback.ledger", database.url())
        .set("writeback.ledger-user", database.user())
        .set("writeback.ledger-password", database.password())
        .set("writeback.lease", "5s");
    sandbox = home.sandbox(SandboxSettings.onFreePorts());
    ledger = home.closing(Ledger.open(database, InstantSource.system()));
  }

  @AfterEach
  void end() throws Exception {
    for (Process server : servers) {
      server.destroyForcibly().waitFor();
    }
  }

  private void start() throws Exception {
    servers.add(Child.start(home, List.of(), "start"));
    await()
        .until(
            () ->
                Files.exists(home.path("log"))
                    && Files.readString(home.path("log")).split("Started", -1).length
                        > servers.size());
  }

  private void kill(int server) throws Exception {
    servers.get(server).destroyForcibly().waitFor();
  }

  private List<RunSummary> runs(String writeback) {
    return ledger.history().list(writeback, EnumSet.allOf(RunState.class), 1_000);
  }

  private static void passes(Duration time) {
    long begun = System.nanoTime();
    await().until(() -> System.nanoTime() - begun > time.toNanos());
  }

  @Test
  void each_fire_of_a_schedule_begins_its_route_once_and_has_a_run_although_one_is_killed()
      throws Exception {
    home.csvToWorkfront("w", "w.csv").file("w.csv", "ID,Name\n" + ID + ",By schedule\n");
    home.file(
        "routes/each-second.camel.yaml",
        """
        - route:
            id: each-second
            from:
              uri: quartz:writeback/each-second
              parameters:
                cron: "* * * * * ?"
                trigger.timeZone: UTC
              steps:
                - setBody:
                    constant: fire
                - to:
                    uri: file:%s
                    parameters:
                      fileName: "${header.scheduledFireTime.getTime}-${random(1000000000)}"
                - to: kamelet:writeback-run-action?writeback=w
        """
            .formatted(home.path("begun")));
    start();
    start();
    long first = Instant.now().getEpochSecond() + 2;
    passes(Duration.ofSeconds(12));

    kill(0);
    passes(Duration.ofSeconds(20));

    long last = Instant.now().getEpochSecond() - 2;
    for (long second = first; second <= last; second++) {
      String key = "w@" + Instant.ofEpochSecond(second);
      await().untilAsserted(() -> assertThat(ledger.requests().isAnswered(key)).as(key).isTrue());
    }
    kill(1);
    List<String> begun = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home.path("begun"))) {
      files.forEach(file -> begun.add(file.getFileName().toString().split("-")[0]));
    }
    assertThat(begun).doesNotHaveDuplicates().hasSizeGreaterThan((int) (last - first - 3));
  }

  @Test
  void a_refresh_is_one_run_and_another_process_watches_when_one_is_killed() throws Exception {
    Instant filled = Instant.parse("2026-11-25T01:00:00Z");
    home.file("domo.csv", "ID,Name\n" + ID + ",From Domo\n");
    Files.setLastModifiedTime(home.path("domo.csv"), FileTime.from(filled));
    String dataset = sandbox.addDataset("domo.csv", home.path("domo.csv"));
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
                    uri: kamelet:domo-dataset-action
                    parameters:
                      datasetId: "%1$s"
                - to:
                    uri: kamelet:workfront-update-sink
                    parameters:
                      object: project
        - route:
            id: w-refreshed
            from:
              uri: kamelet:domo-dataset-source
              parameters:
                datasetId: "%1$s"
                writeback: w
                every: 1s
                onFirst: remember
              steps:
                - log: "run ${body}"
        """
            .formatted(dataset));
    start();
    await().until(() -> ledger.watchedDatasets().of("w").size() == 1);
    start();
    refreshed(filled.plusSeconds(3_600), 1);

    kill(0);

    refreshed(filled.plusSeconds(7_200), 2);
  }

  private void refreshed(Instant at, int runs) throws IOException {
    Files.setLastModifiedTime(home.path("domo.csv"), FileTime.from(at));
    await()
        .untilAsserted(
            () ->
                assertThat(runs("w"))
                    .hasSize(runs)
                    .allSatisfy(one -> assertThat(one.run().state()).isEqualTo(RunState.COMPLETE)));
  }

  @Test
  void rows_of_messages_keep_their_order_and_none_is_lost_when_the_process_that_gathers_is_killed()
      throws Exception {
    int port = TestPorts.unused();
    BrokerChild broker = home.closing(new BrokerChild(home.path("broker"), port));
    broker.start();
    home.set("queue.url", "tcp://127.0.0.1:" + port)
        .set("queue.username", Brokers.USER)
        .set("queue.password", Brokers.PASSWORD);
    home.file(
        "routes/rows.camel.yaml",
        Files.readString(Path.of("routes/examples/row-messages.camel.yaml"))
            .replace("maxRows: 100", "maxRows: 7")
            .replace("maxWait: 5s", "maxWait: 1s"));
    int objects = 5;
    for (int object = 0; object < objects; object++) {
      sandbox.putObject("PROJ", Map.of("ID", id(object), "name", "old"));
    }
    start();
    start();

    send(port, 1, 200, objects);
    await().until(() -> !runs("project-rows").isEmpty());
    kill(0);
    send(port, 201, 400, objects);

    await()
        .untilAsserted(
            () -> {
              for (int object = 0; object < objects; object++) {
                assertThat(sandbox.object("PROJ", id(object)).orElseThrow().get("name").asText())
                    .as("its last value")
                    .isEqualTo("value " + (396 + object));
              }
            });
    await().until(() -> ledger.history().unfinished().isEmpty());
    long rows = runs("project-rows").stream().mapToLong(one -> one.run().snapshotRows()).sum();
    assertThat(rows)
        .as("each row, some twice as the broker delivered them again")
        .isBetween(400L, 420L);
  }

  private static void send(int port, int from, int to, int objects) throws Exception {
    try (Connection connection = Brokers.trusting(port).createConnection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createQueue("project.rows"))) {
      for (int number = from; number <= to; number++) {
        producer.send(
            session.createTextMessage(
                "{\"ID\":\"%s\",\"Name\":\"value %d\"}"
                    .formatted(id((number - 1) % objects), number)));
      }
    }
  }

  private static String id(int number) {
    return String.format("%032x", number + 1);
  }

  @Test
  void processes_divide_the_runs_of_a_host_so_that_none_has_them_all() throws Exception {
    home.file("one.csv", "ID,Name\n" + ID + ",New\n");
    sandbox.faults().add(Fault.delay(Duration.ofSeconds(10)).onMethod("PUT").times(8));
    List<String> objects = List.of("project", "task", "issue", "program", "portfolio", "user");
    objects.forEach(object -> home.objectsToWorkfront(object, object, "one.csv"));
    start();
    start();
    await().until(() -> ledger.heartbeats().servers().size() == 2);
    // Each of them has to see the other, too: by its next beat.
    long seen = latestBeat("max");
    await().until(() -> latestBeat("min") > seen);

    objects.forEach(
        object ->
            ledger
                .requests()
                .accept(RunRequest.of("20260301-020000-" + object, "key of " + object, object)));

    await().until(() -> ledger.leases().live().size() == objects.size());
    assertThat(heldByEach()).containsExactly(3, 3);
  }

  /** Until when the process is alive that beat last, or first. */
  private long latestBeat(String which) throws SQLException {
    try (java.sql.Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        ResultSet beat =
            connection
                .createStatement()
                .executeQuery("select " + which + "(alive_until) from process where serves = 1")) {
      beat.next();
      return beat.getLong(1);
    }
  }

  /** How many targets each process has. */
  private List<Integer> heldByEach() throws SQLException {
    try (java.sql.Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        ResultSet held =
            connection
                .createStatement()
                .executeQuery(
                    "select count(*) from target_lease where held_until > 0 group by holder")) {
      List<Integer> counts = new ArrayList<>();
      while (held.next()) {
        counts.add(held.getInt(1));
      }
      return counts;
    }
  }
}
