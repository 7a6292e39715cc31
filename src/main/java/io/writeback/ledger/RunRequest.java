package io.writeback.ledger;

import java.time.Instant;

/**
 * A request for a run.
 *
 * @param runKey identifies the request: it is answered once
 * @param full every row, although the writeback sends changed ones
 * @param parent the run whose rejects are sent again, or null
 * @param scheduledAt the time that its schedule names, or null
 * @param acceptColumns whether columns that the last complete run wrote may be missing
 * @param settles whether the run waits until its source has settled, as no person is there to be
 *     warned
 * @param undoes the run whose changes are taken back, or null
 * @param asks whether the run waits, once it is planned, until a person has approved what it would
 *     change
 * @param bodySha256 the digest of the data that came with its trigger and is kept with it, or null
 */
public record RunRequest(
    String id,
    String runKey,
    String writeback,
    boolean full,
    String parent,
    Instant scheduledAt,
    boolean acceptColumns,
    boolean settles,
    String undoes,
    boolean asks,
    String bodySha256) {
  /** How the keys of requests by command begin. */
  public static final String BY_COMMAND = "run:";

  /** How the keys of requests for an undo begin. */
  private static final String BY_UNDO = "undo:";

  /** How the keys of requests by the console begin. */
  public static final String BY_CONSOLE = "console:";

  public RunRequest(
      String id,
      String runKey,
      String writeback,
      boolean full,
      String parent,
      Instant scheduledAt) {
    this(id, runKey, writeback, full, parent, scheduledAt, false, false, null, false, null);
  }

  public RunRequest(String id, String runKey, String writeback, boolean full, String parent) {
    this(id, runKey, writeback, full, parent, null);
  }

  /** The same, with whether columns may be missing. */
  public RunRequest acceptingColumns(boolean accept) {
    return new RunRequest(
        id,
        runKey,
        writeback,
        full,
        parent,
        scheduledAt,
        accept,
        settles,
        undoes,
        asks,
        bodySha256);
  }

  /** The same, under another key. */
  RunRequest underKey(String key) {
    return new RunRequest(
        id,
        key,
        writeback,
        full,
        parent,
        scheduledAt,
        acceptColumns,
        settles,
        undoes,
        asks,
        bodySha256);
  }

  /** The same, of a trigger that no person watches. */
  public RunRequest settling() {
    return new RunRequest(
        id,
        runKey,
        writeback,
        full,
        parent,
        scheduledAt,
        acceptColumns,
        true,
        undoes,
        asks,
        bodySha256);
  }

  /** The same, with data that came with its trigger. */
  public RunRequest bringing(String sha256) {
    return new RunRequest(
        id,
        runKey,
        writeback,
        full,
        parent,
        scheduledAt,
        acceptColumns,
        settles,
        undoes,
        asks,
        sha256);
  }

  /** The same, of a run that waits for approval once it is planned. */
  public RunRequest asking() {
    return new RunRequest(
        id,
        runKey,
        writeback,
        full,
        parent,
        scheduledAt,
        acceptColumns,
        settles,
        undoes,
        true,
        bodySha256);
  }

  /** What a run changed is taken back, once a person has approved what that would change. */
  public static RunRequest undo(String id, RunEntry undone) {
    return new RunRequest(
        id,
        BY_UNDO + id,
        undone.writeback(),
        false,
        null,
        null,
        false,
        false,
        undone.id(),
        true,
        null);
  }

  /** The rows of the DataSet, as the writeback says. */
  public static RunRequest of(String id, String runKey, String writeback) {
    return new RunRequest(id, runKey, writeback, false, null);
  }
}
