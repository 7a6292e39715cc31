package io.writeback.ledger;

import io.writeback.problem.Code;
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
        .mapTo(RunEntry.class)
        .findOne();
  }

  /**
   * Lets a run that waits for its turn answer the request too: it has not read its rows yet, so it
   * will have the current ones. A replay has rows of its own, and joins none.
   */
  static Optional<RunEntry> joined(Handle handle, RunRequest request) {
    if (request.parent() != null) {
      return Optional.empty();
    }
    int updated =
        handle.execute(
            "update run set full_asked = case when ? = 1 then 1 else full_asked end,"
                + " columns_accepted = case when ? = 1 then 1 else columns_accepted end,"
                + " settles = case when ? = 1 then 1 else settles end where id ="
                + " (select id from run where writeback = ? and state = 'ACCEPTED'"
                + " and begun_at is null and parent is null and cancel_asked_at is null"
                + " order by accepted_number limit 1)"
                + " and state = 'ACCEPTED' and begun_at is null",
            request.full(),
            request.acceptColumns(),
            request.settles(),
            request.writeback());
    if (updated == 0) {
      return Optional.empty();
    }
    handle.execute(
        "insert into run_alias (run_key, run_id) select ?, id from run where writeback = ?"
            + " and state = 'ACCEPTED' and begun_at is null and parent is null"
            + " and cancel_asked_at is null order by accepted_number limit 1"
            + " on conflict (run_key) do nothing",
        request.runKey(),
        request.writeback());
    return answered(handle, request);
  }

  /** Whether a run was asked to cancel. */
  static boolean cancelAsked(Handle handle, String runId) {
    return handle
        .select("select 1 from run where id = ? and cancel_asked_at is not null", runId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /**
   * See {@link RequestStore#accept}; in the caller's transaction.
   *
   * @param requestId the request from outside that is answered, or null
   */
  static AcceptedRun accept(Handle handle, RunRequest request, String requestId, long now) {
    Optional<RunEntry> known = answered(handle, request);
    if (known.isEmpty()) {
      known = joined(handle, request);
      if (known.isPresent() && requestId != null) {
        OutboxStore.note(handle, known.get().id(), requestId, now);
      }
    }
    if (known.isEmpty() && insert(handle, request, now)) {
      OutboxStore.note(handle, request.id(), requestId, now);
    }
    // Another process may have come first; or this one, if the answer of its commit was lost.
    RunEntry run =
        known.or(() -> answered(handle, request)).or(() -> joined(handle, request)).orElseThrow();
    return new AcceptedRun(run, run.id().equals(request.id()));
  }

  /** Adds what a person should know of a run: one sentence, or "" for nothing. */
  static void remark(Handle handle, String runId, String sentence) {
    if (!sentence.isEmpty()) {
      handle.execute(
          "update run set remarks = case when remarks is null then ? else remarks || ? end"
              + " where id = ?",
          sentence,
          "\n" + sentence,
          runId);
    }
  }

  /** See {@link RunStore#resume}. */
  static String resume(Handle handle, String runId, long now) {
    Optional<String> waiting = waitingInItsPlace(handle, runId);
    if (waiting.isPresent()) {
      join(handle, runId, waiting.get(), now);
      return waiting.get();
    }
    handle.execute(
        "update run set code = null, reason = null, finished_at = null,"
            + " pause_kind = null, paused_at = null, resume_at = null, pauses = 0,"
            + " deadline_from = null,"
            + " state = case when plan is null then 'ACCEPTED' else 'RUNNING' end"
            + " where id = ? and state in ('PAUSED', 'STOPPED')",
        runId);
    OutboxStore.note(handle, runId, now);
    return runId;
  }

  /**
   * The run of the same writeback that waits for its turn, if a run that was stopped before it
   * began would wait beside it.
   */
  private static Optional<String> waitingInItsPlace(Handle handle, String runId) {
    return handle
        .select(
            "select waiting.id from run join run as waiting on waiting.writeback = run.writeback"
                + " where run.id = ? and run.state in ('PAUSED', 'STOPPED')"
                + " and run.begun_at is null and run.plan is null and run.parent is null"
                + " and run.cancel_asked_at is null"
                + " and waiting.id <> run.id and waiting.state = 'ACCEPTED'"
                + " and waiting.begun_at is null and waiting.parent is null"
                + " and waiting.cancel_asked_at is null",
            runId)
        .mapTo(String.class)
        .findOne();
  }

  /** Lets a waiting run answer the requests of another that never began. */
  private static void join(Handle handle, String runId, String waiting, long now) {
    handle
        .createUpdate(
            "update run set"
                + " full_asked = (select max(full_asked) from run where id in (:waiting, :joins)),"
                + " columns_accepted ="
                + " (select max(columns_accepted) from run where id in (:waiting, :joins))"
                + " where id = :waiting")
        .bind("waiting", waiting)
        .bind("joins", runId)
        .execute();
    handle.execute("update run_alias set run_id = ? where run_id = ?", waiting, runId);
    handle.execute(
        "update run set state = 'CANCELLED', code = ?, reason = ?, finished_at = ?,"
            + " pause_kind = null, paused_at = null, resume_at = null, epoch = epoch + 1"
            + " where id = ?",
        Code.OVERTAKEN,
        "run "
            + waiting
            + " of the same writeback is waiting for its turn, and reads the rows"
            + " when it starts",
        now,
        runId);
    OutboxStore.note(handle, runId, now);
  }

  /** See {@link RunHistory#columnsAccepted}. */
  static boolean columnsAccepted(Handle handle, String runId) {
    return handle
        .select("select 1 from run where id = ? and columns_accepted = 1", runId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Whether it was inserted: false if its key came in between. */
  static boolean insert(Handle handle, RunRequest request, long now) {
    long number = TargetOrder.next(handle);
    return handle.execute(
            "insert into run (id, run_key, writeback, state, epoch, accepted_at, full_asked,"
                + " parent, scheduled_at, columns_accepted, settles, accepted_number, rows_number)"
                + " values (?, ?, ?, 'ACCEPTED', 1, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict do nothing",
            request.id(),
            request.runKey(),
            request.writeback(),
            now,
            request.full(),
            request.parent(),
            request.scheduledAt(),
            request.acceptColumns(),
            request.settles(),
            number,
            number)
        == 1;
  }

  /** The digest of what was asked for under a key before. */
  static Optional<String> digest(Handle handle, String runKey) {
    return handle
        .select("select digest from request where run_key = ?", runKey)
        .mapTo(String.class)
        .findOne();
  }

  /** Records an external request, and the run that answers it. */
  static void asked(Handle handle, String runId, ExternalRequest asked, long now) {
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
