package io.writeback.ledger;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Requests for runs: each key is answered by one run, and at most one run a writeback waits. */
final class RunRequests {
  private RunRequests() {}

  /** The run that answers a key. */
  static Optional<RunEntry> answered(Handle handle, RunRequest request) {
    return handle
        .createQuery(
            "select * from run where run_key = :key or id ="
                + " (select run_id from run_alias where run_key = :key)")
        .bind("key", request.runKey())
        .map(LedgerRows::run)
        .findOne();
  }

  /**
   * Lets a run that waits for its turn answer the request too: it has not read its rows yet, and so
   * will have those of now. One that sends rejects again has rows of its own, and is not joined.
   */
  static Optional<RunEntry> joined(Handle handle, RunRequest request) {
    if (request.parent() != null) {
      return Optional.empty();
    }
    int updated =
        handle.execute(
            "update run set full_asked = case when ? = 1 then 1 else full_asked end where id ="
                + " (select id from run where writeback = ? and state = 'ACCEPTED'"
                + " and begun_at is null and parent is null and cancel_asked_at is null"
                + " order by accepted_at, id limit 1)"
                + " and state = 'ACCEPTED' and begun_at is null",
            request.full() ? 1 : 0,
            request.writeback());
    if (updated == 0) {
      return Optional.empty();
    }
    handle.execute(
        "insert into run_alias (run_key, run_id) select ?, id from run where writeback = ?"
            + " and state = 'ACCEPTED' and begun_at is null and parent is null"
            + " and cancel_asked_at is null order by accepted_at, id limit 1"
            + " on conflict (run_key) do nothing",
        request.runKey(),
        request.writeback());
    return answered(handle, request);
  }

  /** Whether somebody asked for the end of a run. */
  static boolean cancelAsked(Handle handle, String runId) {
    return handle
        .createQuery("select 1 from run where id = ? and cancel_asked_at is not null")
        .bind(0, runId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Whether it was inserted: false if its key came in between. */
  static boolean insert(Handle handle, RunRequest request, long now) {
    return handle.execute(
            "insert into run (id, run_key, writeback, state, epoch, accepted_at, full_asked,"
                + " parent, scheduled_at) values (?, ?, ?, 'ACCEPTED', 1, ?, ?, ?, ?)"
                + " on conflict do nothing",
            request.id(),
            request.runKey(),
            request.writeback(),
            now,
            request.full() ? 1 : 0,
            request.parent(),
            request.scheduledAt() == null ? null : request.scheduledAt().toEpochMilli())
        == 1;
  }

  /** What was asked for under a key before, as a digest. */
  static Optional<String> digest(Handle handle, String runKey) {
    return handle
        .createQuery("select digest from request where run_key = ?")
        .bind(0, runKey)
        .mapTo(String.class)
        .findOne();
  }

  /** Puts down what was asked for, and the run that answers it. */
  static void asked(Handle handle, String runId, Asked asked, long now) {
    handle.execute(
        "insert into request (run_key, request_id, run_id, digest, received_at)"
            + " values (?, ?, ?, ?, ?) on conflict (run_key) do nothing",
        asked.runKey(),
        asked.requestId(),
        runId,
        asked.digest(),
        now);
  }
}
