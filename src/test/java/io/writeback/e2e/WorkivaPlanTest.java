package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.changes.Change;
import io.writeback.changes.ChangeCursor;
import io.writeback.cli.Home;
import io.writeback.run.RunFolders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions and refusals of a run before its first request. */
final class WorkivaPlanTest {
  private static final String SENTINELS = "s,s,s,s,s\n".repeat(6);

  @RegisterExtension private final WorkivaHome workiva = new WorkivaHome();

  private void sheetIs(String csv) {
    assertThat(workiva.sheet()).isEqualToNormalizingNewlines(csv);
  }

  private static String reason(JsonNode report) {
    return report.get("reason").asText();
  }

  @Test
  void a_range_is_written_and_emptied_to_its_ends_and_no_further() throws IOException {
    workiva.sheet(SENTINELS).route("B2:D5").csv("k,v\n1,2\n").complete();

    sheetIs("s,s,s,s,s\ns,k,v,,s\ns,1,2,,s\ns,,,,s\ns,,,,s\ns,s,s,s,s\n");
  }

  @Test
  void without_clear_nothing_but_the_data_is_written() throws IOException {
    workiva.sheet(SENTINELS).route("B2:D5", "clear: false").csv("k,v\n1,2\n").complete();

    sheetIs("s,s,s,s,s\ns,k,v,s,s\ns,1,2,s,s\n" + "s,s,s,s,s\n".repeat(3));
  }

  @Test
  void without_header_the_first_row_goes_first() throws IOException {
    workiva.sheet(SENTINELS).route("B2:C3", "header: false").csv("k,v\n1,2\n3,4\n").complete();

    sheetIs("s,s,s,s,s\ns,1,2,s,s\ns,3,4,s,s\n" + "s,s,s,s,s\n".repeat(3));
  }

  @Test
  void whole_columns_are_emptied_below_the_data_and_beside_it_nothing_is_touched()
      throws IOException {
    workiva.sheet(SENTINELS).route("B:C").csv("k,v\n1,2\n").complete();

    sheetIs("s,k,v,s,s\ns,1,2,s,s\n" + "s,,,s,s\n".repeat(4));
  }

  @Test
  void whole_rows_are_emptied_beside_the_data_and_below_nothing_is_touched() throws IOException {
    workiva.sheet(SENTINELS).route("2:4").csv("k,v\n1,2\n").complete();

    sheetIs("s,s,s,s,s\nk,v,,,\n1,2,,,\n,,,,\n" + "s,s,s,s,s\n".repeat(2));
  }

  @Test
  void from_a_cell_on_all_below_and_to_the_right_is_emptied() throws IOException {
    workiva.sheet(SENTINELS).route("B3:").csv("k,v\n1,2\n").complete();

    sheetIs(
        "s,s,s,s,s\ns,s,s,s,s\ns,k,v\ns,1,2\ns\ns\n"
            .replaceAll("(?m)^s,(.),(.)$", "s,$1,$2,,")
            .replaceAll("(?m)^s$", "s,,,,"));
  }

  @Test
  void the_whole_sheet_holds_the_data_and_nothing_else() throws IOException {
    workiva.sheet(SENTINELS).route(":").csv("k,v\n1,2\n").complete();

    sheetIs("k,v\n1,2\n");
  }

  @Test
  void an_open_region_of_an_empty_sheet_is_as_large_as_the_data() {
    workiva.route(":").csv("k,v\n1,2\n").complete();

    sheetIs("k,v\n1,2\n");
  }

  @ParameterizedTest
  @CsvSource({
    "B2:C3, '3 rows with the header are 1 more than its 2'",
    "B2:B9, '2 columns are 1 more than its 1'",
    "B2:B3, '3 rows with the header are 1 more than its 2, and 2 columns are 1 more than its 1'",
    "A:A, '2 columns are 1 more than its 1'",
    "1:2, '3 rows with the header are 1 more than its 2'",
    "A1048575:, '3 rows with the header are 1 more than its 2'",
    "XFD1, '2 columns are 1 more than its 1'",
  })
  void a_dataset_that_does_not_fit_is_refused_with_by_how_much(String region, String by)
      throws IOException {
    workiva.sheet(SENTINELS).route(region).csv("k,v\n1,2\n3,4\n");

    assertThat(reason(workiva.refused("WB-421"))).contains(by).contains(region);
  }

  @Test
  void a_corner_is_extended_over_empty_cells() throws IOException {
    workiva.sheet("s,s,s\ns,x,\ns,,\n").route("B2").csv("k,v\n1,2\n").complete();

    sheetIs("s,s,s\ns,k,v\ns,1,2\n");
  }

