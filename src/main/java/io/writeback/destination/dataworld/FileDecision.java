package io.writeback.destination.dataworld;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.writeback.destination.rest.Decision;
import java.time.Duration;
import java.util.List;

/**
 * What a run into data.world has decided before its first request, and keeps to when it is resumed.
 *
 * @param account the name of the account
 * @param target what is written to: {@code data-world:HOST/OWNER/ID/BASE}
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

  /** What a route writes to: with a date or a number it is many files, but one target. */
  static String target(DataWorldAccount account, DatasetKey dataset, FileName name) {
    return "data-world:" + account.host() + "/" + dataset + "/" + name.base();
  }
}
