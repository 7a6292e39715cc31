package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox's own endpoints beside Workiva, and what it starts with. */
class WorkivaAdminTest {
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
  void a_sheet_is_put_and_read_as_csv_without_login() {
    String csv = "id,text\n,\n1,\"a, \"\"b\"\"\nc\"\n2,ü\n";

    wire.fill(csv);

    assertThat(wire.csv()).isEqualTo(csv);
    assertThat(wire.send(wire.anonymous("/sandbox/sheets/S/A.csv")).body()).isEqualTo(csv);
  }

  @Test
  void a_sheet_that_is_put_again_keeps_nothing() {
    wire.fill("1,2\n3,4\n");

    wire.fill("5\n");

    assertThat(wire.csv()).isEqualTo("5\n");
  }

  @Test
  void locked_cells_can_be_put_behind_the_back_of_the_api() {
    wire.locked("[\"A1:B2\"]");

    wire.fill("sentinel\n");

    assertThat(wire.csv()).isEqualTo("sentinel\n");
    assertThat(wire.send(wire.anonymous("/sandbox/sheets/s/a/locked")).body())
        .isEqualTo("[\"A1:B2\"]");
  }

  @Test
  void spreadsheets_are_listed_and_removed() {
    JsonNode before = wire.send(wire.anonymous("/sandbox/spreadsheets")).json();

    wire.admin("DELETE", "/sandbox/spreadsheets/s", "");

    assertThat(before.at("/0/sheets/1/name").asText()).isEqualTo("B");
    assertThat(wire.get("/spreadsheets/s").status()).isEqualTo(404);
    assertThat(wire.sandbox().workiva().ids()).isEmpty();
  }

  @Test
  void settings_tell_what_they_are() throws IOException {
    JsonNode settings = wire.send(wire.anonymous("/sandbox/settings")).json();

    assertThat(settings.get("maxCells").asInt()).isEqualTo(50_000);
    assertThat(settings.get("tokenLifetimeMillis").asLong()).isEqualTo(599_000);
    assertThat(settings).isEqualTo(Json.read(wire.sandbox().workiva().settings().toString()));
  }

  @Test
  void operations_are_listed_with_what_they_write_to() {
    wire.put("B2", "{\"values\":[[1]]}");

    JsonNode operation = wire.send(wire.anonymous("/sandbox/operations")).json().get(0);

    assertThat(operation.get("spreadsheet").asText()).isEqualTo("s");
    assertThat(operation.get("sheet").asText()).isEqualTo("a");
    assertThat(operation.get("range").asText()).isEqualTo("B2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST|/sandbox/settings|{\"nope\":1}",
        "POST|/sandbox/settings|{\"maxCells\":\"1\"}",
        "POST|/sandbox/settings|{\"maxCells\":0}",
        "POST|/sandbox/settings|{\"maxCells\":1.5}",
        "POST|/sandbox/settings|{\"hold\":\"completed\"}",
        "POST|/sandbox/settings|{\"lockedCells\":\"200\"}",
        "POST|/sandbox/settings|{\"operationGoneStatus\":200}",
        "POST|/sandbox/settings|{\"advanceMillis\":-1}",
        "POST|/sandbox/settings|{\"tokenLifetimeMillis\":-1}",
        "POST|/sandbox/operations|[{\"status\":\"queued\"}]",
        "POST|/sandbox/operations|[{}]",
        "PUT|/sandbox/spreadsheets/x|{\"nope\":1,\"sheets\":[]}",
        "PUT|/sandbox/spreadsheets/x|{\"sheets\":[{\"name\":\"A\",\"lock\":\"x\"}]}",
        "PUT|/sandbox/spreadsheets/x|{\"sheets\":[{\"name\":\"A\",\"parent\":\"B\"}]}",
        "PUT|/sandbox/spreadsheets/x|{}",
        "PUT|/sandbox/spreadsheets|{\"sheets\":[]}",
        "PUT|/sandbox/sheets/s/a/locked|[\"a1\"]",
        "PUT|/sandbox/sheets/s/x.csv|1",
        "PUT|/sandbox/sheets/x/a.csv|1",
        "DELETE|/sandbox/spreadsheets/x|''",
      })
  void what_makes_no_sense_is_refused_and_named(String method, String path, String body) {
    Wire.Answer answer =
        wire.send(wire.anonymous(path).method(method, BodyPublishers.ofString(body)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("sandboxError").asText()).isNotBlank().isNotEqualTo("null");
  }

  @Test
  void the_demo_has_a_report_with_an_empty_sheet_among_others() throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts())) {
      JsonNode report = sandbox.workiva().ids().get("Employment Report");

      assertThat(report.get("id").asText()).isEqualTo("a391b23cf37f3479a9b26ca3816aa0f7");
      assertThat(report.get("sheets").fieldNames())
          .toIterable()
          .containsExactly("Cover", "US Employment", "Notes", "Empty");
      assertThat(sandbox.workiva().csv("Employment Report", "US Employment")).startsWith("year,");
      assertThat(sandbox.workiva().csv("Employment Report", "Empty")).isEmpty();
    }
  }
}
