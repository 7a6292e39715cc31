package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules for fields into a region of Workiva, which is written with all rows or none. */
final class RegionRulesTest {
  private static final String RULES = "rules: \"Budget: number de\\nOrigin: constant Domo\"";

  @RegisterExtension private final WorkivaHome home = new WorkivaHome();

  @Test
  void the_region_has_what_the_rules_make_and_numbers_are_numbers() {
    home.route("B2", RULES).csv("Name,Budget\nAda,\"1.234,5\"\nBob,\n");

    JsonNode report = home.complete();

    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    List<List<String>> cells = WorkivaHome.cells(home.sheet());
    assertThat(WorkivaHome.cell(cells, 2, 4)).isEqualTo("Origin");
    assertThat(WorkivaHome.cell(cells, 3, 3)).isEqualTo("1234.5");
    assertThat(WorkivaHome.cell(cells, 4, 4)).isEqualTo("Domo");
  }

  @Test
  void one_row_that_a_rule_rejects_keeps_all_from_being_written() {
    home.route("B2", RULES).csv("Name,Budget\nAda,\"1,5\"\nBob,many\n");

    JsonNode report = home.refused("WB-313");

    assertThat(report.get("reason").asText()).contains("row 2, column \"Budget\"", "\"many\"");
  }

  @Test
  void a_second_run_knows_what_the_first_one_wrote() {
    home.route("B2", RULES).csv("Name,Budget\nAda,\"1,5\"\nBob,\"2,5\"\n");
    home.complete();
    home.csv("Name,Budget\nAda,\"3,5\"\n");

    home.complete();

    List<List<String>> cells = WorkivaHome.cells(home.sheet());
    assertThat(WorkivaHome.cell(cells, 3, 3)).isEqualTo("3.5");
    assertThat(WorkivaHome.cell(cells, 4, 4)).as("emptied").isEmpty();
  }
}
