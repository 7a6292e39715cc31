package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks, the operations that carry them out, and runs that stop between any two of them. */
final class WorkivaRunTest {
  /** 10 rows in blocks of 3; the region is larger than one block may be, so its tail is emptied. */
  private static final String REGION = "A1:D30000";

  private static final String TAIL_1 = "A12:D12511";
  private static final String TAIL_2 = "A12512:D25011";
  private static final String TAIL_3 = "A25012:D30000";
  private static final int BLOCKS = 7;

  @RegisterExtension private final WorkivaHome workiva = new WorkivaHome();

  /** Old values in all of the region, and sentinels beside and below it. */
  private void blocks() throws IOException {
    StringBuilder sheet = new StringBuilder();
    for (int row = 1; row <= 30_002; row++) {
      sheet.append(row <= 30_000 ? "old,old,old,old,s\n" : "s,s,s,s,s\n");
    }
    workiva.sheet(sheet.toString());
    StringBuilder csv = new StringBuilder("k,v\n");
    for (int row = 1; row <= 10; row++) {
      csv.append(row).append(",new\n");
    }
    workiva.route(REGION, "batchSize: 3").csv(csv.toString());
  }

  private void isWhole() {
    List<List<String>> cells = WorkivaHome.cells(workiva.sheet());
    assertThat(cells).hasSize(30_002);
    assertThat(cells.get(0)).containsExactly("k", "v", "", "", "s");
    for (int row = 1; row <= 10; row++) {
      assertThat(cells.get(row)).containsExactly(String.valueOf(row), "new", "", "", "s");
    }
    for (int row = 11; row < 30_000; row++) {
      assertThat(cells.get(row)).containsExactly("", "", "", "", "s");
    }
    assertThat(cells.get(30_000)).containsExactly("s", "s", "s", "s", "s");
  }

  private List<String> ranges() {
    List<String> ranges = new ArrayList<>();
    workiva.operations().forEach(operation -> ranges.add(operation.get("range").asText()));
    return ranges;
  }

  private void outcomes(String json) {
    workiva.admin("POST", "/sandbox/operations", json);
  }

  private JsonNode show() {
    return workiva.run("show", "last", "--json", "--batches").json();
  }

  @Test
  void blocks_go_from_top_to_bottom_and_the_tail_is_emptied_last_in_pieces() throws IOException {
    blocks();

    JsonNode report = workiva.complete();

    assertThat(ranges())
        .containsExactly("A1:D4", "A5:D7", "A8:D10", "A11:D11", TAIL_1, TAIL_2, TAIL_3);
    assertThat(report.get("batches").asInt()).isEqualTo(BLOCKS);
    assertThat(report.get("requests").asInt()).isEqualTo(BLOCKS);
    isWhole();
  }

  @Test
  void show_lists_the_range_of_each_batch() throws IOException {
    blocks();
    workiva.complete();

    assertThat(show().get("batches").findValuesAsText("range"))
        .containsExactly("A1:D4", "A5:D7", "A8:D10", "A11:D11", TAIL_1, TAIL_2, TAIL_3);
    assertThat(workiva.run("show", "last").out()).contains("range").contains(TAIL_3);
  }

