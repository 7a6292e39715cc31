package io.writeback.sandbox.dataworld;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The datasets of the sandbox by key, and their visibility. */
final class Datasets {
  /** The caller: the owner of the token. */
  static final String USER = "sandbox";

  private final Map<DatasetKey, Dataset> byKey = new ConcurrentSkipListMap<>();

  void add(Dataset dataset) {
    byKey.put(dataset.key(), dataset);
  }

  Optional<Dataset> remove(DatasetKey key) {
    return Optional.ofNullable(byKey.remove(key));
  }

  /** Empty also for names that no dataset can have. */
  Optional<Dataset> find(String owner, String id) {
    try {
      return Optional.ofNullable(byKey.get(new DatasetKey(owner, id)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Collection<Dataset> all() {
    return byKey.values();
  }

  /** Those of the caller. */
  List<Dataset> own() {
    return ownedBy(USER);
  }

  /** Datasets of others that the caller may at least read. */
  List<Dataset> contributing() {
    return all().stream()
        .filter(dataset -> !dataset.key().owner().equals(USER))
        .filter(dataset -> dataset.accessLevel().allows(AccessLevel.READ))
        .toList();
  }

  List<Dataset> ownedBy(String owner) {
    return all().stream()
        .filter(dataset -> dataset.key().owner().equals(owner))
        .filter(dataset -> dataset.accessLevel().allows(AccessLevel.DISCOVER))
        .toList();
  }
}
