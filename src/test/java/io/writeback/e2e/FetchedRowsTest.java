package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.writeback.cli.Home;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.Postgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that the steps of a writeback fetch before its source: by a query, or from a REST API. */
final class FetchedRowsTest {
  @RegisterExtension private final SourcesHome home = new SourcesHome();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private LedgerAddress.Postgres database(String... statements) throws SQLException {
    LedgerAddress.Postgres database = Postgres.database();
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table project (id varchar(32) primary key, name text, active boolean)");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    String bean = "camel.beans.projectsDb";
    home.set(bean, "#class:com.zaxxer.hikari.HikariDataSource")
        .set(bean + ".jdbcUrl", database.url() + "?defaultRowFetchSize=1000")
        .set(bean + ".username", database.user())
        .set(bean + ".password", database.password())
        .set(bean + ".autoCommit", "false")
        .set(bean + ".readOnly", "true")
        .set(bean + ".minimumIdle", "0");
    return database;
  }

  /** A REST API that gives this answer, and claims another length if that is given. */
  private void api(String body, int... claimed) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, claimed.length > 0 ? claimed[0] : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.getResponseBody().flush();
          exchange.close();
        });
    server.start();
    home.closing(() -> server.stop(0));
    home.set("projects.api", "http://127.0.0.1:" + server.getAddress().getPort() + "/projects")
        .set("projects.api-token", "a-token");
  }

  private JsonNode complete(String writeback) {
    Home.Done done = home.run("run", writeback, "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    return done.json();
  }

  private JsonNode failed(String writeback, String code) {
    String before = home.nameAtDestination();
    Home.Done done = home.run("run", writeback, "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isNotZero();
    assertThat(done.json().get("code").asText()).as(done.out()).isEqualTo(code);
    assertThat(home.nameAtDestination()).isEqualTo(before);
    return done.json();
  }

  @Test
  void the_rows_of_a_sql_query_go_to_the_destination() throws SQLException {
    database(
        "insert into project values ('%s', 'By SQL', true), ('x', 'Not active', false)"
            .formatted(SourcesHome.ID));
    home.example("sql-query");

    JsonNode report = complete("projects-from-sql");

    assertThat(report.get("rows").asInt()).isEqualTo(1);
    assertThat(report.get("source").asText()).isEqualTo("rows of the message body");
    assertThat(home.nameAtDestination()).isEqualTo("By SQL");
  }

  @Test
  void a_query_that_fails_half_way_sends_nothing() throws SQLException {
    database(
        "insert into project values ('%s', 'Before', true)".formatted(SourcesHome.ID),
        "insert into project select 'a' || n, 'row ' || n, true from generate_series(1, 5000) as n",
        "insert into project values ('z', 'Last', true)");
    home.example("sql-query");
    String route = home.read("routes/sql-query.camel.yaml");
    home.file(
        "routes/sql-query.camel.yaml",
        route
            .replace("name as", "name || (1 / (case when id = 'z' then 0 else 1 end)) as")
            .replace(" order by id", ""));

    JsonNode report = failed("projects-from-sql", "WB-205");

    assertThat(report.get("reason").asText())
        .contains("broke off after")
        .contains("division by zero");
  }

  @Test
  void a_query_of_a_database_that_is_away_is_a_source_that_is_away() throws SQLException {
    database();
    home.example("sql-query")
        .set("camel.beans.projectsDb.jdbcUrl", "jdbc:postgresql://127.0.0.1:1/none")
        .set("camel.beans.projectsDb.connectionTimeout", "500");

    assertThat(failed("projects-from-sql", "WB-205").get("reason").asText())
        .contains("a step before the source failed");
  }

  @Test
  void the_answer_of_a_rest_api_goes_to_the_destination() throws IOException {
    api(
        "{\"next\":null,\"data\":[{\"id\":\"%s\",\"name\":\"By REST\",\"tags\":[]}]}"
            .formatted(SourcesHome.ID));
    home.example("rest-answer");

    complete("projects-from-rest");

    assertThat(home.nameAtDestination()).isEqualTo("By REST");
    assertThat(asked).containsExactly("GET Bearer a-token");
  }

  @Test
  void an_answer_that_breaks_off_sends_nothing() throws IOException {
    String whole = "{\"data\":[{\"id\":\"%s\",\"name\":\"Broken\"}]}".formatted(SourcesHome.ID);
    api(whole, whole.length() + 1000);
    home.example("rest-answer");

    failed("projects-from-rest", "WB-205");
  }

  @Test
  void a_refused_request_is_named_without_its_credentials() throws IOException {
    api("");
    home.example("rest-answer").set("projects.api", "http://127.0.0.1:1/projects?token=hidden");

    assertThat(failed("projects-from-rest", "WB-205").toString()).doesNotContain("hidden");
  }

  @Test
  void a_check_shows_where_each_column_goes_without_a_step_of_the_route() throws IOException {
    api("{}");
    home.example("rest-answer");

    Home.Done done = home.run("check", "projects-from-rest");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(done.out())
        .contains("json of the message body")
        .containsPattern("name +name")
        .contains("a check takes none of these steps");
    assertThat(asked).isEmpty();
  }

  @Test
  void a_check_without_columns_says_which_parameter_shows_more() throws IOException {
    api("{}");
    home.example("rest-answer");
    String route = home.read("routes/rest-answer.camel.yaml");
    home.file(
        "routes/rest-answer.camel.yaml", route.replace("columns: id, name\n", "types: infer\n"));

    Home.Done done = home.run("check", "projects-from-rest");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(done.out()).contains("list the columns of the source");
  }

  @Test
  void a_plan_shows_what_the_fetched_rows_would_change_and_is_applied_without_fetching_again()
      throws IOException {
    api("{\"data\":[{\"id\":\"%s\",\"name\":\"Planned\"}]}".formatted(SourcesHome.ID));
    home.example("rest-answer");

    Home.Done plan = home.run("plan", "projects-from-rest", "--json");
    assertThat(plan.exitCode()).as(plan.out() + plan.err()).isEqualTo(0);
    Home.Done apply = home.run("apply", plan.json().get("plan").asText(), "--json");

    assertThat(apply.exitCode()).as(apply.out() + apply.err()).isZero();
    assertThat(home.nameAtDestination()).isEqualTo("Planned");
    assertThat(asked).hasSize(1);
  }

  @Test
  void the_writeback_is_listed_with_its_schedule() throws IOException {
    api("{}");
    home.example("rest-answer");

    assertThat(home.run("list").out())
        .contains("projects-from-rest")
        .contains("projects-from-rest-hourly")
        .doesNotContain("To fix");
  }

  @Test
  void a_source_within_another_step_is_a_mistake() throws IOException {
    api("{}");
    home.file(
        "routes/nested.camel.yaml",
        """
        - route:
            id: nested
            group: writeback
            from:
              uri: direct:nested
              steps:
                - to: "{{projects.api}}"
                - doTry:
                    steps:
                      - to: kamelet:body-dataset-action
                      - to: kamelet:workfront-update-sink?object=project
                    doCatch:
                      - exception: [java.lang.Exception]
                        steps:
                          - log: failed
        """);

    assertThat(home.run("list").out()).contains("WB-105").contains("within another step");
  }
}
