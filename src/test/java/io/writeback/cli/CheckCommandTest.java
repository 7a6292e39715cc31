package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.domo.DataSetKnobs;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {
  @RegisterExtension private final Home home = new Home();
  @TempDir private Path data;

  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
  }

  private static String id(int number) {
    return "%032x".formatted(number);
  }

  /** The writeback {@code projects}: rows of a Domo DataSet into projects. */
  private String writeback(String csv, String... sinkParameters) {
    try {
      Path file = Files.writeString(data.resolve("projects.csv"), csv);
      // Filled long ago: it has settled.
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-05T06:00:00Z")));
      String id = sandbox.addDataset("projects.csv", file);
      home.writeback(
          "projects",
          "domo-dataset-action\ndatasetId: " + id,
          "workfront-update-sink\nobject: project\n" + String.join("\n", sinkParameters));
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shows_where_each_column_goes_and_why() {
    writeback(
        "ID,Name,budget,Cost Centre,Percent Complete,Note,Status Now\n"
            + id(1)
            + ",n,1.50,0042,3,x,CUR\n",
        "columns: Status Now=status");

    Home.Done ran = home.run("check", "projects");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.line("projects")).isEqualTo("projects can run; nothing was sent");
    assertThat(ran.line("column")).startsWith("column field because type source").endsWith(" note");
    assertThat(ran.line("ID")).isEqualTo("ID ID idColumn selects the record");
    assertThat(ran.line("Name")).isEqualTo("Name name label string metadata");
    assertThat(ran.line("budget"))
        .isEqualTo("budget budget key class java.math.BigDecimal metadata");
    assertThat(ran.line("Cost"))
        .startsWith("Cost Centre DE:CostCenter custom label TEXT TEXT PARAM");
    assertThat(ran.line("Percent"))
        .isEqualTo("Percent Complete - label double metadata percentComplete is read-only");
    assertThat(ran.line("Note")).isEqualTo("Note - unmatched did you mean Notes?");
    assertThat(ran.line("Status")).isEqualTo("Status Now status override string metadata");
  }

  @Test
  void converts_the_first_rows_and_says_what_would_become_of_them() {
    writeback(
        "ID,Name,budget\n"
            + id(1)
            + ",a,1.50\n"
            + "4711,b,2\n"
            + id(2)
            + ",c,1.000.000\n"
            + id(3)
            + ",,\n"
            + id(1)
            + ",again,7\n");

    Home.Done ran = home.run("check", "projects");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.line("first"))
        .startsWith(
            "first rows 5 of 5 rows: 1 would be sent, 2 rejected, 1 unchanged, 1 superseded;");
    assertThat(ran.line("row 2")).contains("WB-301").contains("column ID").contains("4711");
    assertThat(ran.line("row 3")).contains("WB-302").contains("column budget: \"1.000.000\"");
    assertThat(ran.line("for")).isEqualTo("for example row 5 → " + id(1));
    assertThat(ran.line("name")).isEqualTo("name = \"again\"");
    assertThat(ran.line("budget =")).isEqualTo("budget = 7");
  }

  @Test
  void counts_all_rejects_and_shows_the_first_five() {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int i = 1; i <= 150; i++) {
      csv.append(i % 10 == 0 ? "bad" : id(i)).append(",n\n");
    }
    writeback(csv.toString());

    JsonNode sample = home.run("check", "projects", "--json").json().get("sample");

    assertThat(sample.get("rows").asInt()).isEqualTo(100);
    assertThat(sample.get("sent").asInt()).isEqualTo(90);
    assertThat(sample.get("rejected").asInt()).isEqualTo(10);
    assertThat(sample.get("rejects").findValuesAsText("row"))
        .containsExactly("10", "20", "30", "40", "50");
    assertThat(home.run("check", "projects").line("…")).isEqualTo("… and 5 more");
  }

  @Test
  void sends_nothing_and_leaves_nothing_behind() {
    writeback("ID,name\n" + id(1) + ",n\n");
    sandbox.faults().add(Fault.answer(500, "written").onMethod("PUT"));
    sandbox.faults().add(Fault.answer(500, "written").onMethod("POST"));

    assertThat(home.run("check", "projects").exitCode()).isZero();

    assertThat(sandbox.faults().left()).isEqualTo(2);
    assertThat(sandbox.stats().requests()).isEqualTo(1);
    assertThat(home.files()).isEmpty();
  }

  @Test
  void passes_by_the_steps_of_the_route() {
    home.file(
        "routes/a.camel.yaml",
        """
        - route:
            id: a
            group: writeback
            from:
              uri: direct:a
              steps:
                - to: file:%s?fileName=touched
                - to: kamelet:csv-dataset-action?file=a.csv
                - to: kamelet:workfront-update-sink?object=project
                - throwException:
                    exceptionType: java.lang.IllegalStateException
                    message: acted
        """
            .formatted(data));
    home.file("a.csv", "ID,Name\n" + id(1) + ",n\n");

    Home.Done ran = home.run("check", "a");

    assertThat(ran.exitCode()).isZero();
    assertThat(data.resolve("touched")).doesNotExist();
    assertThat(home.files()).containsExactly("a.csv");
  }

  @Test
  void reads_no_more_than_the_first_hundred_rows() {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int i = 1; i <= 100; i++) {
      csv.append(id(i)).append(",n\n");
    }
    home.file("a.csv", csv + "a short row\n");
    home.writeback(
        "a", "csv-dataset-action\nfile: a.csv", "workfront-update-sink\nobject: project");

    Home.Done ran = home.run("check", "a");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.line("first")).startsWith("first rows 100 rows: 100 would be sent");
  }

  @Test
  void reads_only_the_beginning_of_a_large_export() {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int i = 1; i <= 100_000; i++) {
      csv.append(id(i)).append(",name\n");
    }
    writeback(csv.toString());

    JsonNode json = home.run("check", "projects", "--json").json();

    assertThat(json.get("rows").asInt()).isEqualTo(100_000);
    assertThat(json.get("sample").get("sent").asInt()).isEqualTo(100);
  }

  @Test
  void gives_scripts_the_whole_report_on_one_line() {
    String id = writeback("ID,Name,Names\n" + id(1) + ",n,x\n");

    Home.Done ran = home.run("check", "projects", "--json");

    assertThat(ran.out().strip()).doesNotContain("\n");
    JsonNode json = ran.json();
    assertThat(json.get("possible").asBoolean()).isTrue();
    assertThat(json.get("source").asText()).isEqualTo("Domo DataSet " + id);
    assertThat(json.get("rows").asInt()).isEqualTo(1);
    assertThat(json.get("target").asText()).startsWith("workfront:127.0.0.1:").endsWith("/PROJ");
    assertThat(json.at("/columns/1/field").asText()).isEqualTo("name");
    assertThat(json.at("/unmatchedColumns/0").asText()).isEqualTo("Names");
    assertThat(json.at("/warnings/0").asText()).contains("did you mean Name?");
    assertThat(json.at("/sample/example/fields/name").asText()).isEqualTo("n");
    assertThat(json.get("problems")).isEmpty();
  }

  @Test
  void says_that_a_data_set_without_rows_would_send_nothing() {
    writeback("ID,Name\n");

    Home.Done ran = home.run("check", "projects");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("the DataSet has no rows: a run would send nothing");
  }

  @Test
  void says_that_no_row_would_pass() {
    writeback("ID,Name\nx,n\ny,n\n");

    assertThat(home.run("check", "projects").out())
        .contains("every one of the first 2 rows would be rejected");
  }

  @Test
  void ends_with_two_if_the_sink_bears_fewer_rejects_than_the_first_rows_have() {
    writeback("ID,Name\n" + id(1) + ",n\nx,n\n", "maxFailedRecords: 0");

    Home.Done ran = home.run("check", "projects");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("WB-410 1 of the first 2 rows would be rejected, maxFailedRecords allows 0");
    assertThat(ran.line("projects")).isEqualTo("projects could not run; nothing was sent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Id,Name|idColumn: ID|WB-401|did you mean idColumn: \"Id\"?",
        "ID,nothing|idColumn: ID|WB-403|no column but \"ID\"",
        "ID,Notes|idColumn: ID|WB-402|DE:Client Notes",
        "ID,Name,name|idColumn: ID|WB-402|all go to the field name",
        "ID,Name|columns: Names=status|WB-404|did you mean Name?",
        "ID,Name,Names|unmatchedColumns: fail|WB-413|did you mean Name?",
      })
  void ends_with_two_if_the_columns_do_not_fit(
      String header, String parameter, String code, String message) {
    writeback(header + "\n", parameter);

    Home.Done ran = home.run("check", "projects", "--json");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.json().get("possible").asBoolean()).isFalse();
    assertThat(ran.json().at("/problems/0/code").asText()).isEqualTo(code);
    assertThat(ran.err()).contains(code).contains(message);
  }

  @Test
  void tells_what_is_wrong_on_both_sides_at_once() {
    writeback("ID,Name\n");
    home.set("account.domo.client-secret", "wrong-domo");
    home.set("account.workfront.api-key", "wrong-workfront");

    Home.Done ran = home.run("check", "projects");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("WB-204").contains("account.domo.client-secret");
    assertThat(ran.err()).contains("WB-406").contains("account.workfront.api-key");
    assertThat(ran.out() + ran.err()).doesNotContain("wrong-domo").doesNotContain("wrong-work");
  }

  @Test
  void ends_with_two_if_the_data_set_was_deleted() throws IOException {
    String id = writeback("ID,Name\n");
    sandbox.domo().set(id, DataSetKnobs.NONE.with(Json.read("{\"deleted\":true}")));

    Home.Done ran = home.run("check", "projects");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("WB-202");
  }

  @Test
  void ends_with_two_if_there_is_no_such_file() {
    home.writeback(
        "a", "csv-dataset-action\nfile: a.csv", "workfront-update-sink\nobject: project");

    Home.Done ran = home.run("check", "a");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("WB-201 there is no file");
  }

  @Test
  void suggests_the_name_of_the_writeback() {
    writeback("ID,Name\n");

    Home.Done ran = home.run("check", "project");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("WB-106 project: is not the name of a writeback; did you mean projects?");
  }

  @Test
  void names_every_mistake_of_the_route() {
    writeback("ID,Name\n", "batchSiez: 10", "blankCells: sometimes");

    Home.Done ran = home.run("check", "projects", "--json");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("did you mean batchSize?").contains("blankCells");
    assertThat(ran.json().get("problems")).hasSize(2);
  }

  @Test
  void is_not_kept_from_it_by_mistakes_in_other_files() {
    writeback("ID,Name\n" + id(1) + ",n\n");
    home.writeback("b", "domo-dataset-action\ndatasetId: none", "workfront-update-sink\nobject: x");

    assertThat(home.run("check", "projects").exitCode()).isZero();
  }
}