  @ParameterizedTest
  @CsvSource({"failed, Workiva failed to write A5:D7", "cancelled, not to write A5:D7"})
  void an_operation_that_ends_otherwise_stops_the_run_with_workivas_words(
      String status, String words) throws IOException {
    blocks();
    outcomes(
        "[{\"status\":\"completed\"},{\"status\":\"%s\",\"code\":\"InvalidOrder\",\"message\":\"Attempted to modify locked cells\"}]"
            .formatted(status));

    Home.Done done = workiva.runW();

    assertThat(done.exitCode()).isEqualTo(1);
    JsonNode report = done.json();
    assertThat(report.get("code").asText()).isEqualTo("WB-426");
    assertThat(report.get("reason").asText())
        .contains("A5:D7")
        .contains("Attempted to modify locked cells");
    assertThat(report.get("confirmed").asInt()).isEqualTo(3);
    assertThat(report.get("notSent").asInt()).isEqualTo(7);
    List<List<String>> cells = WorkivaHome.cells(workiva.sheet());
    assertThat(cells.get(3)).as("the first block is new").startsWith("3", "new", "");
    assertThat(cells.get(4)).as("the second is old").startsWith("old", "old", "old");
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "409", "fail"})
  void locked_cells_stop_the_run_with_workivas_words(String how) throws IOException {
    workiva.settings("{\"lockedCells\":\"" + how + "\"}");
    workiva.admin("PUT", "/sandbox/sheets/s/a/locked", "[\"B2\"]");
    workiva.route("A1:B3").csv("k,v\n1,2\n");

    Home.Done done = workiva.runW();

    assertThat(done.json().get("code").asText()).as(done.out()).isEqualTo("WB-426");
    assertThat(done.json().get("reason").asText()).contains("locked cells");
    assertThat(done.json().get("notSent").asInt()).isEqualTo(1);
    assertThat(workiva.sheet()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"seconds", "date", "none"})
  void an_operation_is_asked_no_earlier_than_it_wants(String form) throws IOException {
    workiva.settings(
        "{\"operationMillis\":500,\"retryAfterSeconds\":1,\"retryAfterForm\":\"" + form + "\"}");
    workiva.route("A1:B3").csv("k,v\n1,2\n");

    workiva.complete();

    assertThat(workiva.sandbox.workiva().stats().byStatus()).doesNotContainKey("429");
  }

  @Test
  void another_operation_in_progress_is_waited_for() throws IOException {
    workiva.set("http.throttled-delay", "100ms");
    blocks();
    workiva
        .sandbox
        .faults()
        .add(
            Fault.answer(
                    409,
                    "{\"code\":\"409Conflict\",\"message\":\"The request conflicts with another request\"}")
                .onMethod("PUT")
                .nth(2)
                .times(3));

    assertThat(workiva.complete().get("requests").asInt()).isEqualTo(BLOCKS + 3);
    isWhole();
  }

  @Test
  void too_many_requests_are_tried_again() throws IOException {
    blocks();
    workiva.sandbox.faults().add(Fault.answer(429, "{}").onMethod("PUT").nth(2).times(3));
    workiva.sandbox.faults().add(Fault.answer(429, "{}").onMethod("GET").nth(9).times(2));

    workiva.complete();
    isWhole();
  }

  @Test
  void a_token_that_is_revoked_in_mid_run_is_renewed_and_no_block_is_lost() throws IOException {
    blocks();
    workiva.settings("{\"tokenLifetimeMillis\":4000}");
    workiva
        .sandbox
        .faults()
        .add(Fault.answer(401, "{\"message\":\"expired\"}").onMethod("PUT").nth(3));

    workiva.complete();
    isWhole();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLOSE_BEFORE_COMMIT", "CLOSE_AFTER_COMMIT", "TRUNCATED_ANSWER"})
  void a_lost_answer_is_asked_for_again_with_the_same_values(String kind) throws IOException {
    blocks();
    Fault.Kind fault = Fault.Kind.valueOf(kind);
    workiva.sandbox.faults().add(Fault.of(fault).onMethod("PUT").nth(2));
    workiva.sandbox.faults().add(Fault.of(fault).onPath("/operations/").nth(3));

    workiva.complete();
    isWhole();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void an_operation_that_is_gone_is_believed_by_what_the_cells_hold(int status) throws IOException {
    blocks();
    workiva.sandbox.faults().add(Fault.answer(status, "{}").onPath("/operations/").nth(1));

    workiva.complete();

    assertThat(ranges()).hasSize(BLOCKS);
    isWhole();
  }

  @Test
  void an_operation_that_is_gone_and_has_done_nothing_is_sent_again() throws IOException {
    blocks();
    outcomes("[{\"status\":\"failed\"}]");
    workiva.sandbox.faults().add(Fault.answer(404, "{}").onPath("/operations/").nth(1));

    workiva.complete();

    assertThat(ranges()).startsWith("A1:D4", "A1:D4", "A5:D7").hasSize(BLOCKS + 1);
    isWhole();
  }

  @Test
  void an_operation_at_another_host_is_not_asked_and_the_rows_are_in_doubt() throws IOException {
    workiva.route("A1:B3").csv("k,v\n1,2\n");
    workiva
        .sandbox
        .faults()
        .add(
            Fault.answer(202, "")
                .header("Location", "https://evil.example/operations/1")
                .onMethod("PUT"));

    JsonNode report = workiva.runW().json();

    assertThat(report.get("code").asText()).isEqualTo("WB-411");
    assertThat(report.get("reason").asText()).contains("another host");
    assertThat(report.get("inDoubt").asInt()).isEqualTo(1);
  }

  @Test
  void a_path_alone_is_the_operation_of_the_same_host() throws IOException {
    workiva.settings("{\"absoluteLocation\":false}");
    workiva.route("A1:B3").csv("k,v\n1,2\n").complete();

    assertThat(workiva.sheet()).isEqualToNormalizingNewlines("k,v\n1,2\n");
  }

  @Test
  void html_with_status_200_is_no_write() throws IOException {
    workiva.route("A1:B3").csv("k,v\n1,2\n");
    workiva.sandbox.faults().add(Fault.html().onMethod("PUT"));

    assertThat(workiva.complete().get("requests").asInt()).isEqualTo(2);
  }

  @Test
  void a_cell_that_holds_something_else_afterwards_is_reported_with_both_values()
      throws IOException {
    workiva.settings("{\"stripApostrophe\":true}");
    workiva.route("A1:B4").csv("k,v\n1,'2\n3,4\n");

    Home.Done done = workiva.runW();

    assertThat(done.exitCode()).isEqualTo(3);
    JsonNode report = done.json();
    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(report.get("differs").asInt()).isEqualTo(1);
    assertThat(report.get("differenceCauses").get(0).get("example").asText())
        .isEqualTo("sent '2, found 2");
  }

  // Stops

  /**
   * The process is killed after this many operations were accepted, while the last one is in
   * progress.
   */
  private void killAfter(int operations) throws Exception {
    Process process = Child.start(workiva, List.of(), "run", "w");
    try {
      await()
          .pollInterval(10, TimeUnit.MILLISECONDS)
          .until(() -> !process.isAlive() || workiva.puts() >= operations);
      assertThat(process.isAlive()).as(Files.readString(workiva.path("log"))).isTrue();
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TAKEN:before:1", "TAKEN:after:1"})
  void killed_as_it_records_where_an_operation_is_the_run_continues_and_ends_equal(String failPoint)
      throws Exception {
    blocks();
    workiva.set("http.throttled-delay", "50ms");
    Process process = Child.start(workiva, Child.failingAt(workiva, failPoint), "run", "w");
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Child.tail(workiva)).isEqualTo(137);

    Home.Done done = workiva.run("resume", "--json");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    isWhole();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 7})
  void killed_while_an_operation_continues_the_run_continues_and_ends_equal(int operations)
      throws Exception {
    blocks();
    workiva.settings("{\"operationMillis\":300}");
    // Killed before the operation was recorded, the run meets it again as a conflict.
    workiva.set("http.throttled-delay", "50ms");

    killAfter(operations);
    workiva.settings("{\"operationMillis\":0}");
    Home.Done done = workiva.run("resume", "--json");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(ranges().size()).isBetween(BLOCKS, BLOCKS + 1);
    isWhole();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void at_each_stop_point_every_block_is_old_or_new_and_the_resumed_run_ends_equal(int put)
      throws Exception {
    blocks();
    workiva.sandbox.faults().add(Fault.answer(503, "down").onMethod("PUT").nth(put).times(4));

    Home.Done stopped = workiva.runW();

    assertThat(stopped.exitCode()).as(stopped.out()).isEqualTo(4);
    List<List<String>> cells = WorkivaHome.cells(workiva.sheet());
    assertThat(cells.get(3).get(1)).isEqualTo(put > 1 ? "new" : "old");
    assertThat(cells.get(4).get(1)).isEqualTo(put > 2 ? "new" : "old");
    assertThat(cells.get(11).get(1)).isEqualTo(put > 5 ? "" : "old");
    Home.Done done = workiva.run("resume", "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(ranges()).as("nothing is written twice").hasSize(BLOCKS);
    isWhole();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 6})
  void stopped_while_it_polls_the_location_is_in_the_ledger_and_is_asked_first(int put)
      throws Exception {
    blocks();
    workiva
        .sandbox
        .faults()
        .add(Fault.answer(503, "down").onPath("/operations/").nth(put).times(4));

    assertThat(workiva.runW().exitCode()).isEqualTo(4);
    assertThat(locations()).as("open batches with an operation").hasSize(1);

    assertThat(workiva.run("resume").exitCode()).isZero();
    assertThat(ranges()).as("nothing is written twice").hasSize(BLOCKS);
    isWhole();
  }

  private List<String> locations() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + workiva.path("data/ledger.db"));
        Statement statement = ledger.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select operation from batch where state = 'OPEN' and operation is not null")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Test
  void an_operation_that_failed_while_nobody_asked_is_written_again_by_the_resumed_run()
      throws Exception {
    blocks();
    outcomes("[{\"status\":\"completed\"},{\"status\":\"failed\",\"message\":\"No\"}]");
    workiva.sandbox.faults().add(Fault.answer(503, "down").onPath("/operations/").nth(2).times(4));
    assertThat(workiva.runW().exitCode()).isEqualTo(4);

    assertThat(workiva.run("resume").exitCode()).isZero();

    assertThat(ranges()).startsWith("A1:D4", "A5:D7", "A5:D7", "A8:D10").hasSize(BLOCKS + 1);
    isWhole();
  }

  @Test
  void no_newer_run_starts_while_an_earlier_one_has_a_batch_open() throws Exception {
    blocks();
    workiva.sandbox.faults().add(Fault.answer(503, "down").onMethod("PUT").nth(2).times(4));
    assertThat(workiva.runW().exitCode()).isEqualTo(4);
    String before = workiva.sheet();
    workiva.region("v", "csv-dataset-action\nfile: v.csv", ":");
    workiva.file("v.csv", "x\n1\n");

    JsonNode refused = workiva.run("run", "v", "--json").json();

    assertThat(refused.get("code").asText()).isEqualTo("WB-510");
    assertThat(refused.get("reason").asText()).contains("./writeback resume").contains("cancel");
    assertThat(workiva.sheet()).isEqualTo(before);
    assertThat(workiva.run("resume").exitCode()).isZero();
    isWhole();
    assertThat(workiva.run("run", "v").exitCode()).isZero();
    assertThat(workiva.sheet()).isEqualToNormalizingNewlines("x\n1\n");
  }

  @Test
  void a_run_that_is_cancelled_while_it_polls_ends_soon() throws Exception {
    workiva.settings("{\"hold\":\"started\",\"retryAfterSeconds\":600,\"operationMillis\":1}");
    workiva.route("A1:B3").csv("k,v\n1,2\n");
    Process process = Child.start(workiva, List.of(), "run", "w");
    await().until(() -> workiva.puts() == 1);

    assertThat(workiva.run("cancel", "last").exitCode()).isLessThanOrEqualTo(4);

    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(show().get("report").get("state").asText()).isEqualTo("CANCELLED");
    assertThat(show().get("report").get("inDoubt").asInt()).isEqualTo(1);
  }

  @Test
  void ended_by_a_signal_while_it_polls_the_batch_stays_open_and_the_resumed_run_asks_first()
      throws Exception {
    workiva.settings("{\"operationMillis\":3000,\"retryAfterSeconds\":2}");
    workiva.route("A1:B3").csv("k,v\n1,2\n");
    Process process = Child.start(workiva, List.of(), "run", "w");
    await().until(() -> workiva.puts() == 1);
    await().until(() -> !locations().isEmpty());

    process.destroy();

    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(4);
    assertThat(workiva.run("resume").exitCode()).isZero();
    assertThat(workiva.puts()).isEqualTo(1);
    assertThat(workiva.sheet()).isEqualToNormalizingNewlines("k,v\n1,2\n");
  }
}
