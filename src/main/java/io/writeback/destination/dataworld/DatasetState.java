package io.writeback.destination.dataworld;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A dataset as data.world reports it.
 *
 * @param key owner/id
 * @param access NONE, DISCOVER, READ, WRITE or ADMIN
 * @param status how far data.world has read its files: NEW, INPROGRESS, LOADED or SYSTEMERROR
 */
record DatasetState(
    String key,
    String title,
    String access,
    String status,
    String updated,
    List<StoredFile> files) {
  static final String LOADED = "LOADED";
  static final String SYSTEM_ERROR = "SYSTEMERROR";

  private static final Set<String> WRITING = Set.of("WRITE", "ADMIN");

  /**
   * A file of it.
   *
   * @param bytes -1 if data.world does not say
   * @param updated when its bytes came; "" if data.world does not say
   */
  record StoredFile(String name, long bytes, String updated) {}

  DatasetState {
    files = List.copyOf(files);
  }

  /** Empty if the JSON is no dataset. */
  static Optional<DatasetState> of(JsonNode json) {
    String owner = StrictJson.text(json, "owner");
    String id = StrictJson.text(json, "id");
    if (owner.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    List<StoredFile> files = new ArrayList<>();
    json.path("files")
        .forEach(
            file ->
                files.add(
                    new StoredFile(
                        StrictJson.text(file, "name"),
                        file.path("sizeInBytes").asLong(-1),
                        StrictJson.text(file, "updated"))));
    return Optional.of(
        new DatasetState(
            owner + "/" + id,
            StrictJson.text(json, "title"),
            StrictJson.text(json, "accessLevel"),
            StrictJson.text(json, "status"),
            StrictJson.text(json, "updated"),
            files));
  }

  boolean isWritable() {
    return WRITING.contains(access);
  }

  /** What it shows under a name. */
  Optional<StoredFile> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /** The files whose names are those of a file but for case, blanks and signs; not the file. */
  List<StoredFile> similar(String fileName) {
    String bare = bare(fileName);
    return files.stream()
        .filter(file -> !file.name().equals(fileName) && bare(file.name()).equals(bare))
        .toList();
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
