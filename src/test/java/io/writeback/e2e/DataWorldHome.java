package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.dataworld.DataWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A team's folder with a writeback {@code w} of {@code w.csv} into the dataset {@code acme/data} of
 * a sandbox, whose files are read at once unless a test says otherwise.
 */
final class DataWorldHome implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Sandbox sandbox;
  final Home home;
  private final HttpClient client = HttpClient.newHttpClient();

  DataWorldHome(Path folder) throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
    set("{\"ingestMillis\":0}");
    admin("POST", "/sandbox/datasets/acme/data", "{}");
    home =
        new Home(folder)
            .with(sandbox)
            .set("account.data-world.url", sandbox.dataWorldUrl().toString())
            .set("account.data-world.token", DataWorld.TOKEN)
            .set("account.data-world.allow-private", "true")
            .set("account.data-world.min-interval", "0s")
            .set("account.data-world.poll-delay", "0s");
  }

  void set(String json) {
    admin("POST", "/sandbox/settings", json);
  }

  /** Changes the dataset. */
  void dataset(String json) {
    admin("POST", "/sandbox/datasets/acme/data", json);
  }

  void deleteDataset() {
    admin("DELETE", "/sandbox/datasets/acme/data", "");
  }

  void addDataset(String key) {
    admin("POST", "/sandbox/datasets/" + key, "{}");
  }

  /** The writeback, with options as {@code name: value}. */
  DataWorldHome route(String fileName, String... options) {
    return route("kamelet:csv-dataset-action", "file: w.csv", fileName, options);
  }

  /** The same from a DataSet of the sandbox Domo. */
  DataWorldHome domoRoute(String datasetId, String fileName, String... options) {
    return route("kamelet:domo-dataset-action", "datasetId: " + datasetId, fileName, options);
  }

  private DataWorldHome route(
      String source, String sourceOption, String fileName, String... options) {
    boolean elsewhere = Arrays.stream(options).anyMatch(option -> option.startsWith("dataset:"));
    List<String> all = new ArrayList<>(List.of(options));
    if (!elsewhere) {
      all.add("dataset: acme/data");
    }
    home.file(
        "routes/w.camel.yaml",
        """
        - route:
            id: w
            group: writeback
            from:
              uri: direct:w
              steps:
                - to:
                    uri: %1$s
                    parameters:
                      %2$s
                - to:
                    uri: kamelet:data-world-file-sink
                    parameters:
                      fileName: "%3$s"
        %4$s
        """
            .formatted(
                source,
                sourceOption,
                fileName,
                all.stream()
                    .map(option -> "              " + option)
                    .collect(Collectors.joining("\n"))));
    return this;
  }

  DataWorldHome csv(String text) {
    home.file("w.csv", text);
    return this;
  }

  /** The names of the files of the dataset. */
  List<String> files() {
    List<String> names = new ArrayList<>();
    admin("GET", "/sandbox/datasets/acme/data", "")
        .get("files")
        .forEach(file -> names.add(file.get("name").asText()));
    return names;
  }

  /** The dataset's file with a name. */
  JsonNode file(String name) {
    for (JsonNode file : admin("GET", "/sandbox/datasets/acme/data", "").get("files")) {
      if (file.get("name").asText().equals(name)) {
        return file;
      }
    }
    throw new AssertionError("there is no " + name + " among " + files());
  }

  String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /** The bytes of a file, through data.world's own download. */
  byte[] bytes(String name) {
    HttpResponse<byte[]> answer =
        send("GET", "/v0/file_download/acme/data/" + encoded(name), "", BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(name).isEqualTo(200);
    return answer.body();
  }

  /** Uploads a file as another client. */
  void put(String name, String text) {
    assertThat(
            send(
                    "PUT",
                    "/v0/uploads/acme/data/files/" + encoded(name),
                    text,
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
  }

  private static String encoded(String name) {
    return java.net.URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** How often a file was stored under a name. */
  long uploads(String name) {
    return sandbox.dataWorld().stats().writesPerId().getOrDefault("acme/data/" + name, 0L);
  }

  Home.Done run(String... more) {
    List<String> command = new ArrayList<>(List.of("run", "w", "--json"));
    command.addAll(List.of(more));
    return home.run(command.toArray(String[]::new));
  }

  /** Runs to a green end. */
  JsonNode complete(String... more) {
    Home.Done done = run(more);
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    return json(done);
  }

  /** Runs to an end before anything is sent. */
  JsonNode refused(String code) {
    long before = stored();
    Home.Done done = run();
    assertThat(done.exitCode()).as(done.out() + done.err()).isNotZero();
    assertThat(json(done).get("code").asText()).as(done.out()).isEqualTo(code);
    assertThat(stored()).as("uploads").isEqualTo(before);
    return json(done);
  }

  private long stored() {
    return sandbox.dataWorld().stats().writesPerId().values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  static JsonNode json(Home.Done done) {
    try {
      return JSON.readTree(done.out());
    } catch (IOException e) {
      throw new UncheckedIOException(done.out() + done.err(), e);
    }
  }

  JsonNode admin(String method, String path, String body) {
    try {
      HttpResponse<String> answer = send(method, path, body, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> HttpResponse<T> send(
      String method, String path, String body, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(sandbox.dataWorldUrl() + path))
              .header("Authorization", "Bearer " + DataWorld.TOKEN)
              .method(method, BodyPublishers.ofString(body))
              .build(),
          handler);
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
