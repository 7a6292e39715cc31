package io.writeback.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.run.Report;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Compares what the sandbox holds after the demo with what the demo's own data file says it has to
 * hold: a GET for each object, no line of the product in between.
 */
final class DemoProof {
  private static final String EXPECTED = "/sandbox/project-status.expected.csv";
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_FAULTS = 10;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI workfront;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final Set<Long> badRows = new TreeSet<>();
  private int objects;
  private int values;

  private DemoProof(URI workfront) {
    this.workfront = workfront;
  }

  static DemoProof of(URI workfront, Report report) throws IOException {
    DemoProof proof = new DemoProof(workfront);
    try (Reader reader =
            new InputStreamReader(
                DemoProof.class.getResourceAsStream(EXPECTED), StandardCharsets.UTF_8);
        CSVParser rows = CSV.parse(reader)) {
      for (CSVRecord row : rows) {
        proof.look(row);
      }
    }
    proof.compare(report);
    return proof;
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
    try {
      return client
          .send(
              HttpRequest.newBuilder(workfront.resolve("/sandbox/objects/PROJ/" + id)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  public boolean isHolding() {
    return holds();
  }

  boolean holds() {
    return faults.isEmpty() && objects > 0;
  }

  /** Objects that were fetched. */
  public int getObjects() {
    return objects;
  }

  /** Fields that hold the expected value. */
  public int getValues() {
    return values;
  }

  /** What is not as it has to be. */
  public List<String> getFaults() {
    return List.copyOf(faults);
  }

  String describe() {
    if (holds()) {
      return ("Proof: %,d objects fetched one by one, %,d field values are what the data file says;"
              + " every bad row is in rejects.csv. The books close.")
          .formatted(objects, values);
    }
    return "The proof FAILS:\n  "
        + String.join("\n  ", faults.subList(0, Math.min(MOST_FAULTS, faults.size())));
  }
}
