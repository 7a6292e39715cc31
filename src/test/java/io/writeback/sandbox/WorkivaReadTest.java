package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workiva: lists, single resources, values. */
class WorkivaReadTest {
  private WorkivaWire wire;

  @BeforeEach
  void start() throws IOException {
    wire = new WorkivaWire();
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  @Test
  void spreadsheets_come_in_pages_that_link_to_the_next() {
    wire.spreadsheet("t", "{\"sheets\":[]}");
    wire.spreadsheet("u", "{\"sheets\":[]}");

    Wire.Answer first = wire.get("/spreadsheets?$maxpagesize=2");
    Wire.Answer last = wire.follow(first.json().get("@nextLink").asText());

    assertThat(ids(first)).containsExactly("s", "t");
    assertThat(ids(last)).containsExactly("u");
    assertThat(last.json().has("@nextLink")).isFalse();
  }

  @Test
  void sheets_come_in_pages_that_link_to_the_next() {
    Wire.Answer first = wire.get("/spreadsheets/s/sheets?%24maxpagesize=1");
    Wire.Answer last = wire.follow(first.json().get("@nextLink").asText());

    assertThat(ids(first)).containsExactly("a");
    assertThat(ids(last)).containsExactly("b");
    assertThat(last.json().has("@nextLink")).isFalse();
  }

  @Test
  void a_spreadsheet_in_the_list_has_its_documented_fields() {
    assertThat(wire.get("/spreadsheets").data().get(0).fieldNames())
        .toIterable()
        .containsExactly("id", "name", "template", "created", "modified");
  }

  @Test
  void one_spreadsheet_tells_its_lock_and_revision() {
    wire.spreadsheet("t", "{\"name\":\"T\",\"locked\":true,\"sheets\":[]}");

    JsonNode json = wire.get("/spreadsheets/t").json();

    assertThat(json.get("name").asText()).isEqualTo("T");
    assertThat(json.get("lock").asText()).isEqualTo("locked");
    assertThat(json.get("revision").asText()).isEqualTo("1");
    assertThat(wire.get("/spreadsheets/s").json().get("lock").isNull()).isTrue();
  }

  @Test
  void a_spreadsheet_has_the_members_of_the_spec() {
    JsonNode json = wire.get("/spreadsheets/s").json();

    assertThat(json.get("linksStatus"))
        .hasToString("{\"allLinks\":\"published\",\"ownLinks\":\"published\"}");
    assertThat(json.get("customFields").isObject()).isTrue();
    assertThat(json.get("customFieldGroups").isArray()).isTrue();
    assertThat(json.get("sheetCustomFieldGroups").isArray()).isTrue();
  }

  @Test
  void a_sheet_shows_the_range_of_its_dataset_and_its_revision() {
    assertThat(wire.get(WorkivaWire.SHEET).json().get("dataset").isNull()).isTrue();
    wire.admin("PUT", "/sandbox/sheets/s/a/dataset", "\"A1:B3\"");

    JsonNode sheet = wire.get(WorkivaWire.SHEET).json();

    assertThat(sheet.at("/dataset/range").asText()).isEqualTo("A1:B3");
    assertThat(sheet.get("revision").asText()).isEqualTo("1");
    assertThat(sheet.get("customFields").isObject()).isTrue();
  }

  @Test
  void numbers_of_cells_that_are_formatted_as_text_are_strings() {
    wire.written("A1:B1", "{\"values\":[[1.50,true]]}");
    wire.set("{\"numbersAsText\":true}");

    assertThat(values("A1:B1").data().get(0).get("values")).hasToString("[[\"1.5\",true]]");
  }

  @Test
  void an_answer_that_is_too_large_is_500_and_one_that_takes_too_long_503() {
    wire.written("A1:B1", "{\"values\":[[\"text\",\"text\"]]}");
    wire.set("{\"maxAnswerBytes\":50}");
    assertThat(values("A1:B1").status()).isEqualTo(500);
    wire.set("{\"maxAnswerBytes\":5000,\"readMicrosPerCell\":2000,\"maxRequestMillis\":3}");

    assertThat(values("A1:B1").status()).isEqualTo(503);
    assertThat(values("A1:B1?$maxcellsperpage=1").status()).isEqualTo(200);
  }

  @Test
  void sheets_nest() {
    wire.spreadsheet(
        "t",
        "{\"sheets\":[{\"id\":\"p\",\"name\":\"P\"},"
            + "{\"id\":\"c\",\"name\":\"C\",\"parent\":\"P\",\"lock\":\"inputMode\"},"
            + "{\"id\":\"q\",\"name\":\"Q\"}]}");

    JsonNode child = wire.get("/spreadsheets/t/sheets/c").json();

    assertThat(child.at("/parent/id").asText()).isEqualTo("p");
    assertThat(child.get("index").asInt()).isZero();
    assertThat(child.get("lock").asText()).isEqualTo("inputMode");
    assertThat(wire.get("/spreadsheets/t/sheets/p").json().at("/children/0/id").asText())
        .isEqualTo("c");
    assertThat(wire.get("/spreadsheets/t/sheets/q").json().get("index").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/spreadsheets/x,Spreadsheet x",
    "/spreadsheets/x/sheets,Spreadsheet x",
    "/spreadsheets/s/sheets/x,Sheet x",
    "/spreadsheets/s/sheets/x/values/A1,Sheet x",
    "/operations/x,Operation x",
  })
  void an_unknown_id_is_404(String path, String target) {
    assertThat(WorkivaWire.refusal(wire.get(path))).isEqualTo("404NotFound " + target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/spreadsheets/t", "/spreadsheets/t/sheets", "/spreadsheets/t/sheets/x/values/A1"})
  void a_spreadsheet_without_access_is_403_and_in_no_list(String path) {
    wire.spreadsheet("t", "{\"access\":\"none\",\"sheets\":[]}");

    assertThat(WorkivaWire.refusal(wire.get(path))).isEqualTo("403Forbidden t");
    assertThat(ids(wire.get("/spreadsheets"))).containsExactly("s");
  }

  @Test
  void a_spreadsheet_without_access_may_be_404() {
    wire.spreadsheet("t", "{\"access\":\"none\",\"sheets\":[]}");
    wire.set("{\"noAccessIs404\":true}");

    assertThat(wire.get("/spreadsheets/t").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/spreadsheets?$maxpagesize=0",
        "/spreadsheets?$maxpagesize=1001",
        "/spreadsheets?$maxpagesize=x",
        "/spreadsheets?$maxpagesize=1&$maxpagesize=2",
        "/spreadsheets?$next=x",
        "/spreadsheets?$next=%0A",
        "/spreadsheets?limit=1",
        "/spreadsheets/s?$fields=id",
        "/spreadsheets/s/sheets?$revision=77",
        "/spreadsheets/s/sheets/a/values/A1?$maxcellsperpage=50001",
        "/spreadsheets/s/sheets/a/values/A1?$maxcellsperpage=99999999999",
        "/spreadsheets/s/sheets/a/values/A1?$valuestyle=both",
      })
  void a_parameter_that_is_wrong_or_unknown_is_400(String path) {
    assertThat(WorkivaWire.refusal(wire.get(path))).startsWith("400BadRequest");
  }

  @Test
  void a_link_is_good_for_its_own_address_only() {
    wire.spreadsheet("t", "{\"sheets\":[]}");
    String link = wire.get("/spreadsheets?$maxpagesize=1").json().get("@nextLink").asText();
    String token = link.substring(link.lastIndexOf('=') + 1);

    assertThat(WorkivaWire.refusal(wire.get("/spreadsheets/s/sheets?$next=" + token)))
        .isEqualTo("400BadRequest $next");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A1|A1|[[\"1\"]]",
        "A2:B2|A2:B2|[[\"3\",\"4\"]]",
        "B2:C3|B2:C3|[[\"4\",\"\"],[\"\",\"\"]]",
        "A%3AA|A1:A3|[[\"1\"],[\"3\"],[\"5\"]]",
        "A:A|A1:A3|[[\"1\"],[\"3\"],[\"5\"]]",
        "B:B|B1:B2|[[\"2\"],[\"4\"]]",
        "2:3|A2:B3|[[\"3\",\"4\"],[\"5\",\"\"]]",
        "A2:B|A2:B3|[[\"3\",\"4\"],[\"5\",\"\"]]",
        "B2:|B2|[[\"4\"]]",
        ":B1|A1:B1|[[\"1\",\"2\"]]",
        ":|A1:B3|[[\"1\",\"2\"],[\"3\",\"4\"],[\"5\",\"\"]]",
        "%3A|A1:B3|[[\"1\",\"2\"],[\"3\",\"4\"],[\"5\",\"\"]]",
      })
  void every_form_of_a_range_is_read(String range, String bounded, String values) {
    wire.fill("1,2\n3,4\n5,\n");

    JsonNode entry = values(range).data().get(0);

    assertThat(entry.get("range").asText()).isEqualTo(bounded);
    assertThat(entry.get("values")).hasToString(values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C:C", "4:9", "C3:", "9:"})
  void a_range_without_end_and_without_data_has_no_entry(String range) {
    wire.fill("1,2\n3,4\n");

    assertThat(values(range).json()).hasToString("{\"data\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a1",
        "$A$1",
        "A!A1",
        "A",
        "1",
        "A0",
        "A01",
        "1A",
        "B1:A1",
        "A2:A1",
        "B:A",
        "A1:B2:C3",
        "XFE1",
        "A1048577",
        "A9999999",
        "A99999999999999999999",
        "AAAAAAAA1",
        "A-1",
        "A1,B2",
        "%20",
        "A1%00",
        "%F0%9F%98%80",
        "%D9%A1:%D9%A2",
        "",
      })
  void a_range_that_is_none_is_400_for_reading_and_writing(String range) {
    assertThat(WorkivaWire.refusal(values(range))).isEqualTo("400BadRequest range");
    assertThat(WorkivaWire.refusal(wire.put(range, "{\"values\":[]}")))
        .isEqualTo("400BadRequest range");
  }

  @Test
  void the_last_cell_of_a_sheet_is_xfd1048576() {
    assertThat(values("XFD1048576").data().get(0).get("range").asText()).isEqualTo("XFD1048576");
  }

  @Test
  void values_come_in_pages_of_whole_rows() {
    wire.fill("1,2\n3,4\n5,6\n7,8\n9,10\n");

    assertThat(ranges("A1:B5?$maxcellsperpage=5")).containsExactly("A1:B2", "A3:B4", "A5:B5");
  }

  @Test
  void a_page_that_is_smaller_than_a_row_has_a_part_of_it() {
    wire.fill("1,2,3\n4,5,6\n");

    assertThat(ranges(":?$maxcellsperpage=2")).containsExactly("A1:B1", "C1", "A2:B2", "C2");
  }

  @Test
  void a_page_has_50000_cells_unless_asked_for_fewer() {
    Wire.Answer answer = values("A1:XFD1048576");

    assertThat(answer.data().get(0).get("range").asText()).isEqualTo("A1:XFD3");
    assertThat(answer.json().get("@nextLink").asText()).contains("%24next=");
  }

  @Test
  void a_formula_is_read_calculated_unless_asked_for_raw() {
    wire.written("A1:B1", "{\"values\":[[\"=1+1\",\"=SUM(A1)\"]]}");

    assertThat(values("1:1").data().get(0).get("values")).hasToString("[[2,\"#NAME?\"]]");
    assertThat(values("1:1?$valuestyle=raw").data().get(0).get("values"))
        .hasToString("[[\"=1+1\",\"=SUM(A1)\"]]");
  }

  private List<String> ranges(String range) {
    List<String> ranges = new ArrayList<>();
    Wire.Answer page = values(range);
    while (true) {
      ranges.add(page.data().get(0).get("range").asText());
      if (!page.json().has("@nextLink")) {
        return ranges;
      }
      page = wire.follow(page.json().get("@nextLink").asText());
    }
  }

  private Wire.Answer values(String range) {
    return wire.get(WorkivaWire.SHEET + "/values/" + range);
  }

  private static List<String> ids(Wire.Answer list) {
    List<String> ids = new ArrayList<>();
    list.data().forEach(entry -> ids.add(entry.get("id").asText()));
    return ids;
  }
}
