package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.Postgres;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import io.writeback.storage.BucketServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Machines that share a ledger, but no file system: one process begins a run and is killed, another
 * one resumes it with a data directory of its own.
 */
final class ApartMachinesTest {
  private static final int ROWS = 1_000;

  @RegisterExtension private final Home home = new Home();
  private final LedgerAddress.Postgres database = Postgres.database();
  private Sandbox sandbox;

  @BeforeEach
  void configure() throws Exception {
    sandbox = home.sandbox(Home.EMPTY);
    home.set("writeback.ledger", database.url())
        .set("writeback.ledger-user", database.user())
        .set("writeback.ledger-password", database.password())
        .set("writeback.lease", "5s")
        .set("http.deadline", "2s")
        .set("account.workfront.max-concurrency", "1")
        .csvToWorkfront("many", "many.csv", "keepBefore: true");
    for (int row = 1; row <= ROWS; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old " + row, "budget", row));
    }
    rows(-1);
  }

  private void rows(int factor) {
    StringBuilder csv = new StringBuilder("ID,Name,budget\n");
    for (int row = 1; row <= ROWS; row++) {
      csv.append(id(row)).append(",new,").append(factor * row).append('\n');
    }
    home.file("many.csv", csv.toString());
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private void store(BucketServer bucket) {
    home.set("writeback.snapshots", "s3://" + BucketServer.BUCKET + "/team")
        .set("writeback.snapshots-endpoint", bucket.address().toString())
        .set("writeback.snapshots-access-key", BucketServer.KEY)
        .set("writeback.snapshots-secret-key", BucketServer.SECRET);
  }

  /** A process executes the run on its machine until the third batch, and is killed. */
  private void begunAndKilled(String machine) throws Exception {
    home.set("writeback.data-dir", machine);
    sandbox.faults().add(Fault.of(Fault.Kind.SILENCE_AFTER_COMMIT).onPath("/proj$").nth(3));
    Process process = Child.start(home, List.of(), "run", "many");
    await().until(() -> sandbox.faults().left() == 0 || !process.isAlive());
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", Child.tail(home)).isEqualTo(137);
    try (Ledger ledger = Ledger.open(database, InstantSource.system())) {
      await().until(() -> ledger.leases().live().isEmpty());
    }
  }

  private Home.Done resumedOn(String machine) {
    home.set("writeback.data-dir", machine);
    return home.run("resume", "--json");
  }

  private void judge(Home.Done done) {
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    JsonNode report = done.json().get(0);
    assertThat(report.get("state").asText()).isEqualTo("COMPLETE");
    assertThat(report.get("confirmed").asInt()).isEqualTo(ROWS);
    for (int row = 1; row <= ROWS; row++) {
      assertThat(sandbox.object("PROJ", id(row)).orElseThrow().get("budget").asInt())
          .as("row %d", row)
          .isEqualTo(-row);
    }
  }

  private Path folder(String machine, String run) {
    return home.path(machine).resolve("runs").resolve(run);
  }

  @Test
  void a_run_resumes_with_the_files_that_the_killed_machine_has_stored() throws Exception {
    try (BucketServer bucket = new BucketServer()) {
      store(bucket);
      begunAndKilled("one");
      // The source cannot help: it has other rows by now.
      rows(7);

      Home.Done done = resumedOn("two");

      judge(done);
      String run = done.json().get(0).get("run").asText();
      assertThat(folder("two", run).resolve("snapshot.csv"))
          .as("its rows are not needed any more, anywhere")
          .doesNotExist();
      assertThat(bucket.names()).noneMatch(name -> name.contains("snapshot.csv"));
    }
  }

  @Test
  void a_run_is_undone_on_a_machine_that_did_not_execute_it() throws Exception {
    try (BucketServer bucket = new BucketServer()) {
      store(bucket);
      home.set("writeback.data-dir", "one");
      assertThat(home.run("run", "many", "--yes").exitCode()).isZero();

      home.set("writeback.data-dir", "two");
      Home.Done done = home.run("undo", "last", "--yes");

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      for (int row = 1; row <= ROWS; row++) {
        assertThat(sandbox.object("PROJ", id(row)).orElseThrow().get("budget").asInt())
            .isEqualTo(row);
      }
    }
  }

  @Test
  void an_undo_is_refused_if_only_a_lost_machine_has_what_was_overwritten() throws Exception {
    try (BucketServer bucket = new BucketServer()) {
      store(bucket);
      begunAndKilled("one");
      String run = resumedOn("two").json().get(0).get("run").asText();
      PathUtils.deleteDirectory(home.path("one"));

      Home.Done done = home.run("undo", run, "--yes");

      assertThat(done.exitCode()).isNotZero();
      assertThat(done.err()).contains("WB-222").contains("only on the machine that executed it");
    }
  }

  @Test
  void rejects_are_sent_again_on_a_machine_that_did_not_execute_the_run() throws Exception {
    try (BucketServer bucket = new BucketServer()) {
      store(bucket);
      home.file("many.csv", "ID,budget\n" + id(1) + ",-1\n" + id(ROWS + 1) + ",-2\n");
      home.set("writeback.data-dir", "one");
      assertThat(home.run("run", "many", "--yes").exitCode()).isEqualTo(3);
      sandbox.putObject("PROJ", Map.of("ID", id(ROWS + 1), "budget", 0));

      home.set("writeback.data-dir", "two");
      Home.Done done = home.run("replay", "last");

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(sandbox.object("PROJ", id(ROWS + 1)).orElseThrow().get("budget").asInt())
          .isEqualTo(-2);
    }
  }

  @Test
  void a_file_that_was_modified_in_the_storage_is_not_used() throws Exception {
    try (BucketServer bucket = new BucketServer()) {
      store(bucket);
      begunAndKilled("one");
      String snapshot =
          bucket.names().stream().filter(name -> name.contains("snapshot.csv")).findFirst().get();
      bucket.replace(snapshot, "ID,Name,budget\n" + id(1) + ",other,9\n");

      Home.Done done = resumedOn("two");

      assertThat(done.exitCode()).isNotZero();
      assertThat(done.out() + done.err()).contains("WB-222").contains("modified in the storage");
      assertThat(home.run("show", "last").out()).contains("STOPPED");
    }
  }

  @Test
  void a_run_is_paused_while_the_storage_is_away() throws Exception {
    home.set("writeback.pauses", "1h");
    try (BucketServer bucket = new BucketServer()) {
      store(bucket);
      begunAndKilled("one");
      bucket.stop();

      home.set("writeback.data-dir", "two");
      Process waiting = Child.start(home, List.of(), "resume");
      try {
        await()
            .untilAsserted(
                () ->
                    assertThat(home.run("show", "last").out())
                        .contains("PAUSED")
                        .contains("WB-220")
                        .contains("s3://writeback-runs/team/ cannot be reached"));
      } finally {
        waiting.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void nothing_is_sent_before_its_rows_are_stored() throws Exception {
    try (BucketServer bucket = new BucketServer()) {
      store(bucket);
      home.set("writeback.data-dir", "one").set("writeback.snapshots-secret-key", "wrong");

      Home.Done done = home.run("run", "many", "--yes");

      assertThat(done.exitCode()).isNotZero();
      assertThat(done.out() + done.err()).contains("WB-221").doesNotContain("wrong");
      assertThat(sandbox.stats().recordsWritten()).isZero();
    }
  }

  @Test
  void without_a_storage_the_same_rows_are_read_again() throws Exception {
    begunAndKilled("one");

    judge(resumedOn("two"));
  }

  @Test
  void without_a_storage_other_rows_are_not_sent_in_the_place_of_the_lost_ones() throws Exception {
    begunAndKilled("one");
    long before = sandbox.stats().recordsWritten();
    rows(7);

    Home.Done done = resumedOn("two");

    assertThat(done.exitCode()).isNotZero();
    assertThat(done.out() + done.err()).contains("WB-223").contains("has other rows now");
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(before);
    assertThat(Files.exists(home.path("two/runs"))).isTrue();

    // The machine comes back: it has the files, and resumes.
    judge(resumedOn("one"));
  }
}
