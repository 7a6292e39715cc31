package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workiva: what a write does to the cells, and which writes are refused. */
class WorkivaWriteTest {
  private WorkivaWire wire;

  @BeforeEach
  void start() throws IOException {
    wire = new WorkivaWire();
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A1:B2", "A1%3AB2"})
  void a_block_is_written_to_its_range(String range) {
    wire.written(range, "{\"values\":[[\"Name\",\"Amt\"],[\"Ann\",1.5]]}");

    assertThat(wire.csv()).isEqualTo("Name,Amt\nAnn,1.5\n");
  }

  @Test
  void a_block_smaller_than_its_range_clears_the_rest() {
    wire.fill("1,2,3\n4,5,6\n7,8,9\n");

    wire.written("A1:B3", "{\"values\":[[\"x\"]]}");

    assertThat(wire.csv()).isEqualTo("x,,3\n,,6\n,,9\n");
  }

  @Test
  void no_values_clear_the_range() {
    wire.fill("1,2\n3,4\n");

    wire.written("B1:B2", "{\"values\":[]}");

    assertThat(wire.csv()).isEqualTo("1\n3\n");
  }

  @Test
  void null_leaves_a_cell_and_an_empty_text_empties_it() {
    wire.fill("1,2,3\n");

    wire.written("A1:C1", "{\"values\":[[null,\"\",\"x\"]]}");

    assertThat(wire.csv()).isEqualTo("1,,x\n");
  }

  @Test
  void booleans_and_numbers_keep_their_types() {
    wire.written("A1:D1", "{\"values\":[[true,false,-12,\"12\"]]}");

    assertThat(read("A1:D1")).isEqualTo("[[true,false,-12,\"12\"]]");
  }

  @Test
  void numbers_are_doubles() {
    wire.written(
        "A1:E1", "{\"values\":[[12345678901234567890,0.1000,1e3,1E-3,0.10000000000000000001]]}");

    assertThat(read("A1:E1")).isEqualTo("[[12345678901234567000,0.1,1000,0.001,0.1]]");
  }

  @Test
  void numbers_may_keep_all_their_digits() {
    wire.set("{\"exactNumbers\":true}");

    wire.written("A1", "{\"values\":[[12345678901234567890.123]]}");

    assertThat(read("A1")).isEqualTo("[[12345678901234567890.123]]");
  }

  @Test
  void a_leading_apostrophe_is_kept_or_says_that_text_follows() {
    wire.written("A1", "{\"values\":[[\"'=1+1\"]]}");
    assertThat(read("A1")).isEqualTo("[[\"'=1+1\"]]");

    wire.set("{\"stripApostrophe\":true}");
    wire.written("A1", "{\"values\":[[\"'=1+1\"]]}");

    assertThat(read("A1")).isEqualTo("[[\"=1+1\"]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A1|{\"values\":[[1,2]]}",
        "A1|{\"values\":[[1],[2]]}",
        "A1:B2|{\"values\":[[1,2,3]]}",
        "A1:B2|{\"values\":[[1],[2],[3]]}",
      })
  void a_block_larger_than_its_range_is_refused(String range, String json) {
    assertThat(WorkivaWire.refusal(wire.put(range, json))).isEqualTo("400BadRequest values");
    assertThat(wire.csv()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"values\":[[1,2],[3]]}",
        "{\"values\":[[1],[2,3]]}",
        "{\"values\":[[]]}",
        "{\"values\":[1]}",
        "{\"values\":1}",
        "{\"values\":null}",
        "{\"values\":{}}",
        "{\"values\":[[[1]]]}",
        "{\"values\":[[{}]]}",
        "{\"values\":[null]}",
        "{\"values\":[[1e999]]}",
        "{\"values\":[[1]],\"more\":1}",
        "{\"more\":1,\"values\":[[1]]}",
        "{\"data\":[[1]]}",
        "{\"values\":[[1]]}{}",
        "{}",
        "[]",
        "[[1]]",
        "null",
        "1",
      })
  void a_body_of_another_form_is_refused(String json) {
    assertThat(WorkivaWire.refusal(wire.put("A1:Z99", json))).isEqualTo("400BadRequest values");
    assertThat(wire.csv()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "x",
        "{values:[[1]]}",
        "{'values':[[1]]}",
        "{\"values\":[[1,]]}",
        "{\"values\":[[01]]}",
        "{\"values\":[[NaN]]}",
        "{\"values\":[[1]]",
        "{\"values\":[[\"a\nb\"]]}",
        "{\"values\":[[1]],\"values\":[[2]]}",
        "{\"values\":[[1]]} x",
        "{\"values\":[[1e99999999999999999999]]}",
      })
  void a_body_that_is_no_json_is_refused(String json) {
    assertThat(WorkivaWire.refusal(wire.put("A1", json))).startsWith("400BadRequest");
    assertThat(wire.csv()).isEmpty();
  }

  @Test
  void deep_nesting_is_refused() {
    String json = "{\"values\":" + "[".repeat(100_000);

    assertThat(WorkivaWire.refusal(wire.put("A1", json))).isEqualTo("400BadRequest values");
  }

  @Test
  void a_body_that_is_not_utf_8_is_refused() {
    byte[] body = "{\"values\":[[\"ü\"]]}".getBytes(StandardCharsets.ISO_8859_1);

    Wire.Answer answer =
        wire.send(
            wire.request(WorkivaWire.SHEET + "/values/A1")
                .header("Content-Type", Wire.JSON)
                .PUT(BodyPublishers.ofByteArray(body)));

    assertThat(WorkivaWire.refusal(answer)).startsWith("400BadRequest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "text/csv"})
  void a_body_of_another_type_is_refused(String type) {
    Wire.Answer answer =
        wire.send(
            wire.request(WorkivaWire.SHEET + "/values/A1")
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString("{\"values\":[[1]]}")));

    assertThat(WorkivaWire.refusal(answer)).isEqualTo("400BadRequest Content-Type");
  }

  @Test
  void a_cell_has_8192_characters_at_most() {
    wire.written("A1", "{\"values\":[[\"" + "x".repeat(8192) + "\"]]}");

    assertThat(WorkivaWire.refusal(wire.put("A2", "{\"values\":[[\"" + "x".repeat(8193) + "\"]]}")))
        .isEqualTo("400BadRequest values");
  }

  @Test
  void a_cell_counts_an_emoji_as_two_characters() {
    assertThat(wire.put("A1", "{\"values\":[[\"" + "😀".repeat(4097) + "\"]]}").status())
        .isEqualTo(400);
  }

  @Test
  void a_write_has_50000_values_at_most() {
    wire.written("A1:A50000", WorkivaWire.block(50_000, 1, "1"));

    assertThat(WorkivaWire.refusal(wire.put("A1:A50001", WorkivaWire.block(50_000, 1, "2"))))
        .isEqualTo("400BadRequest range");
  }

  @Test
  void the_values_of_a_write_are_counted_too() {
    wire.set("{\"maxRangeCells\":0}");

    assertThat(WorkivaWire.refusal(wire.put("A1:A60000", WorkivaWire.block(50_001, 1, "1"))))
        .isEqualTo("400BadRequest values");
  }

  @Test
  void a_body_has_eight_megabytes_at_most() {
    String wide = "\"" + "x".repeat(8000) + "\"";

    assertThat(wire.put("A1:A1000", WorkivaWire.block(1000, 1, wide)).status()).isEqualTo(202);
    Wire.Answer tooLong = wire.put("A1:A1100", WorkivaWire.block(1100, 1, wide));

    assertThat(WorkivaWire.refusal(tooLong)).isEqualTo("400BadRequest null");
    assertThat(tooLong.json().get("message").asText()).contains("8388608");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A:A", "1:3", "B3:", ":", "A2:B", "%3A"})
  void a_range_without_end_is_not_written(String range) {
    assertThat(WorkivaWire.refusal(wire.put(range, "{\"values\":[[1]]}")))
        .isEqualTo("400BadRequest range");
  }

  @Test
  void a_range_without_end_may_be_written_and_is_cleared_to_its_end() {
    wire.fill("1,2\n3,4\n5,6\n");
    wire.set("{\"unboundedWrites\":true}");

    wire.written("B2:", "{\"values\":[[\"x\"]]}");

    assertThat(wire.csv()).isEqualTo("1,2\n3,x\n5,\n");
  }

  @Test
  void a_spreadsheet_has_two_million_cells_at_most() {
    wire.fill("1,2,3,4,5,6,7,8,9,10\n".repeat(200_000));
    wire.written("J199999:J200000", "{\"values\":[[\"x\"],[\"y\"]]}");
    assertThat(wire.csv()).endsWith("9,x\n1,2,3,4,5,6,7,8,9,y\n");

    Wire.Answer below = wire.put("A200001", "{\"values\":[[1]]}");
    Wire.Answer other = wire.putTo("/spreadsheets/s/sheets/b", "A1", "{\"values\":[[1]]}");

    assertThat(WorkivaWire.refusal(below)).isEqualTo("400BadRequest values");
    assertThat(WorkivaWire.refusal(other)).isEqualTo("400BadRequest values");
  }

  @Test
  void a_cell_far_away_counts_the_area_up_to_it() {
    assertThat(wire.put("XFD1048576", "{\"values\":[[1]]}").status()).isEqualTo(400);
    assertThat(wire.put("XFD1:XFD50000", WorkivaWire.block(50_000, 1, "1")).status())
        .isEqualTo(400);
    assertThat(wire.put("XFD1048576", "{\"values\":[[\"\"]]}").status()).isEqualTo(202);
    wire.written("XFD1", "{\"values\":[[1]]}");
  }

  @Test
  void a_spreadsheet_to_read_is_not_written() {
    wire.spreadsheet("t", "{\"access\":\"read\",\"sheets\":[{\"id\":\"a\",\"name\":\"A\"}]}");

    Wire.Answer answer = wire.putTo("/spreadsheets/t/sheets/a", "A1", "{\"values\":[[1]]}");

    assertThat(WorkivaWire.refusal(answer)).isEqualTo("403Forbidden t");
    assertThat(wire.get("/spreadsheets/t/sheets/a/values/A1").status()).isEqualTo(200);
  }

  @Test
  void a_write_raises_the_revision() {
    wire.written("A1", "{\"values\":[[1]]}");

    assertThat(wire.get("/spreadsheets/s").json().get("revision").asText()).isEqualTo("2");
  }

  private String read(String range) {
    return wire.get(WorkivaWire.SHEET + "/values/" + range + "?$valuestyle=raw")
        .data()
        .get(0)
        .get("values")
        .toString();
  }

  @Test
  void the_body_may_repeat_the_range() {
    wire.written("A1:B1", "{\"range\":\"A1:B1\",\"values\":[[1,2]]}");
    wire.written("A2:B2", "{\"values\":[[3,4]],\"range\":\"A2:B2\"}");

    assertThat(wire.csv()).isEqualTo("1,2\n3,4\n");
  }

  @Test
  void the_range_of_a_dataset_is_locked() {
    wire.admin("PUT", "/sandbox/sheets/s/a/dataset", "\"B1:B3\"");
    assertThat(wire.status(wire.put("A1:B1", "{\"values\":[[1,2]]}"))).isEqualTo("failed");
    wire.set("{\"lockedCells\":\"400\"}");
    assertThat(wire.put("A3:C5", "{\"values\":[]}").status()).isEqualTo(400);
    wire.written("A1", "{\"values\":[[1]]}");
    wire.admin("PUT", "/sandbox/sheets/s/a/dataset", "null");

    wire.written("B1", "{\"values\":[[2]]}");

    assertThat(wire.csv()).isEqualTo("1,2\n");
  }

  @Test
  void a_cell_reads_texts_only_if_it_is_asked_to() {
    wire.written("A1", "{\"values\":[[\"00123\"]]}");
    wire.set("{\"parseTexts\":true}");
    wire.written("B1:F1", "{\"values\":[[\"00123\",\"10%\",\"true\",\"2026-01-05\",\"1a\"]]}");

    assertThat(wire.csv()).isEqualTo("00123,123,0.1,true,46027,1a\n");
  }
}
