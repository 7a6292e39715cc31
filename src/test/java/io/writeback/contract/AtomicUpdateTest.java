package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.cli.Home;
import io.writeback.contract.RecordingProxy.Exchange;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workfront's batches that are written all or none: 250 rows in batches of 100, 100 and 50. */
final class AtomicUpdateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROWS = 250;
  private static final Call WRITE = Call.of("PUT", "/attask/api/v20\\.0/proj");
  private static final Call READ = Call.of("GET", "/attask/api/v20\\.0/proj/search");

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private RecordingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.closing(Sandbox.start(Home.EMPTY));
    proxy = home.closing(new RecordingProxy(sandbox.workfrontUrl()));
    home.set("account.workfront.url", proxy.url().toString())
        .set("account.workfront.allow-private", "true")
        .set("account.workfront.api-key", Workfront.API_KEY);
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int n = 1; n <= ROWS; n++) {
      object(n, Map.of());
      csv.append(id(n)).append(",new ").append(n).append('\n');
    }
    home.file("rows.csv", csv.toString());
  }

  @AfterEach
  void stop() throws IOException {
    RequestSchema schema = WorkfrontSchema.requests();
    proxy
        .exchanges()
        .forEach(
            one ->
                assertThat(schema.problems(one.request))
                    .as("what the vendor does not document: %s", one.request)
                    .isEmpty());
    assertThat(sandbox.faults().left()).as("faults that did not strike").isZero();
    assertThat(proxy.unused()).as("traps that did not strike").isZero();
  }

  private void object(int n, Map<String, Object> more) {
    Map<String, Object> object = new java.util.TreeMap<>(more);
    object.put("ID", id(n));
    object.put("name", "old " + n);
    sandbox.putObject("PROJ", object);
  }

  private static String id(int n) {
    return String.format("%032x", n);
  }

  private JsonNode run(int exitCode, String... options) throws IOException {
    home.csvToWorkfront("atomic", "rows.csv", options);
    return report(exitCode, home.run("run", "atomic", "--json"));
  }

  private JsonNode report(int exitCode, Home.Done done) throws IOException {
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    JsonNode report = JSON.readTree(done.out());
    report = report.isArray() ? report.get(0) : report;
    int sum = 0;
    for (String count :
        List.of(
            "confirmed", "differs", "unchanged", "superseded", "rejected", "inDoubt", "notSent")) {
      sum += report.get(count).asInt();
    }
    assertThat(sum).as("the counts close: %s", report).isEqualTo(ROWS);
    return report;
  }

  private void assertStored(int from, int to, String value) {
    for (int n = from; n <= to; n++) {
      assertThat(sandbox.object("PROJ", id(n)).orElseThrow().get("name").asText())
          .as("row %d", n)
          .isEqualTo(value + " " + n);
    }
  }

  private static List<String> rejects(JsonNode report) throws IOException {
    return Files.readAllLines(Path.of(report.get("rejectsFile").asText()));
  }

  @Test
  void what_an_atomic_batch_has_written_is_read_before_it_is_confirmed() throws IOException {
    JsonNode report = run(0, "atomic: true");

    assertThat(report.get("confirmed").asInt()).isEqualTo(ROWS);
    assertStored(1, ROWS, "new");
    assertThat(proxy.exchanges(WRITE))
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.request.query()).containsOnlyKeys("atomic"));
    assertThat(proxy.exchanges(READ)).hasSize(3);
  }

  @Test
  void a_batch_that_is_refused_is_rejected_whole_and_none_of_it_is_written() throws IOException {
    object(137, Map.of("sandboxNoEdit", true));

    JsonNode report = run(3, "atomic: true");

    assertThat(report.get("confirmed").asInt()).isEqualTo(150);
    assertThat(report.get("rejected").asInt()).isEqualTo(100);
    assertStored(1, 100, "new");
    assertStored(101, 200, "old");
    assertStored(201, 250, "new");
    assertThat(rejects(report))
        .hasSize(101)
        .filteredOn(line -> line.contains(id(150)))
        .singleElement()
        .asString()
        .contains(
            "WB-453", "100 records", "You do not have sufficient access to edit this Project");
    assertThat(proxy.exchanges(WRITE)).hasSize(3);
  }

  @Test
  void a_batch_that_is_refused_is_searched_by_atomic_batches_if_that_is_asked_for()
      throws IOException {
    object(137, Map.of("sandboxNoEdit", true));

    JsonNode report = run(3, "atomic: bisect");

    assertThat(report.get("confirmed").asInt()).isEqualTo(ROWS - 1);
    assertThat(rejects(report)).hasSize(2).last().asString().contains(id(137), "WB-303");
    assertStored(138, ROWS, "new");
    assertThat(proxy.exchanges(WRITE))
        .allMatch(one -> one.request.query().getOrDefault("atomic", List.of()).contains("true"));
  }

  @Test
  void the_stop_rules_hold_for_batches_that_are_rejected_whole() throws IOException {
    object(37, Map.of("sandboxNoEdit", true));

    JsonNode report = run(1, "atomic: true", "maxFailedRecords: 50");

    assertThat(report.get("rejected").asInt()).isEqualTo(100);
    assertThat(report.get("notSent").asInt()).isEqualTo(150);
    assertThat(report.toString()).contains("WB-410");
    assertStored(1, ROWS, "old");
  }

  @Test
  void a_value_that_is_not_applied_differs() throws IOException {
    sandbox.workfront().alter("PROJ", "name", new TextNode("of the scheduler"));

    JsonNode report = run(3, "atomic: true");

    assertThat(report.get("differs").asInt()).isEqualTo(ROWS);
  }

  @Test
  void an_answer_that_is_lost_after_the_write_costs_no_row() throws IOException {
    sandbox.faults().add(WRITE.meets(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT)).nth(2));

    assertThat(run(0, "atomic: true").get("confirmed").asInt()).isEqualTo(ROWS);
    assertStored(1, ROWS, "new");
  }

  @Test
  void a_success_that_says_nothing_of_success_proves_nothing() throws IOException {
    sandbox.faults().add(WRITE.meets(Fault.answer(200, "{\"data\":{}}")).nth(2));

    assertThat(run(0, "atomic: true").get("confirmed").asInt()).isEqualTo(ROWS);
    assertThat(proxy.exchanges(WRITE)).hasSize(4);
  }

  @Test
  void what_could_not_be_read_is_in_doubt_until_it_is_read_and_is_not_sent_again()
      throws IOException {
    home.set("http.tries", "2").set("account.workfront.max-concurrency", "1");
    String words = "{\"error\":{\"class\":\"x\",\"message\":\"not now\"}}";
    sandbox.faults().add(READ.meets(Fault.answer(500, words)).nth(1).times(2));

    JsonNode stopped = run(4, "atomic: bisect");
    assertThat(stopped.get("state").asText()).isEqualTo("STOPPED");
    assertThat(stopped.get("inDoubt").asInt()).isEqualTo(100);
    List<Exchange> before = proxy.exchanges(WRITE);
    JsonNode report = report(0, home.run("resume", "--json"));

    assertThat(report.get("confirmed").asInt()).isEqualTo(ROWS);
    assertThat(before).hasSize(1);
    assertThat(proxy.exchanges(WRITE)).hasSize(3);
  }
}
