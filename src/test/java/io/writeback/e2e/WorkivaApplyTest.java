package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plans of a region are applied cell by cell: what was not shown is not touched. */
final class WorkivaApplyTest {
  @RegisterExtension private final WorkivaHome workiva = new WorkivaHome();

  private JsonNode plan() {
    Home.Done done = workiva.run("plan", "w", "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    return done.json();
  }

  private JsonNode apply(int exitCode) {
    return apply(exitCode, plan());
  }

  private JsonNode apply(int exitCode, JsonNode plan) {
    Home.Done done = workiva.run("apply", plan.get("plan").asText(), "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done.json();
  }

  private void sheetIs(String csv) {
    assertThat(workiva.sheet()).isEqualToNormalizingNewlines(csv);
  }

  @Test
  void cells_that_are_not_shown_stay_as_they_are_and_none_is_shifted() throws IOException {
    workiva.sheet("k,v,w\n1,a,b\n2,c,d\n3,e,f\n4,g,h\n");
    workiva.route("A1:C5").csv("k,v,w\n1,a,B\n2,c,d\n3,E,f\n4,g,H\n");
    JsonNode plan = plan();
    assertThat(plan.get("changes").get("rows").get("changed").asInt()).isEqualTo(3);
    assertThat(plan.get("changes").get("rows").get("equal").asInt()).isEqualTo(1);
    workiva.sheet("k,v,w\n1,x,b\n2,c,y\n3,e,z\n4,g,h\n");

    JsonNode report = apply(0, plan);

    sheetIs("k,v,w\n1,x,B\n2,c,y\n3,E,z\n4,g,H\n");
    assertThat(report.get("confirmed").asInt()).isEqualTo(3);
    assertThat(report.get("unchanged").asInt()).isEqualTo(1);
    assertThat(workiva.puts()).isEqualTo(1);
  }

  @Test
  void header_and_cells_that_are_emptied_are_shown_and_applied_as_others() throws IOException {
    workiva.sheet("k,old,x,s\n1,a,y,s\n,,,s\nleft,over,,s\n");
    workiva.route("A1:C5").csv("k,v\n1,b\n");

    JsonNode plan = plan();
    String changes = workiva.run("changes", plan.get("plan").asText()).out();
    apply(0, plan);

    assertThat(changes)
        .contains("the header")
        .contains("row 4")
        .contains("column A")
        .contains("left")
        .contains("over");
    sheetIs("k,v,,s\n1,b,,s\n,,,s\n,,,s\n");
    assertThat(plan().get("changes").get("rows").get("changed").asInt()).isZero();
  }

  @Test
  void a_cell_to_be_emptied_that_someone_has_filled_since_is_kept_and_named() throws IOException {
    workiva.sheet("k,v\n1,a\nleft,over\nmore,words\n");
    workiva.route("A1:B5").csv("k,v\n1,b\n");
    JsonNode plan = plan();
    workiva.sheet("k,v\n1,a\nleft,of a colleague\nmore,words\n");

    JsonNode report = apply(0, plan);

    sheetIs("k,v\n1,b\nleft,of a colleague\n");
    assertThat(report.toString()).contains("WB-306", "row 3", "of a colleague", "over");
  }

  @Test
  void a_header_that_someone_has_changed_since_is_kept_and_named() throws IOException {
    workiva.sheet("k,old\n1,a\n");
    workiva.route("A1:B5").csv("k,v\n1,b\n");
    JsonNode plan = plan();
    workiva.sheet("k,of a colleague\n1,a\n");

    JsonNode report = apply(0, plan);

    sheetIs("k,of a colleague\n1,b\n");
    assertThat(report.toString()).contains("WB-306", "the header", "of a colleague");
  }

  @Test
  void a_region_without_rows_is_emptied_as_it_was_shown() throws IOException {
    workiva.sheet("k,v,s\n1,a,s\n2,b,s\n");
    workiva.route("A1:B5", "allowEmpty: true").csv("k,v\n");

    JsonNode report = apply(0);

    sheetIs("k,v,s\n,,s\n,,s\n");
    assertThat(report.get("rows").asInt()).isZero();
  }

  @Test
  void rows_far_apart_go_out_in_blocks_of_the_usual_size() throws IOException {
    StringBuilder sheet = new StringBuilder("k,v\n");
    StringBuilder rows = new StringBuilder("k,v\n");
    for (int row = 1; row <= 1_000; row++) {
      sheet.append(row).append(",old\n");
      rows.append(row).append(row % 300 == 1 ? ",new\n" : ",old\n");
    }
    workiva.sheet(sheet.toString());
    workiva.route("A1:B1001", "batchSize: 100").csv(rows.toString());

    JsonNode report = apply(0);

    sheetIs(rows.toString());
    assertThat(report.get("confirmed").asInt()).isEqualTo(4);
    assertThat(workiva.puts()).isEqualTo(4);
  }

  @Test
  void formulas_and_flags_are_compared_as_they_were_shown() throws IOException {
    workiva.sheet("k,v\n1,=1+2\n2,TRUE\n");
    workiva.route("A1:B3").csv("k,v\n1,a\n2,b\n");
    JsonNode plan = plan();

    apply(0, plan);

    sheetIs("k,v\n1,a\n2,b\n");
  }

  @Test
  void a_budget_names_fields_by_their_columns() throws IOException {
    workiva.sheet("k,v\n1,100\n");
    workiva.route("A1:B3", "maxMove: \"V=10%\"").csv("k,v\n1,500\n");

    Home.Done check = workiva.run("check", "w");

    assertThat(check.exitCode()).isEqualTo(2);
    assertThat(check.err()).contains("maxMove", "\"V\"", "is not written", "v");
  }

  @Test
  void a_run_over_its_budget_waits_and_is_applied() throws IOException {
    workiva.sheet("k,v\n1,a\n2,b\n");
    workiva.route("A1:B3", "maxBlanked: 0").csv("k,v\n1,\n2,b\n");

    JsonNode report = workiva.runW().json();

    assertThat(report.get("code").asText()).isEqualTo("WB-527");
    sheetIs("k,v\n1,a\n2,b\n");
    assertThat(workiva.run("apply", report.get("run").asText()).exitCode()).isZero();
    sheetIs("k,v\n1,\n2,b\n");
  }
}
