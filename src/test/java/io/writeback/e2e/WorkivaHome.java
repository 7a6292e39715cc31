package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.workiva.Workiva;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * A team's folder with writebacks into the one spreadsheet {@code s} of a sandbox, which has the
 * sheets {@code a} (titled Data) and {@code b}. Operations end at once unless a test says
 * otherwise.
 */
final class WorkivaHome implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CSVFormat CSV = CSVFormat.DEFAULT;

  final Sandbox sandbox;
  final Home home;
  private final HttpClient client = HttpClient.newHttpClient();

  WorkivaHome(Path folder) throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
    sandbox
        .workiva()
        .put(
            "s",
            "{\"name\":\"S\",\"sheets\":[{\"id\":\"a\",\"name\":\"Data\"},{\"id\":\"b\",\"name\":\"Other\"}]}");
    set("{\"requestsPerSecond\":0,\"operationMillis\":0,\"retryAfterSeconds\":0}");
    home =
        new Home(folder)
            .with(sandbox)
            .set("account.workiva.url", sandbox.workivaUrl().toString())
            .set("account.workiva.client-id", Workiva.CLIENT_ID)
            .set("account.workiva.client-secret", Workiva.CLIENT_SECRET)
            .set("account.workiva.allow-private", "true");
  }

  void set(String json) throws IOException {
    sandbox.workiva().change(json);
  }

  /** A writeback {@code w} of {@code w.csv} into sheet a; options as {@code name: value}. */
  WorkivaHome route(String region, String... options) {
    return writeback("w", "kamelet:csv-dataset-action", "file: w.csv", region, options);
  }

  /** A writeback of a DataSet of the sandbox Domo, whose columns have types. */
  WorkivaHome domoRoute(String datasetId, String region, String... options) {
    return writeback(
        "w", "kamelet:domo-dataset-action", "datasetId: " + datasetId, region, options);
  }

  WorkivaHome writeback(
      String name, String source, String sourceOption, String region, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (all.stream().noneMatch(option -> option.startsWith("sheetId"))) {
      all.add("sheetId: a");
    }
    home.file(
        "routes/" + name + ".camel.yaml",
        """
        - route:
            id: %1$s
            group: writeback
            from:
              uri: direct:%1$s
              steps:
                - to:
                    uri: %2$s
                    parameters:
                      %3$s
                - to:
                    uri: kamelet:workiva-region-sink
                    parameters:
                      spreadsheetId: s
                      region: "%4$s"
        %5$s
        """
            .formatted(
                name,
                source,
                sourceOption,
                region,
                all.stream()
                    .map(option -> "              " + option)
                    .collect(Collectors.joining("\n"))));
    return this;
  }

  WorkivaHome csv(String text) {
    home.file("w.csv", text);
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

  Home.Done run(String... options) {
    List<String> command = new ArrayList<>(List.of("run", "w", "--json"));
    command.addAll(List.of(options));
    return home.run(command.toArray(String[]::new));
  }

  /** Runs to a green end. */
  JsonNode complete(String... options) {
    Home.Done done = run(options);
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    return json(done);
  }

  /** Runs to an end before anything is written. */
  JsonNode refused(String code, String... options) {
    String before = sheet();
    long requests = puts();
    Home.Done done = run(options);
    assertThat(done.exitCode()).as(done.out() + done.err()).isNotZero();
    assertThat(json(done).get("code").asText()).as(done.out()).isEqualTo(code);
    assertThat(sheet()).isEqualTo(before);
    assertThat(puts()).as("operations").isEqualTo(requests);
    return json(done);
  }

  static JsonNode json(Home.Done done) {
    try {
      return JSON.readTree(done.out());
    } catch (IOException e) {
      throw new UncheckedIOException(done.out() + done.err(), e);
    }
  }

  /** Writes that became operations. */
  long puts() {
    return operations().size();
  }

  JsonNode operations() {
    return admin("GET", "/sandbox/operations", "");
  }

  /** The sandbox's control endpoints. */
  JsonNode admin(String method, String path, String body) {
    try {
      return JSON.readTree(
          client
              .send(
                  HttpRequest.newBuilder(URI.create(sandbox.workivaUrl() + path))
                      .method(method, BodyPublishers.ofString(body))
                      .build(),
                  BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
