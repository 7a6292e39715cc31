package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real file of 42,049 rows, out of a Domo DataSet into custom fields. */
final class ZipcodesTest {
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
  private static final Map<String, String> FIELDS =
      Map.of(
          "zip_code", "ZIP Code",
          "city", "City",
          "state", "State",
          "county", "County",
          "latitude", "Latitude",
          "longitude", "Longitude");

  @RegisterExtension private final Home home = new Home();

  @Test
  void every_cell_of_every_zip_code_is_in_its_object() throws Exception {
    List<CSVRecord> rows = read();
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    fields(sandbox);
    StringBuilder csv = new StringBuilder("ID,ZIP Code,Latitude,Longitude,City,State,County\n");
    for (CSVRecord row : rows) {
      String id = id(row);
      sandbox.putObject("PROJ", Map.of("ID", id, "name", "x", "categoryID", form()));
      csv.append(id);
      row.forEach(cell -> csv.append(',').append(quoted(cell)));
      csv.append('\n');
    }
    String guid =
        sandbox.addDataset("zipcodes.csv", home.file("domo/zipcodes.csv", csv.toString()));
    home.set("zipcodes.dataset-id", guid);
    home.file("routes/zipcodes.camel.yaml", route());

    Home.Done done = home.run("run", "zipcodes", "--json");

    assertThat(done.exitCode()).as(done.err() + done.out()).isZero();
    JsonNode report = done.json();
    assertThat(report.get("confirmed").asInt()).isEqualTo(42_049);
    assertThat(report.get("requests").asInt()).isEqualTo(421);
    compare(sandbox.workfrontUrl(), rows);
  }

  private static void compare(URI workfront, List<CSVRecord> rows) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    ObjectMapper json = new ObjectMapper();
    for (CSVRecord row : rows) {
      String body =
          client
              .send(
                  HttpRequest.newBuilder(workfront.resolve("/sandbox/objects/PROJ/" + id(row)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      JsonNode stored = json.readTree(body);
      for (Map.Entry<String, String> field : FIELDS.entrySet()) {
        String cell = row.get(field.getKey());
        JsonNode value = stored.get("DE:" + field.getValue());
        if (field.getKey().endsWith("itude")) {
          assertThat(value.decimalValue()).as(body).isEqualByComparingTo(new BigDecimal(cell));
        } else if (!cell.isEmpty()) {
          assertThat(value.textValue()).as(body).isEqualTo(cell);
        } else {
          assertThat(value).as(body).isNull();
        }
      }
    }
  }

  private static void fields(Sandbox sandbox) {
    sandbox.putObject("CTGY", Map.of("ID", form(), "name", "Place", "catObjCode", "PROJ"));
    FIELDS
        .values()
        .forEach(
            name -> {
              String id = hex("parameter " + name);
              String type = name.endsWith("itude") ? "NMBR" : "TEXT";
              sandbox.putObject(
                  "PARAM",
                  Map.of(
                      "ID",
                      id,
                      "name",
                      name,
                      "label",
                      name,
                      "dataType",
                      type,
                      "displayType",
                      "TEXT"));
              sandbox.putObject(
                  "CTGYPA",
                  Map.of("ID", hex("link " + name), "categoryID", form(), "parameterID", id));
            });
  }

  private static String route() {
    return """
        - route:
            id: zipcodes
            group: writeback
            description: ZIP codes into the custom fields of projects
            from:
              uri: direct:zipcodes
              steps:
                - to:
                    uri: kamelet:domo-dataset-action
                    parameters:
                      datasetId: "{{zipcodes.dataset-id}}"
                - to:
                    uri: kamelet:workfront-update-sink
                    parameters:
                      object: project
                      unmatchedColumns: fail
        """;
  }

  private static List<CSVRecord> read() throws IOException {
    try (Reader reader =
            new InputStreamReader(
                ZipcodesTest.class.getResourceAsStream("/data/zipcodes.csv"),
                StandardCharsets.UTF_8);
        CSVParser parser = CSV.parse(reader)) {
      return new ArrayList<>(parser.getRecords());
    }
  }

  private static String quoted(String cell) {
    return cell.contains(",") || cell.contains("\"")
        ? "\"" + cell.replace("\"", "\"\"") + "\""
        : cell;
  }

  private static String id(CSVRecord row) {
    return hex("zip " + row.getRecordNumber());
  }

  private static String form() {
    return hex("form");
  }

  private static String hex(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }
}
