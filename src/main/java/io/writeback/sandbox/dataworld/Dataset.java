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

  /** Whether what was uploaded last cannot be read. */
  private boolean failed;

  private long revision;

  /** What was told before the last upload, and how many more answers tell it. */
  private View before;

  private long oldLists;
  private long oldStatuses;

  /** How many more downloads find nothing. */
  private long lateDownloads;

  /** What a dataset shows at a moment. */
  record View(List<StoredFile> files, Instant updated, long revision, DatasetStatus status) {}

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
   * What the service tells of it: for a while after an upload perhaps what was before.
   *
   * <p>How soon it tells what is new is not documented.
   */
  synchronized View told(DataWorldKnobs knobs, Instant now) {
    View view = view(knobs, now);
    View list = oldLists > 0 ? before : view;
    View status = oldStatuses > 0 ? before : view;
    oldLists--;
    oldStatuses--;
    return new View(list.files(), list.updated(), list.revision(), status.status());
  }

  /** What is true of it. */
  synchronized View view(DataWorldKnobs knobs, Instant now) {
    return new View(files(), updated, revision, status(knobs, now));
  }

  /** data.world API: 200 on an upload means stored; the files are read later. */
  private DatasetStatus status(DataWorldKnobs knobs, Instant now) {
    if (pretended != null) {
      return pretended;
    }
    if (uploaded == null) {
      return files.isEmpty() ? DatasetStatus.NEW : DatasetStatus.LOADED;
    }
    if (now.isBefore(uploaded.plusMillis(Math.max(0, knobs.ingestMillis())))) {
      return DatasetStatus.INPROGRESS;
    }
    return failed ? DatasetStatus.SYSTEMERROR : DatasetStatus.LOADED;
  }

  synchronized List<StoredFile> files() {
    return List.copyOf(files.values());
  }

  synchronized Optional<StoredFile> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  /** The file as a download finds it, for a while after an upload perhaps not at all. */
  synchronized Optional<StoredFile> downloaded(String name) {
    return lateDownloads-- > 0 ? Optional.empty() : file(name);
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
    if (oldLists <= 0 && oldStatuses <= 0) {
      before = view(knobs, now);
    }
    oldLists = knobs.oldLists();
    oldStatuses = knobs.oldStatuses();
    lateDownloads = knobs.lateDownloads();
    uploaded = now;
    failed = knobs.ingestFails();
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
