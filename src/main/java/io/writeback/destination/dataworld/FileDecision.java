package io.writeback.destination.dataworld;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.rest.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run into data.world has decided before its first request, and keeps to when it is resumed.
 *
 * @param target {@code data-world:HOST/OWNER/ID/BASE}
 * @param fileName the name that the file gets
 * @param number the number in the name; 0 if it has none
 * @param rows how many rows the file has
 * @param bytes how large it is; 0 for a preview, of which nothing is sent
 * @param sha256 its digest; "" for a preview
 * @param compared whether it is only sent if it is not what was confirmed last under its name
 * @param unchanged whether it is, so that nothing is sent
 * @param before what the dataset had under the name when the run was planned; null if nothing
 * @param similar files of similar names that the dataset had then, under one of which data.world
 *     may store the file
 * @param waitForIngest whether the run ends when data.world has read the file
 * @param settle how long after the upload the dataset's status may be the one from before it
 * @param warnings what a person should know
 */
record FileDecision(
    String account,
    String target,
    DatasetKey dataset,
    String fileName,
    long number,
    long rows,
    long bytes,
    String sha256,
    boolean compared,
    boolean unchanged,
    @JsonSetter(nulls = Nulls.SET) DatasetState.StoredFile before,
    List<DatasetState.StoredFile> similar,
    boolean waitForIngest,
    Duration settle,
    List<String> warnings)
    implements Decision {
  FileDecision {
    similar = List.copyOf(similar);
    warnings = List.copyOf(warnings);
  }

  /** The same for another file under the same name; what is there of it is not known any more. */
  FileDecision sending(Snapshot file) {
    return new FileDecision(
        account,
        target,
        dataset,
        fileName,
        number,
        file.rows(),
        file.bytes(),
        file.sha256(),
        false,
        false,
        null,
        List.of(),
        waitForIngest,
        settle,
        List.of());
  }

  /**
   * Files that may be this one under another name, as data.world does not promise to keep a name:
   * those of similar names that have appeared or changed since the run was planned.
   */
  List<DatasetState.StoredFile> renamed(DatasetState dataset) {
    return dataset.similar(fileName).stream().filter(this::isNew).toList();
  }

  private boolean isNew(DatasetState.StoredFile file) {
    Optional<DatasetState.StoredFile> old =
        similar.stream().filter(one -> one.name().equals(file.name())).findFirst();
    return old.isEmpty()
        || !file.updated().isEmpty() && !file.updated().equals(old.get().updated());
  }
}