  @Test
  void a_corner_is_extended_over_what_its_last_run_wrote_and_the_rest_of_that_is_emptied()
      throws IOException {
    workiva.sheet("s,s,s,s\ns,,,\ns,,,\ns,,,\n").route("B2").csv("k,v\n1,2\n3,4\n").complete();
    workiva.csv("k,v\n5,6\n").complete();

    sheetIs("s,s,s,s\ns,k,v,\ns,5,6,\ns,,,\n");

    workiva.csv("k,v,w\n7,8,9\n").complete();

    sheetIs("s,s,s,s\ns,k,v,w\ns,7,8,9\ns,,,\n");
  }

  @Test
  void a_corner_is_not_extended_over_what_another_client_wrote() throws IOException {
    workiva.sheet("s,s,s,s\ns,,,\ns,,x,\ns,,,y\n").route("B2").csv("k,v,w\n1,2,3\n4,5,6\n");

    assertThat(reason(workiva.refused("WB-422"))).contains("B2:D4").contains("C3:D4 holds");
  }

  @ParameterizedTest
  @CsvSource({"'k,v,w\n1,2,3\n', 'k\n1\n2\n3\n4\n'", "'k\n1\n2\n3\n4\n', 'k,v,w\n1,2,3\n'"})
  void what_others_wrote_beside_a_corners_old_and_new_data_is_not_emptied(
      String first, String second) throws IOException {
    workiva.route("A1", "maxShrink: 1").csv(first).complete();
    StringBuilder noted = new StringBuilder();
    for (int row = 1; row <= 5; row++) {
      for (int column = 1; column <= 3; column++) {
        String cell = WorkivaHome.cell(WorkivaHome.cells(workiva.sheet()), row, column);
        noted.append(row == 4 && column == 3 ? "note" : cell).append(column == 3 ? "\n" : ",");
      }
    }
    workiva.sheet(noted.toString()).csv(second);

    assertThat(reason(workiva.refused("WB-422")))
        .contains("A1:C5", "C4 holds values", "clear: false");

    workiva.route("A1", "maxShrink: 1", "clear: false").complete("--accept-columns");
    assertThat(WorkivaHome.cell(WorkivaHome.cells(workiva.sheet()), 4, 3)).isEqualTo("note");
  }

  @Test
  void without_rows_what_others_wrote_between_the_old_data_of_a_corner_is_not_emptied()
      throws IOException {
    workiva.route("A1").csv("k,v,w\n1,2,3\n").complete();
    workiva.settings("{\"lockedCells\":\"400\"}");
    workiva.admin("PUT", "/sandbox/sheets/s/a/locked", "[\"A3\"]");
    workiva.csv("k\n1\n2\n3\n4\n");
    assertThat(workiva.runW("--accept-columns").exitCode()).isEqualTo(1);
    workiva.admin("PUT", "/sandbox/sheets/s/a/locked", "[]");
    workiva.sheet("k,v,w\n1,2,3\n,,\n,,note\n").csv("k\n");
    workiva.route("A1", "allowEmpty: true", "header: false");

    assertThat(reason(workiva.refused("WB-422", "--accept-columns"))).contains("C4 holds values");
  }

  @Test
  void zero_rows_are_refused_unless_they_are_allowed() throws IOException {
    workiva.sheet(SENTINELS).route("B2:D5").csv("k,v\n");
    assertThat(reason(workiva.refused("WB-424"))).contains("allowEmpty");

    JsonNode report = workiva.route("B2:D5", "allowEmpty: true").complete();

    assertThat(report.get("rows").asInt()).isZero();
    sheetIs("s,s,s,s,s\ns,k,v,,s\n" + "s,,,,s\n".repeat(3) + "s,s,s,s,s\n");
  }

  @Test
  void a_dataset_that_shrank_by_more_than_allowed_is_refused() throws IOException {
    workiva.route(":").csv("k\n1\n2\n3\n4\n5\n").complete();
    workiva.csv("k\n1\n2\n");
    assertThat(reason(workiva.refused("WB-425"))).contains("2 rows").contains("at least 3");

    workiva.csv("k\n1\n2\n3\n").complete();
    workiva.route(":", "maxShrink: 1").csv("k\n1\n").complete();
  }

  @Test
  void text_that_begins_with_an_equals_sign_is_refused_unless_formulas_are_allowed()
      throws IOException {
    workiva.sheet(SENTINELS).route("A1:B3").csv("k,v\n1,x\n2,=1+1\n");
    assertThat(reason(workiva.refused("WB-423"))).contains("row 2, column \"v\"");

    workiva.route("A1:B3", "formulas: allow").complete();

    assertThat(WorkivaHome.cell(WorkivaHome.cells(workiva.sheet()), 3, 2)).isEqualTo("=1+1");
  }

