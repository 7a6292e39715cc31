package io.writeback.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.changes.ChangeSummary;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a planned run would change, as it is kept in its folder.
 *
 * @param requests about how many requests a run takes that sends these changes, looks included
 * @param seconds about how long that takes, if each takes as long as a look did
 * @param millis when the destination was looked at last, since 1970
 * @param file what was there, if all rows go out as one file; null if they do not
 */
public record PlannedChanges(
    ChangeSummary changes, long requests, long seconds, long millis, PlannedFile file) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of records. */
  PlannedChanges(ChangeSummary changes, long requests, long seconds, long millis) {
    this(changes, requests, seconds, millis, null);
  }

  static PlannedChanges fromJson(String json) throws JsonProcessingException {
    return JSON.readValue(json, PlannedChanges.class);
  }

  /**
   * Writes it into the folder of its run.
   *
   * @throws WritebackException if that is not possible
   */
  void write(Path folder) {
    Path file = folder.resolve(RunFiles.SUMMARY);
    try {
      AtomicFile.write(file, out -> out.write(toJson()));
    } catch (IOException e) {
      throw new WritebackException(
          Code.CHANGES_FILE, "%s cannot be written: %s".formatted(file, Reason.of(e)), e);
    }
  }

  private String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
