package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.dataworld.DataWorld;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A project whose writeback goes into the dataset {@code acme/data}, whose files are read at once
 * unless a test says otherwise.
 */
final class DataWorldHome extends WritebackHome {
  @Override
  protected void opened() throws Exception {
    super.opened();
    settings("{\"ingestMillis\":0}");
    addDataset("acme/data");
    set("account.data-world.poll-delay", "0s");
  }

  @Override
  URI service() {
    return sandbox.dataWorldUrl();
  }

  @Override
  Object contents() {
    return sandbox.dataWorld().stats().writesPerId();
  }

  void settings(String json) {
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

  /** The writeback; options as {@code name: value}. */
  DataWorldHome route(String fileName, String... options) {
    return from("csv-dataset-action\nfile: w.csv", fileName, options);
  }

  /** The same from a DataSet of the sandbox Domo. */
  DataWorldHome domoRoute(String datasetId, String fileName, String... options) {
    return from("domo-dataset-action\ndatasetId: " + datasetId, fileName, options);
  }

  private DataWorldHome from(String source, String fileName, String... options) {
    writeback(
        "w",
        source,
        sink(
            "data-world-file-sink\nfileName: \"" + fileName + "\"", "dataset: acme/data", options));
    return this;
  }

  /** The names of the files of the dataset. */
  List<String> names() {
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
    throw new AssertionError("there is no " + name + " among " + names());
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
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** How often a file was stored under a name. */
  long uploads(String name) {
    return sandbox.dataWorld().stats().writesPerId().getOrDefault("acme/data/" + name, 0L);
  }

  @Override
  HttpRequest request(URI address, String method, String body) {
    return HttpRequest.newBuilder(address)
        .header("Authorization", "Bearer " + DataWorld.TOKEN)
        .method(method, BodyPublishers.ofString(body))
        .build();
  }
}
