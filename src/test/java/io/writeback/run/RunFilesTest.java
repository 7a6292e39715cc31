package io.writeback.run;

import static io.writeback.run.FakeDestination.destination;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.ledger.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run leaves in its folder. */
final class RunFilesTest extends RunFixture {
  @Test
  void rejects_keep_the_original_cells_in_the_order_of_their_rows() throws Exception {
    FakeSource source =
        new FakeSource(
            """
            a,refuse it,
            b,value,fine
            c,reject it,""
            d,"reject, of
            ""two"" lines","a note\r
            of two"
            ,value,Größe
            """);
    Report report = execute(source, destination());

    String run = report.run();
    assertThat(Files.readString(Path.of(report.rejectsFile())))
        .isEqualTo(
            """
            "Key","Value","Note","_wb_run","_wb_row","_wb_code","_wb_column","_wb_reason"
            "a","refuse it",,"RUN","1","WB-303","Value","cannot take ""refuse it""\"
            "c","reject it","","RUN","3","WB-302","Value","is ""reject it""\"
            "d","reject, of
            ""two"" lines","a note\r
            of two","RUN","4","WB-302","Value","is ""reject, of
            ""two"" lines""\"
            ,"value","Größe","RUN","5","WB-301","Value","has no key"
            """
                .replace("RUN", run));
  }

  @Test
  void a_difference_that_a_spreadsheet_program_would_compute_is_a_text_in_the_file()
      throws Exception {
    Report report = execute(rows(1, row -> "differ formula"), destination());

    assertThat(Files.readAllLines(Path.of(report.differencesFile())))
        .contains("\"1\",\"key-00001\",\"value\",\"differ formula\",\"'=1+1\"");
  }

  @Test
  void differences_are_listed_with_both_values() throws Exception {
    Report report =
        execute(
            rows(120, row -> row == 7 || row == 119 ? "differ " + row : "value"), destination());

    assertThat(Files.readAllLines(Path.of(report.differencesFile())))
        .containsExactly(
            "\"row\",\"key\",\"field\",\"sent\",\"found\"",
            "\"7\",\"key-00007\",\"value\",\"differ 7\",\"something else\"",
            "\"119\",\"key-00119\",\"value\",\"differ 119\",\"something else\"");
    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
  }

  @Test
  void the_report_file_is_the_report() throws Exception {
    Report report =
        execute(
            rows(120, row -> row == 7 ? "refuse" : row == 9 ? "differ" : "value"), destination());

    String json = Files.readString(Path.of(report.reportFile()));
    JsonNode tree = new ObjectMapper().readTree(json);
    assertThat(Report.fromJson(json)).isEqualTo(report);
    assertThat(tree.get("run").asText()).isEqualTo(report.run());
    assertThat(tree.get("rejected").asLong()).isEqualTo(1);
    assertThat(tree.get("written").asLong()).isEqualTo(119);
    assertThat(tree.get("state").asText()).isEqualTo("COMPLETE_WITH_REJECTS");
    assertThat(tree.get("rejectCauses").get(0).get("count").asLong()).isEqualTo(1);
    assertThat(report.toString()).isEqualTo(json.trim());
  }

  @Test
  void a_rejects_file_that_cannot_be_written_is_a_warning_and_changes_nothing() throws Exception {
    Report report =
        execute(
            run -> {
              Files.createDirectory(run.folder().resolve(ReportFiles.REJECTS));
              run.stageOnce(rows(20, row -> row == 7 ? "refuse" : "value"));
              run.planOnce(destination());
              send(run);
              runs.close(run);
            });

    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
    assertThat(report.tally().rejected()).isEqualTo(1);
    assertThat(report.rejectsFile()).isNull();
    assertThat(report.warnings()).last().asString().startsWith("rejects.csv could not be written");
    assertThat(ended).hasSize(1);
  }

  @Test
  void a_report_file_that_cannot_be_written_changes_nothing() throws Exception {
    Report report =
        execute(
            run -> {
              Path taken = Files.createDirectory(run.folder().resolve(ReportFiles.REPORT));
              Files.createFile(taken.resolve("something"));
              run.stageOnce(rows(20, row -> "value"));
              run.planOnce(destination());
              send(run);
              runs.close(run);
            });

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(ended).hasSize(1);
  }

  @Test
  void a_green_run_leaves_its_report_only() {
    Report report = execute(rows(20, row -> "value"), destination());

    assertThat(Path.of(report.reportFile()).getParent().toFile().list())
        .containsExactlyInAnyOrder("report.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"run\":"})
  void without_its_report_file_a_run_is_reported_from_the_ledger(String broken) throws Exception {
    Runs.Route route =
        run -> {
          run.stageOnce(rows(120, row -> row == 7 ? "refuse" : "value"));
          run.planOnce(destination());
          send(run);
        };
    Report first = execute("the key", route);
    Files.writeString(Path.of(first.reportFile()), broken);
    Report second = execute("the key", route);

    assertThat(second.run()).isEqualTo(first.run());
    assertThat(second.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
    assertThat(second.tally().rejected()).isEqualTo(1);
    assertThat(second.tally().confirmed()).isEqualTo(119);
    assertThat(second.finishedAt()).isEqualTo(first.finishedAt());
    assertThat(second.rejectCauses()).isEqualTo(first.rejectCauses());
    assertCloses(second);
  }
}
