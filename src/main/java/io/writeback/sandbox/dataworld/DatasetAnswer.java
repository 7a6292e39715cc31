package io.writeback.sandbox.dataworld;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Renders a dataset as data.world does. */
final class DatasetAnswer {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private DatasetAnswer() {}

  static ObjectNode of(Dataset dataset, DataWorldKnobs knobs) {
    return of(dataset, dataset.visible(knobs, Instant.now()), knobs.sizeOffset());
  }

  /**
   * The same for a view of it.
   *
   * @param sizeOffset added to the size of each file
   */
  static ObjectNode of(Dataset dataset, Dataset.View view, long sizeOffset) {
    AccessLevel access = dataset.accessLevel();
    ObjectNode answer = Json.object();
    answer.put("owner", dataset.key().owner()).put("id", dataset.key().id());
    answer.put("title", dataset.title()).put("description", "A dataset of the sandbox");
    answer.put("visibility", access == AccessLevel.DISCOVER ? "DISCOVERABLE" : "PRIVATE");
    ArrayNode files = answer.putArray("files");
    if (access.allows(AccessLevel.READ)) {
      view.files().forEach(file -> files.add(of(file, sizeOffset)));
    }
    answer.put("status", view.status().name());
    answer.put("accessLevel", access.name()).put("isProject", false);
    answer.put("created", TIME.format(dataset.created()));
    answer.put("updated", TIME.format(view.updated()));
    return answer.put("version", version(dataset, view));
  }

  /** An uploaded file has no source, and initially no description. */
  static ObjectNode of(StoredFile file, long sizeOffset) {
    ObjectNode answer = Json.object();
    answer.put("name", file.name()).put("sizeInBytes", file.body().size() + sizeOffset);
    answer.put("created", TIME.format(file.created()));
    answer.put("updated", TIME.format(file.updated()));
    answer.putArray("labels");
    return answer;
  }

  private static String version(Dataset dataset, Dataset.View view) {
    String text = dataset.key() + ":" + view.revision();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
