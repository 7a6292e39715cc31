package io.writeback.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.changes.ChangeSummary;

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

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
