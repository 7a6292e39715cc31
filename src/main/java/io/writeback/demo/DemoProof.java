package io.writeback.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.run.Report;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Fetches each object, and compares its fields and the rejects of the report. */
final class DemoProof extends Proof {
  private static final String EXPECTED = "/sandbox/project-status.expected.csv";
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI workfront;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final Set<Long> badRows = new TreeSet<>();
  private int objects;
  private int values;

  DemoProof(URI workfront, Report report) throws IOException {
    this.workfront = workfront;
    try (CSVParser rows =
        CSV.parse(new StringReader(new String(data(EXPECTED), StandardCharsets.UTF_8)))) {
      for (CSVRecord row : rows) {
        look(row);
      }
    }
    compare(report);
  }

  private void look(CSVRecord row) throws IOException {
    String outcome = row.get("outcome");
    outcomes.merge(outcome, 1, Integer::sum);
    if ("rejected".equals(outcome)) {
      badRows.add(Long.parseLong(row.get("row")));
    }
    if ("confirmed".equals(outcome)) {
      JsonNode stored = JSON.readTree(get(row.get("id")));
      for (Map.Entry<String, JsonNode> field : JSON.readTree(row.get("values")).properties()) {
        JsonNode found = stored.get(field.getKey());
        if (field.getValue().equals(found)) {
          values++;
        } else {
          faults.add(
              "row %s, %s: expected %s, found %s"
                  .formatted(row.get("row"), field.getKey(), field.getValue(), found));
        }
      }
      objects++;
    }
  }

  private void compare(Report report) throws IOException {
    equal("confirmed", report.tally().confirmed());
    equal("rejected", report.tally().rejected());
    equal("superseded", report.tally().superseded());
    equal("unchanged", report.tally().unchanged());
    if (report.tally().differs() + report.tally().inDoubt() + report.tally().notSent() > 0) {
      faults.add("the report has rows with differences, in doubt or not sent");
    }
    Set<Long> reported = new TreeSet<>();
    if (report.rejectsFile() != null) {
      Path file = Path.of(report.rejectsFile());
      try (CSVParser rejects = CSV.parse(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
        rejects.forEach(reject -> reported.add(Long.parseLong(reject.get("_wb_row"))));
      }
    }
    if (!reported.equals(badRows)) {
      faults.add("bad rows: expected " + badRows + ", rejects.csv has " + reported);
    }
  }

  private void equal(String outcome, long found) {
    int expected = outcomes.getOrDefault(outcome, 0);
    if (expected != found) {
      faults.add(outcome + ": expected " + expected + " rows, the report has " + found);
    }
  }

  private String get(String id) throws IOException {
    URI object = workfront.resolve("/sandbox/objects/PROJ/" + id);
    return get(object, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Objects that were fetched. */
  public int getObjects() {
    return objects;
  }

  /** Fields that hold the expected value. */
  public int getValues() {
    return values;
  }

  @Override
  int proven() {
    return objects;
  }

  @Override
  String sentence() {
    return "%,d objects fetched one by one, %,d field values are what the data file says; every bad row is in rejects.csv. The books close."
        .formatted(objects, values);
  }
}
