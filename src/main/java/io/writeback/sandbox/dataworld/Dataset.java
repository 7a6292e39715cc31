package io.writeback.sandbox.dataworld;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A dataset: its access level, its files, and the state of their ingest. */
final class Dataset {
  private final DatasetKey key;
  private final Instant created;
  private final Map<String, StoredFile> files = new TreeMap<>();
  private String title;
  private AccessLevel accessLevel;
  private DatasetStatus pretended;
  private Instant updated;
  private Instant uploaded;

  /** Whether the ingest of the last upload fails. */
  private boolean failed;

  private long revision;

  /** The view before the last upload, and how many more responses show it. */
  private View before;

  private long oldLists;
  private long oldStatuses;

  /** How many more downloads are 404. */
  private long lateDownloads;

  /** The visible state of a dataset at one moment. */
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

  /** Overrides the status; {@code null} restores the real one. */
  synchronized void pretend(DatasetStatus status) {
    pretended = status;
  }

  /**
   * The view that the service returns, which may be outdated for a while after an upload.
   *
   * <p>How soon it is up to date is undocumented.
   */
  synchronized View visible(DataWorldKnobs knobs, Instant now) {
    View view = view(knobs, now);
    View list = oldLists > 0 ? before : view;
    View status = oldStatuses > 0 ? before : view;
    oldLists--;
    oldStatuses--;
    return new View(list.files(), list.updated(), list.revision(), status.status());
  }

  /** The true state. */
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

  /** The file as a download finds it; possibly missing for a while after an upload. */
  synchronized Optional<StoredFile> downloaded(String name) {
    return lateDownloads-- > 0 ? Optional.empty() : file(name);
  }

  /** The maximum size of a file with that name. */
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
   * Stores an uploaded file and returns the one of the same name that it replaces.
   *
   * @throws DataWorldRefusal if it has meanwhile become too large
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

  /** Adds a file whose ingest is long finished. */
  synchronized Optional<FileBody> put(String name, FileBody body, Instant now) {
    StoredFile old = files.get(name);
    files.put(name, new StoredFile(name, old == null ? now : old.created(), now, body));
    updated = now;
    revision++;
    return Optional.ofNullable(old).map(StoredFile::body);
  }
}