  @Test
  void a_cell_that_is_too_long_stops_the_run_before_anything_is_written() throws IOException {
    workiva.sheet(SENTINELS).route(":").csv("k,v\n1,x\n2," + "y".repeat(8_193) + "\n");

    assertThat(reason(workiva.refused("WB-423"))).contains("8,193 characters, a cell 8,192");

    workiva.csv("k,v\n1,x\n2," + "y".repeat(8_192) + "\n").complete();
  }

  @Test
  void more_cells_than_a_spreadsheet_may_have_are_refused() throws IOException {
    workiva
        .sheet(SENTINELS)
        .route("A1")
        .csv("a,b,c,d,e,f,g,h,i,j\n" + ",,,,,,,,,\n".repeat(200_000));

    assertThat(reason(workiva.refused("WB-427"))).contains("2,000,010 cells");
  }

  @Test
  void a_sheet_is_found_by_its_title() {
    workiva.route(":", "sheetId: Data").csv("k\n1\n").complete();

    sheetIs("k\n1\n");
  }

  @Test
  void a_sheet_that_is_not_there_and_a_title_of_two_are_reported() throws IOException {
    workiva.route(":", "sheetId: Dada").csv("k\n1\n");
    assertThat(reason(workiva.refused("WB-405"))).contains("did you mean Data?");

    workiva
        .sandbox
        .workiva()
        .put(
            "s",
            "{\"name\":\"S\",\"sheets\":[{\"id\":\"a\",\"name\":\"Data\"},{\"id\":\"c\",\"name\":\"Data\"}]}");
    workiva.route(":", "sheetId: Data");

    assertThat(reason(workiva.refused("WB-428"))).contains("a, c");
  }

  @Test
  void a_spreadsheet_that_is_not_there_is_reported() {
    workiva.sandbox.workiva().remove("s");
    workiva.route(":").csv("k\n1\n");

    Home.Done done = workiva.runW();

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.json().get("code").asText()).isEqualTo("WB-405");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void a_locked_spreadsheet_or_sheet_is_reported_before_anything_is_written(boolean whole)
      throws IOException {
    workiva
        .sandbox
        .workiva()
        .put(
            "s",
            "{\"name\":\"S\",\"locked\":%s,\"sheets\":[{\"id\":\"a\",\"name\":\"Data\"%s}]}"
                .formatted(whole, whole ? "" : ",\"lock\":\"lock\""));
    workiva.route(":").csv("k\n1\n");

    assertThat(reason(workiva.refused("WB-426"))).contains("is locked");
  }

  @Test
  void a_check_says_what_a_run_would_do_and_writes_nothing() throws IOException {
    workiva.sheet(SENTINELS).route("B2:B9").csv("k,v\n1,=2\n");

    Home.Done done = workiva.run("check", "w");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.out() + done.err()).contains("WB-421");
    assertThat(workiva.run("check", "w").out()).doesNotContain("WB-599");
    sheetIs(SENTINELS);
  }

  @Test
  void a_mistake_in_the_route_is_reported_with_its_place() {
    workiva.route("A2:$D8", "formulas: maybe").csv("k\n1\n");

    Home.Done done = workiva.run("list");

    assertThat(done.out() + done.err())
        .contains("at character 4")
        .contains("\"$\"")
        .contains("formulas")
        .contains("refuse, allow");
  }

  @Test
  void spreadsheets_and_their_sheets_are_discovered() {
    assertThat(workiva.run("discover", "workiva").out()).contains("s ").contains("S");
    Home.Done sheets =
        workiva.run("discover", "workiva", "https://app.wdesk.com/a/x/spreadsheet/s");
    assertThat(sheets.out()).contains("Data").contains("Other").contains("sheets: 2");
    assertThat(workiva.run("discover", "workiva", "nothing").err()).contains("WB-405");
  }

  @Test
  void the_cells_that_are_overwritten_or_emptied_can_be_kept() throws IOException {
    workiva.sheet("k,old\n1,a\n2,b\n3,\n9,z\n").route("A:B", "keepBefore: true");

    String run = workiva.csv("k,v\n1,a\n2,c\n3,d\n").complete().get("run").asText();

    List<Change> kept = new ArrayList<>();
    try (ChangeCursor changes =
        RunFolders.local(workiva.path("data")).files(run).overwritten().orElseThrow().open()) {
      changes.forEachRemaining(kept::add);
    }
    assertThat(kept)
        .extracting(Change::shownBefore)
        .containsExactly("b", "(empty)", "old", "9", "z");
    assertThat(kept)
        .extracting(Change::shownAfter)
        .containsExactly("c", "d", "v", "(empty)", "(empty)");
    assertThat(kept).extracting(Change::row).startsWith(2L, 3L).isSorted();
  }
}
