package io.writeback.demo;

import io.writeback.run.Report;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Compares the sheet cell by cell, and checks that the sheet beside it was not touched. */
final class DemoSheetProof extends Proof {
  static final String DATA = "/demo/us-employment.csv";
  private static final String SHEETS = "/sandbox/sheets/Employment%20Report/";
  private static final List<List<String>> NOTES =
      List.of(List.of("Written by hand"), List.of("Leave me alone"));

  private final URI workiva;
  private int cells;

  DemoSheetProof(URI workiva, Report report) throws IOException {
    this.workiva = workiva;
    List<List<String>> expected = rows(new String(data(DATA), StandardCharsets.UTF_8));
    compare(expected, sheet("US%20Employment.csv"));
    compareConfirmed(expected.size() - 1, report);
    if (!sheet("Notes.csv").equals(NOTES)) {
      faults.add("the sheet Notes was touched");
    }
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
    return rows(get(workiva.resolve(SHEETS + file), HttpResponse.BodyHandlers.ofString()).body());
  }

  private static List<List<String>> rows(String csv) throws IOException {
    try (CSVParser parser = CSVParser.parse(new StringReader(csv), CSVFormat.DEFAULT)) {
      return parser.stream().map(row -> row.toList()).toList();
    }
  }

  /** Cells that hold what the data file says. */
  public int getCells() {
    return cells;
  }

  @Override
  int proven() {
    return cells;
  }

  @Override
  String sentence() {
    return "%,d cells of the sheet are what the data file says, no other is left, and the sheet beside it was not touched."
        .formatted(cells);
  }
}
