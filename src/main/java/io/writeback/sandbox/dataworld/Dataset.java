package io.writeback.sandbox.dataworld;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A dataset: who may do what with it, its files, and how far it is with them. */
final class Dataset {
  private final DatasetKey key;
  private final Instant created;
  private final Map<String, StoredFile> files = new TreeMap<>();
  private String title;
  private AccessLevel accessLevel;
  private DatasetStatus pretended;
  private Instant updated;
  private Instant uploaded;
  private long revision;

  Dataset(DatasetKey key, String title, AccessLevel accessLevel, Instant created) {
    this.key = key;
    this.title = title;
    this.accessLevel = accessLevel;
    this.created = created;
    this.updated = created;
  }

  DatasetKey key() {
    return key;
  }

  synchronized String title() {
    return title;
  }

  synchronized void title(String newTitle) {
    title = newTitle;
  }

  Instant created() {
    return created;
  }

  synchronized Instant updated() {
    return updated;
  }

  /** Counts the uploads. */
  synchronized long revision() {
    return revision;
  }

  synchronized AccessLevel accessLevel() {
    return accessLevel;
  }

  synchronized void accessLevel(AccessLevel level) {
    accessLevel = level;
  }

  /** From now on it has this status, whatever happens; {@code null} for the real one. */
  synchronized void pretend(DatasetStatus status) {
    pretended = status;
  }

  /**
   * The status at that moment.
   *
   * <p>data.world API: 200 on an upload means stored; the files are read later.
   */
  synchronized DatasetStatus status(DataWorldKnobs knobs, Instant now) {
    if (pretended != null) {
      return pretended;
    }
    if (uploaded == null) {
      return files.isEmpty() ? DatasetStatus.NEW : DatasetStatus.LOADED;
    }
    if (now.isBefore(uploaded.plusMillis(Math.max(0, knobs.ingestMillis())))) {
      return DatasetStatus.INPROGRESS;
    }
    return knobs.ingestFails() ? DatasetStatus.SYSTEMERROR : DatasetStatus.LOADED;
  }

  synchronized List<StoredFile> files() {
    return List.copyOf(files.values());
  }

  synchronized Optional<StoredFile> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  /** The bytes that a file of that name may have. */
  synchronized long room(String name, DataWorldKnobs knobs) {
    long others =
        files.values().stream()
            .filter(file -> !file.name().equals(name))
            .mapToLong(file -> file.body().size())
            .sum();
    long most = knobs.maxFileBytes() < 0 ? Long.MAX_VALUE : knobs.maxFileBytes();
    return knobs.maxDatasetBytes() < 0
        ? most
        : Math.min(most, Math.max(0, knobs.maxDatasetBytes() - others));
  }

  /**
   * Stores an uploaded file, in the place of one of the same name; the answer is what it replaces.
   *
   * @throws DataWorldRefusal when it has become too large meanwhile
   */
  synchronized Optional<FileBody> store(
      String name, FileBody body, DataWorldKnobs knobs, Instant now) throws DataWorldRefusal {
    long room = room(name, knobs);
    if (body.size() > room) {
      throw DataWorldRefusal.tooLarge(room);
    }
    uploaded = now;
    return put(name, body, now);
  }

  /** Puts a file there that has been read long ago. */
  synchronized Optional<FileBody> put(String name, FileBody body, Instant now) {
    StoredFile old = files.get(name);
    files.put(name, new StoredFile(name, old == null ? now : old.created(), now, body));
    updated = now;
    revision++;
    return Optional.ofNullable(old).map(StoredFile::body);
  }
}
