package io.writeback.destination.dataworld;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds a file that was stored under another name than it was sent with: data.world does not
 * promise to keep a name. Only a similar name counts, and only one that has appeared or changed
 * since the run was planned.
 */
final class StoredName {
  private StoredName() {}

  /** The files whose names are those of a file but for case, blanks and signs; not the file. */
  static List<DatasetState.StoredFile> similar(String fileName, DatasetState dataset) {
    String bare = bare(fileName);
    return dataset.files().stream()
        .filter(file -> !file.name().equals(fileName) && bare(file.name()).equals(bare))
        .toList();
  }

  /** Those of them that have appeared or changed since the run was planned. */
  static List<DatasetState.StoredFile> since(FileDecision decision, DatasetState dataset) {
    return similar(decision.fileName(), dataset).stream()
        .filter(file -> isNew(decision, file))
        .toList();
  }

  private static boolean isNew(FileDecision decision, DatasetState.StoredFile file) {
    Optional<DatasetState.StoredFile> before =
        decision.similar().stream().filter(one -> one.name().equals(file.name())).findFirst();
    return before.isEmpty()
        || !file.updated().isEmpty() && !file.updated().equals(before.get().updated());
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
