package io.writeback.sandbox.dataworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/**
 * The sandbox's own endpoints for datasets and their files.
 *
 * <ul>
 *   <li>{@code GET /sandbox/datasets}: all of them
 *   <li>{@code POST /sandbox/datasets/OWNER/ID} with any of {@code title, accessLevel, status}
 *       creates or changes one; {@code status: null} restores the real status; {@code GET} shows it
 *       with its files and their SHA-256, {@code DELETE} deletes it
 *   <li>{@code GET /sandbox/datasets/OWNER/ID/files/NAME}: the bytes of a file
 * </ul>
 */
final class DatasetAdmin {
  private final Datasets datasets;
  private final FileBodies bodies;
  private final Supplier<DataWorldKnobs> knobs;

  DatasetAdmin(Datasets datasets, FileBodies bodies, Supplier<DataWorldKnobs> knobs) {
    this.datasets = datasets;
    this.bodies = bodies;
    this.knobs = knobs;
  }

  /** Answers below /sandbox/datasets; the path begins after /sandbox/. */
  Response answer(Request request, ApiPath path) throws IOException {
    if (path.size() == 1 && request.method().equals("GET")) {
      ArrayNode all = Json.array();
      datasets.all().forEach(dataset -> all.add(shown(dataset)));
      return DataWorldAdmin.ok(all);
    }
    if (path.size() == 3 && request.method().equals("POST")) {
      return DataWorldAdmin.ok(shown(change(path, Json.read(request.bodyText()))));
    }
    if (path.size() == 3 && request.method().equals("GET")) {
      return DataWorldAdmin.ok(shown(existing(path)));
    }
    if (path.size() == 3 && request.method().equals("DELETE")) {
      return DataWorldAdmin.ok(shown(delete(existing(path))));
    }
    if (path.size() >= 5 && path.part(3).equals("files") && request.method().equals("GET")) {
      return DataWorldService.bytes(
          existing(path)
              .file(path.from(4))
              .orElseThrow(() -> new NoSuchElementException("No such file")));
    }
    throw new NoSuchElementException(
        "The sandbox has no " + request.method() + " " + request.path());
  }

  private Dataset existing(ApiPath path) {
    return datasets
        .find(path.part(1), path.part(2))
        .orElseThrow(() -> new NoSuchElementException("No such dataset"));
  }

  private Dataset change(ApiPath path, JsonNode changes) {
    DatasetKey key = new DatasetKey(path.part(1), path.part(2));
    for (var change : changes.properties()) {
      if (!change.getKey().matches("title|accessLevel|status")) {
        throw new IllegalArgumentException("A dataset has no " + change.getKey());
      }
    }
    // Parse everything before changing anything.
    AccessLevel access =
        changes.has("accessLevel")
            ? AccessLevel.valueOf(changes.get("accessLevel").asText())
            : null;
    DatasetStatus status =
        changes.hasNonNull("status") ? DatasetStatus.valueOf(changes.get("status").asText()) : null;
    Dataset dataset =
        datasets
            .find(key.owner(), key.id())
            .orElseGet(
                () -> {
                  Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
                  return new Dataset(key, key.id(), AccessLevel.ADMIN, now);
                });
    dataset.title(changes.path("title").asText(dataset.title()));
    if (access != null) {
      dataset.accessLevel(access);
    }
    if (changes.has("status")) {
      dataset.pretend(status);
    }
    datasets.add(dataset);
    return dataset;
  }

  private Dataset delete(Dataset dataset) throws IOException {
    datasets.remove(dataset.key());
    for (StoredFile file : dataset.files()) {
      bodies.drop(file.body());
    }
    return dataset;
  }

  private ObjectNode shown(Dataset dataset) {
    ObjectNode answer = DatasetAnswer.of(dataset, dataset.view(knobs.get(), Instant.now()), 0);
    ArrayNode files = answer.putArray("files");
    dataset
        .files()
        .forEach(file -> files.add(DatasetAnswer.of(file, 0).put("sha256", file.body().sha256())));
    return answer;
  }
}
