package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.cli.Home;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows end to end, through the routes, to a strict destination. */
final class PipelineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    home.csvToWorkfront("projects", "projects.csv");
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private void projects(int rows) {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= rows; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      csv.append(id(row)).append(",new ").append(row).append('\n');
    }
    home.file("projects.csv", csv.toString());
  }

  private JsonNode report(Home.Done done) throws IOException {
    return JSON.readTree(done.out());
  }

  private String name(int row) {
    return sandbox.object("PROJ", id(row)).orElseThrow().get("name").asText();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 101, 199, 200, 1_234})
  void every_size_arrives_whole(int rows) throws IOException {
    projects(rows);

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    JsonNode report = report(done);
    assertThat(report.get("rows").asInt()).isEqualTo(rows);
    assertThat(report.get("confirmed").asInt()).isEqualTo(rows);
    assertThat(report.get("requests").asInt()).isEqualTo((rows + 99) / 100);
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(rows);
    for (int row = 1; row <= rows; row++) {
      assertThat(name(row)).isEqualTo("new " + row);
    }
  }

  @Test
  void no_more_requests_are_in_flight_than_the_account_allows() throws IOException {
    home.set("account.workfront.max-concurrency", "3");
    projects(2_000);
    sandbox.workfront().set(sandbox.workfront().knobs().withLatency(Duration.ofMillis(20)));

    assertThat(home.run("run", "projects").exitCode()).isZero();

    assertThat(sandbox.stats().highestInFlight()).isEqualTo(3);
  }

  @Test
  void a_batch_whose_intent_is_refused_is_not_sent_and_all_rows_arrive_once_it_is_taken()
      throws Exception {
    projects(0);
    assertThat(home.run("run", "projects").exitCode()).as("makes the ledger").isZero();
    projects(1_000);
    sql(
        "create trigger refusing before insert on batch when new.number = 5"
            + " begin select raise(abort, 'refused by a test'); end");

    Home.Done stopped = home.run("run", "projects", "--json");

    assertThat(stopped.exitCode()).as(stopped.out()).isEqualTo(1);
    assertThat(report(stopped).get("code").asText()).isEqualTo("WB-501");
    assertThat(sandbox.stats().recordsWritten()).isBetween(100L, 500L);
    sql("drop trigger refusing");
    assertThat(home.run("resume").exitCode()).isZero();
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(1_000);
    assertThat(name(501)).isEqualTo("new 501");
  }

  private void sql(String text) throws SQLException {
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + home.path("data/ledger.db"));
        Statement statement = ledger.createStatement()) {
      statement.execute(text);
    }
  }

  @Test
  void a_session_that_ends_in_mid_run_costs_one_login_and_no_row() throws IOException {
    home.set("account.workfront.auth", "session")
        .set("account.workfront.username", io.writeback.sandbox.workfront.Workfront.USERNAME)
        .set("account.workfront.password", io.writeback.sandbox.workfront.Workfront.PASSWORD);
    projects(1_000);
    sandbox
        .faults()
        .add(
            Fault.answer(401, "{\"error\":{\"message\":\"You are not currently logged in.\"}}")
                .onMethod("PUT")
                .nth(4));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(report(done).get("confirmed").asInt()).isEqualTo(1_000);
    assertThat(report(done).get("requests").asInt()).isEqualTo(11);
  }

  @Test
  void credentials_that_are_refused_end_the_run_after_one_try() throws IOException {
    home.set("account.workfront.api-key", "wrong");
    projects(10);

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isEqualTo(4);
    assertThat(report(done).get("code").asText()).isEqualTo("WB-406");
    assertThat(report(done).get("reason").asText()).contains("account.workfront.api-key");
    assertThat(report(done).get("notSent").asInt()).isEqualTo(10);
    assertThat(sandbox.stats().recordsWritten()).isZero();
  }

  @Test
  void a_destination_that_throttles_is_asked_again_until_it_takes_the_batch() throws IOException {
    projects(300);
    sandbox
        .faults()
        .add(
            Fault.answer(429, "{\"error\":{\"message\":\"Too many\"}}")
                .onMethod("PUT")
                .nth(2)
                .times(6));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(report(done).get("confirmed").asInt()).isEqualTo(300);
    assertThat(report(done).get("requests").asInt()).isEqualTo(9);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {"CLOSE_BEFORE_COMMIT", "CLOSE_AFTER_COMMIT", "TRUNCATED_ANSWER"})
  void an_answer_that_is_lost_is_asked_for_again_with_the_same_values(Fault.Kind kind)
      throws IOException {
    projects(300);
    sandbox.faults().add(Fault.of(kind).onMethod("PUT").nth(2));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(report(done).get("confirmed").asInt()).isEqualTo(300);
    assertThat(report(done).get("requests").asInt()).isEqualTo(4);
    assertThat(report(done).get("recordsSent").asInt()).isEqualTo(400);
  }

  @Test
  void html_with_status_200_is_no_success() throws IOException {
    projects(100);
    sandbox.faults().add(Fault.html().onMethod("PUT").nth(1));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isZero();
    assertThat(report(done).get("requests").asInt()).isEqualTo(2);
  }

  @Test
  void an_outage_that_lasts_leaves_the_run_unfinished_with_every_row_accounted_for()
      throws IOException {
    projects(1_000);
    sandbox.faults().add(Fault.answer(503, "down").onMethod("PUT").nth(4).times(1_000));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isEqualTo(4);
    JsonNode report = report(done);
    assertThat(report.get("state").asText()).isEqualTo("STOPPED");
    // Whichever comes first: a batch has had its tries, or the run has.
    assertThat(report.get("code").asText()).isIn("WB-411", "WB-522");
    assertThat(report.get("confirmed").asInt()).isBetween(100, 400);
    assertThat(report.get("inDoubt").asInt()).isBetween(100, 400);
    assertThat(
            report.get("confirmed").asInt()
                + report.get("inDoubt").asInt()
                + report.get("notSent").asInt())
        .isEqualTo(1_000);
  }

  @Test
  void what_an_answer_says_in_headers_of_camel_is_not_believed() throws IOException {
    projects(300);
    sandbox
        .faults()
        .add(
            Fault.answer(503, "down")
                .header("CamelHttpResponseCode", "200")
                .header("camelhttpuri", "http://127.0.0.1:1/")
                .header("CamelHttpMethod", "DELETE")
                .header("CamelRedeliveryMaxCounter", "0")
                .header("CamelRedeliveryDelay", "3600000")
                .onMethod("PUT")
                .nth(2)
                .times(2));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(report(done).get("confirmed").asInt()).isEqualTo(300);
    assertThat(report(done).get("requests").asInt()).isEqualTo(5);
  }

  @Test
  void a_redirect_is_not_followed_and_the_run_waits_for_a_person() throws IOException {
    projects(100);
    sandbox
        .faults()
        .add(
            Fault.answer(302, "")
                .header("Location", "http://127.0.0.1:1/")
                .onMethod("PUT")
                .times(100));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isEqualTo(4);
    assertThat(report(done).get("code").asText()).isEqualTo("WB-408");
    assertThat(report(done).get("pause").asText()).isEqualTo("configuration");
    assertThat(report(done).get("resumesAt").isNull()).isTrue();
  }

  @Test
  void one_bad_record_of_a_hundred_is_named_and_the_others_arrive() throws IOException {
    projects(100);
    home.file(
        "projects.csv",
        java.nio.file.Files.readString(home.path("projects.csv"))
            .replace(id(37) + ",", id(999) + ","));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isEqualTo(3);
    JsonNode report = report(done);
    assertThat(report.get("confirmed").asInt()).isEqualTo(99);
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(report.get("rejectCauses").get(0).get("exampleRow").asInt()).isEqualTo(37);
    assertThat(java.nio.file.Files.readString(Path.of(report.get("rejectsFile").asText())))
        .contains(id(999))
        .contains("\"new 37\"")
        .contains("WB-303");
  }

  @Test
  void a_field_that_differs_afterwards_is_reported_with_both_values() throws IOException {
    projects(3);
    sandbox.workfront().alter("PROJ", "name", JSON.getNodeFactory().textNode("another"));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isEqualTo(3);
    assertThat(report(done).get("differs").asInt()).isEqualTo(3);
    assertThat(report(done).get("differenceCauses").get(0).get("example").asText())
        .contains("new 1")
        .contains("another");
  }

  @Test
  void the_last_of_rows_with_one_key_wins() throws IOException {
    projects(2);
    home.file(
        "projects.csv",
        "ID,Name\n" + id(1) + ",first\n" + id(2) + ",other\n " + id(1) + " ,second\n");

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isZero();
    assertThat(report(done).get("superseded").asInt()).isEqualTo(1);
    assertThat(name(1)).isEqualTo("second");
  }

  @Test
  void a_route_that_swallows_the_failure_does_not_hide_it() throws IOException {
    projects(10);
    home.set("account.workfront.api-key", "wrong");
    home.file(
        "routes/quiet.camel.yaml",
        """
        - route:
            id: quiet
            group: writeback
            from:
              uri: direct:quiet
              steps:
                - doTry:
                    steps:
                      - to: kamelet:csv-dataset-action?file=projects.csv
                      - to: kamelet:workfront-update-sink?object=project
                    doCatch:
                      - exception: [java.lang.Throwable]
                        steps:
                          - setBody:
                              constant: never mind
        """);

    Home.Done done = home.run("run", "quiet", "--json");

    assertThat(done.exitCode()).isEqualTo(4);
    assertThat(report(done).get("code").asText()).isEqualTo("WB-406");
  }

  @Test
  void a_route_that_redelivers_its_sink_sends_every_record_once() throws IOException {
    projects(150);
    sandbox
        .faults()
        .add(Fault.answer(500, "{\"error\":{\"message\":\"Whoops\"}}").onMethod("GET").times(100));
    home.file(
        "routes/eager.camel.yaml",
        """
        - onException:
            exception: [java.lang.Exception]
            redeliveryPolicy:
              maximumRedeliveries: 2
              redeliveryDelay: "1"
        - route:
            id: eager
            group: writeback
            from:
              uri: direct:eager
              steps:
                - to: kamelet:csv-dataset-action?file=projects.csv
                - to: kamelet:workfront-update-sink?object=project
        """);

    Home.Done done = home.run("run", "eager", "--json");

    assertThat(done.exitCode()).isNotZero();
    assertThat(sandbox.stats().recordsWritten()).isZero();
    assertThat(report(done).get("notSent").asInt()).isEqualTo(150);
  }

  @Test
  void steps_after_the_sink_have_the_report_and_may_call_other_routes() throws IOException {
    projects(5);
    Path alerts = home.path("alerts");
    home.file(
        "routes/alert.camel.yaml",
        """
        - route:
            id: alert
            from:
              uri: direct:alert
              steps:
                - setBody:
                    simple: "${body.writeback} ${body.state} ${body.rows} ${body.confirmed} ${body.differs} ${body.unchanged} ${body.superseded} ${body.rejected} ${body.inDoubt} ${body.notSent} ${body.written} ${body.exitCode}"
                - to: "file:%s?fileName=alert.txt"
        - route:
            id: alerting
            group: writeback
            from:
              uri: direct:alerting
              steps:
                - to: kamelet:csv-dataset-action?file=projects.csv
                - to: kamelet:workfront-update-sink?object=project
                - to: direct:alert
        """
            .formatted(alerts));

    Home.Done done = home.run("run", "alerting");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(alerts.resolve("alert.txt")).hasContent("alerting COMPLETE 5 5 0 0 0 0 0 0 5 0");
  }

  @Test
  void steps_after_the_sink_compare_the_code_of_the_report_with_a_text() throws Exception {
    Report failed =
        new ObjectMapper()
            .readValue(
                """
                {"run": "a", "writeback": "w", "state": "FAILED", "code": "WB-409",
                 "unmatchedColumns": [], "warnings": [], "expectedRefusals": [],
                 "rejectCauses": [], "differenceCauses": []}
                """,
                Report.class);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(context);
      exchange.getMessage().setBody(failed);

      assertThat(
              context
                  .resolveLanguage("simple")
                  .createPredicate(
                      "${body.code} == 'WB-409' && ${body.state} == 'FAILED' && ${body.exitCode} != 0")
                  .matches(exchange))
          .isTrue();
      assertThat(
              context
                  .resolveLanguage("simple")
                  .createExpression("${body.code}")
                  .evaluate(exchange, String.class))
          .isEqualTo("WB-409");
    }
  }

  @Test
  void a_custom_field_that_is_renamed_stops_the_run_in_its_first_batch_and_names_the_field()
      throws IOException {
    projects(1_000);
    sandbox
        .faults()
        .add(
            Fault.answer(
                    404,
                    "{\"error\":{\"class\":\"x\",\"message\":\"Parameter with primary key value(s) \\\"Cost Code\\\" not found\"}}")
                .onMethod("PUT")
                .times(100_000));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isEqualTo(1);
    JsonNode report = report(done);
    assertThat(report.get("code").asText()).isEqualTo("WB-409");
    assertThat(report.get("reason").asText()).contains("Cost Code").contains("rows 1 to 100");
    assertThat(report.get("notSent").asInt()).isBetween(0, 1_000);
    assertThat(report.get("rejected").asInt()).isZero();
    assertThat(report.get("batches").asInt()).isLessThanOrEqualTo(2);
  }

  @Test
  void a_dataset_in_which_most_rows_are_bad_stops_at_the_threshold() throws IOException {
    projects(1);
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= 3_000; row++) {
      csv.append("bad").append(row).append(",x\n");
    }
    home.file("projects.csv", csv.toString());

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(report(done).get("code").asText()).isEqualTo("WB-410");
    assertThat(report(done).get("rejected").asInt()).isBetween(2_000, 3_000);
    assertThat(report(done).get("notSent").asInt()).isBetween(0, 1_000);
  }

  @Test
  void one_record_that_the_server_cannot_bear_is_found_and_the_others_arrive() throws IOException {
    projects(300);
    sandbox.putObject("PROJ", Map.of("ID", id(42), "name", "old", "sandboxServerError", true));

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).as(done.err() + done.out()).isEqualTo(3);
    JsonNode report = report(done);
    assertThat(report.get("confirmed").asInt()).isEqualTo(299);
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(report.get("rejectCauses").get(0).get("exampleRow").asInt()).isEqualTo(42);
    assertThat(report.get("rejectCauses").get(0).get("example").asText()).contains("is null");
  }

  @Test
  void a_later_row_that_holds_nothing_does_not_keep_an_earlier_one_from_being_written()
      throws IOException {
    projects(2);
    home.file("projects.csv", "ID,Name\n" + id(1) + ",keep me\n" + id(1) + ",\n" + id(2) + ",x\n");

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).isZero();
    assertThat(report(done).get("unchanged").asInt()).isEqualTo(1);
    assertThat(report(done).get("superseded").asInt()).isZero();
    assertThat(name(1)).isEqualTo("keep me");
  }

  @Test
  void a_field_that_the_destination_ignores_in_silence_is_a_difference_with_both_values()
      throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "old", "description", "here"));
    sandbox.workfront().alter("PROJ", "description", new TextNode("here"));
    home.file("projects.csv", "ID,Name,Description\n" + id(1) + ",new,there\n");

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).as(done.err() + done.out()).isEqualTo(3);
    JsonNode difference = report(done).get("differenceCauses").get(0);
    assertThat(difference.get("column").asText()).isEqualTo("description");
    assertThat(difference.get("example").asText()).contains("here").contains("there");
  }
}
