package io.writeback.demo;

import io.writeback.run.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * Compares the sheet that the sandbox holds after the demo with the demo's own data file, cell by
 * cell, and looks whether the sheet beside it is as it was; no line of the product in between.
 */
final class DemoSheetProof {
  static final String DATA = "/demo/us-employment.csv";
  private static final String SHEETS = "/sandbox/sheets/Employment%20Report/";
  private static final List<List<String>> NOTES =
      List.of(List.of("Written by hand"), List.of("Leave me alone"));
  private static final int MOST_FAULTS = 10;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI workiva;
  private final List<String> faults = new ArrayList<>();
  private int cells;

  private DemoSheetProof(URI workiva) {
    this.workiva = workiva;
  }

  static DemoSheetProof of(URI workiva, Report report) throws IOException {
    DemoSheetProof proof = new DemoSheetProof(workiva);
    try (InputStream data = DemoSheetProof.class.getResourceAsStream(DATA)) {
      List<List<String>> expected = rows(new String(data.readAllBytes(), StandardCharsets.UTF_8));
      proof.compare(expected, proof.sheet("US%20Employment.csv"));
      if (report.tally().confirmed() != expected.size() - 1) {
        proof.faults.add(
            "expected %d rows confirmed, the report has %d"
                .formatted(expected.size() - 1, report.tally().confirmed()));
      }
    }
    if (!proof.sheet("Notes.csv").equals(NOTES)) {
      proof.faults.add("the sheet Notes was touched");
    }
    return proof;
  }

  private void compare(List<List<String>> expected, List<List<String>> found) {
    if (expected.size() != found.size()) {
      faults.add("expected %d rows, found %d".formatted(expected.size(), found.size()));
      return;
    }
    for (int row = 0; row < expected.size(); row++) {
      if (expected.get(row).size() != found.get(row).size()) {
        faults.add("row %d has %d cells".formatted(row + 1, found.get(row).size()));
        continue;
      }
      for (int column = 0; column < expected.get(row).size(); column++) {
        String sent = expected.get(row).get(column);
        String there = found.get(row).get(column);
        if (sent.equals(there) || sameNumber(sent, there)) {
          cells++;
        } else {
          faults.add(
              "row %d, column %d: expected %s, found %s"
                  .formatted(row + 1, column + 1, sent, there));
        }
      }
    }
  }

  /** 549.80 and 549.8. */
  private static boolean sameNumber(String sent, String there) {
    try {
      return new BigDecimal(sent).compareTo(new BigDecimal(there)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private List<List<String>> sheet(String file) throws IOException {
    try {
      return rows(
          client
              .send(
                  HttpRequest.newBuilder(workiva.resolve(SHEETS + file)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static List<List<String>> rows(String csv) throws IOException {
    try (CSVParser parser = CSVParser.parse(new StringReader(csv), CSVFormat.DEFAULT)) {
      return parser.stream().map(row -> row.toList()).toList();
    }
  }

  public boolean isHolding() {
    return holds();
  }

  boolean holds() {
    return faults.isEmpty() && cells > 0;
  }

  /** Cells that hold what the data file says. */
  public int getCells() {
    return cells;
  }

  /** What is not as it has to be. */
  public List<String> getFaults() {
    return List.copyOf(faults);
  }

  String describe() {
    return holds()
        ? "Proof: %,d cells of the sheet are what the data file says, no other is left, and the sheet beside it was not touched."
            .formatted(cells)
        : "The proof FAILS:\n  "
            + String.join("\n  ", faults.subList(0, Math.min(MOST_FAULTS, faults.size())));
  }
}
