package io.writeback.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * A project whose writebacks go into the one spreadsheet {@code s}, which has the sheets {@code a}
 * (titled Data) and {@code b}. Operations end at once unless a test says otherwise.
 */
final class WorkivaHome extends WritebackHome {
  private static final CSVFormat CSV = CSVFormat.DEFAULT;

  @Override
  protected void opened() throws Exception {
    super.opened();
    sandbox
        .workiva()
        .put(
            "s",
            "{\"name\":\"S\",\"sheets\":[{\"id\":\"a\",\"name\":\"Data\"},{\"id\":\"b\",\"name\":\"Other\"}]}");
    settings("{\"requestsPerSecond\":0,\"operationMillis\":0,\"retryAfterSeconds\":0}");
  }

  @Override
  URI service() {
    return sandbox.workivaUrl();
  }

  @Override
  Object contents() {
    return List.of(sheet(), puts());
  }

  void settings(String json) throws IOException {
    sandbox.workiva().change(json);
  }

  /** A writeback {@code w} of {@code w.csv} into sheet a; options as {@code name: value}. */
  WorkivaHome route(String region, String... options) {
    return region("w", "csv-dataset-action\nfile: w.csv", region, options);
  }

  /** A writeback of a DataSet of the sandbox Domo, whose columns have types. */
  WorkivaHome domoRoute(String datasetId, String region, String... options) {
    return region("w", "domo-dataset-action\ndatasetId: " + datasetId, region, options);
  }

  WorkivaHome region(String name, String source, String region, String... options) {
    writeback(
        name,
        source,
        sink(
            "workiva-region-sink\nspreadsheetId: s\nregion: \"" + region + "\"",
            "sheetId: a",
            options));
    return this;
  }

  /** Fills sheet a. */
  WorkivaHome sheet(String csv) throws IOException {
    sandbox.workiva().putCsv("s", "a", csv);
    return this;
  }

  /** The cells of sheet a. */
  String sheet() {
    return sandbox.workiva().csv("s", "a");
  }

  static List<List<String>> cells(String csv) {
    try (CSVParser parser = CSVParser.parse(csv, CSV)) {
      return parser.stream().map(record -> record.toList()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cell of sheet a, both from 1; "" beyond what is used. */
  static String cell(List<List<String>> cells, int row, int column) {
    return row <= cells.size() && column <= cells.get(row - 1).size()
        ? cells.get(row - 1).get(column - 1)
        : "";
  }

  /** Writes that became operations. */
  long puts() {
    return operations().size();
  }

  JsonNode operations() {
    return admin("GET", "/sandbox/operations", "");
  }
}
