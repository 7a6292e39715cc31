package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.MetadataShape;
import io.writeback.sandbox.workfront.WorkfrontKnobs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Objects, some of which have no form with the field, against a Workfront that refuses them. */
class CustomFormsCommandTest {
  private static final int ROWS = 2_500;

  @RegisterExtension private final Home home = new Home();
  @TempDir private Path data;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    WorkfrontKnobs knobs = sandbox.workfront().knobs();
    sandbox
        .workfront()
        .set(
            knobs.withCustomFields(knobs.customFields().withMetadataShape(MetadataShape.CAPTURED)));
  }

  private static String form() {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5")
              .digest("form-Project Details".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String id(int number) {
    return "%032x".formatted(number);
  }

  /** Every tenth project has no form; the others have the form of the field as their only one. */
  private void everyTenthProjectIsWithoutTheForm(int rows) throws IOException {
    StringBuilder csv = new StringBuilder("ID,CostCenter\n");
    for (int n = 1; n <= rows; n++) {
      Map<String, Object> project = new TreeMap<>(Map.of("ID", id(n), "name", "Project " + n));
      if (n % 10 != 0) {
        project.put("objectCategories", List.of(Map.of("categoryID", form())));
      }
      sandbox.putObject("PROJ", project);
      csv.append(id(n)).append(",cost ").append(n).append('\n');
    }
    writeback(csv.toString());
  }

  private void writeback(String csv, String... options) throws IOException {
    String dataset =
        sandbox.addDataset("projects.csv", Files.writeString(data.resolve("projects.csv"), csv));
    for (String name : List.of("projects", "unchecked")) {
      home.writeback(
          name,
          "domo-dataset-action\ndatasetId: " + dataset,
          "workfront-update-sink\nobject: project\ncheckForms: " + name.equals("projects"));
    }
  }

  @Test
  void the_rows_are_counted_beforehand_and_cost_no_other_row_a_request() throws Exception {
    everyTenthProjectIsWithoutTheForm(ROWS);

    JsonNode checked = home.run("check", "projects", "--json").json();
    JsonNode report = home.run("run", "projects", "--json").json();
    JsonNode unchecked = home.run("run", "unchecked", "--json").json();

    assertThat(checked.at("/expectedRefusals/0/rows").asLong()).isEqualTo(10);
    JsonNode expected = report.at("/expectedRefusals/0");
    assertThat(expected.path("code").asText()).isEqualTo("WB-433");
    assertThat(expected.path("field").asText()).isEqualTo("DE:CostCenter");
    assertThat(expected.path("rows").asLong()).isEqualTo(ROWS / 10);
    assertThat(expected.path("reason").asText()).contains("\"Project Details\"");
    assertThat(expected.at("/examples/0/row").asLong()).isEqualTo(10);
    assertThat(expected.at("/examples/0/detail").asText()).isEqualTo("carries no form");
    assertThat(report.path("rejected").asLong()).isEqualTo(ROWS / 10);
    assertThat(report.path("confirmed").asLong()).isEqualTo(ROWS - ROWS / 10);
    assertThat(report.path("requests").asLong()).isEqualTo(ROWS / 100 + ROWS / 10);
    assertThat(unchecked.path("rejected").asLong()).isEqualTo(ROWS / 10);
    assertThat(unchecked.path("expectedRefusals")).isEmpty();
    assertThat(unchecked.path("requests").asLong())
        .as("requests, if the refused batches are searched for those rows")
        .isGreaterThanOrEqualTo(ROWS / 100 + 2 * ROWS / 10);
  }

  @Test
  void the_tables_of_check_and_run_say_what_is_expected() throws Exception {
    everyTenthProjectIsWithoutTheForm(20);

    Home.Done checked = home.run("check", "projects");
    Home.Done ran = home.run("run", "projects");

    for (Home.Done table : List.of(checked, ran)) {
      assertThat(table.line("expected"))
          .isEqualTo(
              "expected 2 rows will probably be refused: WB-433 column CostCenter: only the form \"Project Details\" has the field DE:CostCenter, and their objects do not carry it");
      assertThat(table.line("row 20")).isEqualTo("row 20 " + id(20) + " carries no form");
    }
  }

  @Test
  void an_object_that_is_not_there_is_expected_to_be_refused_too() throws Exception {
    everyTenthProjectIsWithoutTheForm(1);
    writeback("ID,CostCenter\n" + id(1) + ",a\n" + id(2) + ",b\n");

    JsonNode report = home.run("run", "projects", "--json").json();

    assertThat(report.at("/expectedRefusals/0/code").asText()).isEqualTo("WB-434");
    assertThat(report.path("confirmed").asLong()).isEqualTo(1);
    assertThat(report.path("requests").asLong()).isEqualTo(2);
  }
}
