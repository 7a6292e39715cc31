package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** The demo's files agree with each other and with the sandbox. */
class DemoDataTest {
  @Test
  void every_row_has_an_expected_outcome() throws IOException {
    List<CSVRecord> rows = read("project-status.csv");
    List<CSVRecord> expected = read("project-status.expected.csv");

    assertThat(rows).hasSize(5000);
    assertThat(expected).hasSize(5000);
    for (int i = 0; i < rows.size(); i++) {
      String id = rows.get(i).get("ID").trim();
      assertThat(id).isEqualToIgnoringCase(expected.get(i).get("id"));
    }
    assertThat(outcomes(expected))
        .isEqualTo(Map.of("confirmed", 4983L, "rejected", 12L, "superseded", 3L, "unchanged", 2L));
  }

  @Test
  void every_confirmed_row_can_be_written_and_is_news_to_the_sandbox() throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts())) {
      Wire wire = new Wire(sandbox);
      List<ObjectNode> records = confirmed();
      for (ObjectNode record : records) {
        ObjectNode start = sandbox.object("PROJ", record.get("ID").asText()).orElseThrow();
        record
            .properties()
            .forEach(
                p -> {
                  if (!p.getKey().equals("ID")) {
                    assertThat(start.get(p.getKey())).isNotEqualTo(p.getValue());
                  }
                });
      }
      for (int from = 0; from < records.size(); from += 100) {
        ArrayNode batch = Json.array();
        records.subList(from, Math.min(from + 100, records.size())).forEach(batch::add);
        Wire.Answer answer = wire.workfront("PUT", "proj", Wire.JSON, Json.write(batch));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      }
      for (ObjectNode record : records) {
        ObjectNode stored = sandbox.object("PROJ", record.get("ID").asText()).orElseThrow();
        record
            .properties()
            .forEach(
                p ->
                    assertThat(Json.write(stored.get(p.getKey())))
                        .isEqualTo(Json.write(p.getValue())));
      }
    }
  }

  private static List<ObjectNode> confirmed() throws IOException {
    List<ObjectNode> records = new ArrayList<>();
    for (CSVRecord row : read("project-status.expected.csv")) {
      if (row.get("outcome").equals("confirmed")) {
        JsonNode values = Json.read(row.get("values"));
        records.add(((ObjectNode) values).put("ID", row.get("id")));
      }
    }
    return records;
  }

  private static Map<String, Long> outcomes(List<CSVRecord> expected) {
    return expected.stream()
        .collect(Collectors.groupingBy(row -> row.get("outcome"), Collectors.counting()));
  }

  private static List<CSVRecord> read(String name) throws IOException {
    try (InputStream in = Sandbox.class.getResourceAsStream("/sandbox/" + name)) {
      return CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .build()
          .parse(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getRecords();
    }
  }
}
