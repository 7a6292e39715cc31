package io.writeback.ledger;

import java.time.Instant;

/**
 * A run that somebody asks for.
 *
 * @param runKey what makes it the same as another request: it is answered once
 * @param full every row, although the writeback sends changed ones
 * @param parent the run whose rejects are sent again, or null
 * @param scheduledAt the time that its schedule names, or null
 */
public record RunRequest(
    String id, String runKey, String writeback, boolean full, String parent, Instant scheduledAt) {
  public RunRequest(String id, String runKey, String writeback, boolean full, String parent) {
    this(id, runKey, writeback, full, parent, null);
  }

  /** The rows of the DataSet, as the writeback says. */
  public static RunRequest of(String id, String runKey, String writeback) {
    return new RunRequest(id, runKey, writeback, false, null);
  }
}
