package io.writeback.ledger;

import io.writeback.problem.Code;
import java.util.Optional;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Requests for runs: each key is answered by one run, and at most one run a writeback waits. */
interface RunRequests {
  @CreateSqlObject
  RunEvents events();

  @CreateSqlObject
  TargetOrder order();

  @CreateSqlObject
  RunWrites writes();

  /** The run that answers a key. */
  @SqlQuery(
      """
      select * from run
      where run_key = :runKey or id = (select run_id from run_alias where run_key = :runKey)
      """)
  Optional<RunEntry> answered(String runKey);

  /**
   * Lets a run that waits for its turn answer the request too: it has not read its rows yet, so it
   * will have the current ones. A replay, and a run whose trigger brought its data, have rows of
   * their own, and a plan is to be looked at: they join none.
   */
  default Optional<RunEntry> joined(RunRequest request) {
    if (request.parent() != null
        || request.asks()
        || request.bodySha256() != null
        || !widen(request)) {
      return Optional.empty();
    }
    addKey(request.runKey(), request.writeback());
    return answered(request.runKey());
  }

  @SqlUpdate(
      """
      update run set full_asked = case when :full = 1 then 1 else full_asked end,
        columns_accepted = case when :acceptColumns = 1 then 1 else columns_accepted end,
        settles = case when :settles = 1 then 1 else settles end
      where id = (select id from run where writeback = :writeback and <waits>
          order by accepted_number limit 1)
        and state = 'ACCEPTED' and begun_at is null
      """)
  boolean widen(@BindMethods RunRequest request);

  @SqlUpdate(
      """
      insert into run_alias (run_key, run_id)
      select :runKey, id from run where writeback = :writeback and <waits>
      order by accepted_number limit 1 on conflict (run_key) do nothing
      """)
  void addKey(String runKey, String writeback);

  /**
   * See {@link RequestStore#accept}; in the caller's transaction.
   *
   * @param requestId the request from outside that is answered, or null
   */
  default AcceptedRun accept(RunRequest request, String requestId) {
    Optional<RunEntry> known = answered(request.runKey());
    if (known.isEmpty()) {
      known = joined(request);
      if (known.isPresent() && requestId != null) {
        events().note(known.get().id(), requestId);
      }
    }
    if (known.isEmpty() && insert(request, order().next())) {
      events().note(request.id(), requestId);
    }
    // Another process may have come first; or this one, if the answer of its commit was lost.
    return AcceptedRun.of(
        request,
        known.or(() -> answered(request.runKey())).or(() -> joined(request)).orElseThrow());
  }

  /** Whether it was inserted: false if its key came in between. */
  @SqlUpdate(
      """
      insert into run (id, run_key, writeback, state, epoch, accepted_at, full_asked, parent,
        scheduled_at, columns_accepted, settles, asks, body_sha256, accepted_number, rows_number)
      values (:id, :runKey, :writeback, 'ACCEPTED', 1, :now, :full, :parent,
        :scheduledAt, :acceptColumns, :settles, :asks, :bodySha256, :number, :number)
      on conflict do nothing
      """)
  boolean insert(@BindMethods RunRequest request, long number);

  /** A replay, with its rows. */
  @SqlUpdate(
      """
      insert into run (id, run_key, writeback, state, epoch, accepted_at, full_asked, parent,
        accepted_number, rows_number, source, dataset_version, snapshot_file, snapshot_rows,
        snapshot_bytes, snapshot_sha256, remarks)
      values (:id, :runKey, :writeback, 'SNAPSHOT', 1, :now, :full, :parent,
        :number, :number, :source, :version, :file, :rows, :bytes, :sha256, :remarks)
      on conflict do nothing
      """)
  boolean insertReplay(
      @BindMethods RunRequest request,
      @BindMethods SnapshotEntry snapshot,
      String remarks,
      long number);

  /**
   * A run that takes back what another one changed, with its rows and its target.
   *
   * @param by who has approved it already, or null
   */
  @SqlUpdate(
      """
      insert into run (id, run_key, writeback, state, epoch, accepted_at, undoes, target,
        asks, approved_at, approved_by, accepted_number, rows_number, source, dataset_version,
        snapshot_file, snapshot_rows, snapshot_bytes, snapshot_sha256)
      values (:id, :runKey, :writeback, 'SNAPSHOT', 1, :now, :undoes, :target,
        :asks, case when :by is null then null else :now end, :by, :number, :number, :source,
        :version, :file, :rows, :bytes, :sha256)
      on conflict do nothing
      """)
  boolean insertUndo(
      @BindMethods RunRequest request,
      @BindMethods SnapshotEntry snapshot,
      String target,
      String by,
      long number);

  /** A run that was never to begin. */
  @SqlUpdate(
      """
      insert into run (id, run_key, writeback, state, epoch, code, reason, accepted_at,
        finished_at, accepted_number, rows_number)
      values (:id, :runKey, :writeback, 'CANCELLED', 1, :code, :reason, :now,
        :now, :number, :number)
      on conflict do nothing
      """)
  void insertEnded(@BindMethods RunRequest request, Code code, String reason, long number);

  /** Adds what a person should know of a run: one sentence, or "" for nothing. */
  default void remark(String runId, String sentence) {
    if (!sentence.isEmpty()) {
      remark(runId, sentence, "\n" + sentence);
    }
  }

  @SqlUpdate("update run set remarks = coalesce(remarks || :line, :sentence) where id = :runId")
  void remark(String runId, String sentence, String line);

  /** See {@link RunStore#resume}. */
  default String resume(String runId) {
    Optional<String> waiting = waitingInItsPlace(runId);
    if (waiting.isPresent()) {
      join(runId, waiting.get());
      return waiting.get();
    }
    reopen(runId);
    events().note(runId);
    return runId;
  }

  @SqlUpdate(
      """
      update run set code = null, reason = null, finished_at = null,
        pause_kind = null, paused_at = null, resume_at = null, pauses = 0, deadline_from = null,
        state = case when plan is null then 'ACCEPTED' else 'RUNNING' end
      where id = :runId and state in ('PAUSED', 'STOPPED')
      """)
  void reopen(String runId);

  /**
   * The run of the same writeback that waits for its turn, if a run that was stopped before it
   * began would wait beside it.
   */
  @SqlQuery(
      """
      select waiting.id from run join run as waiting on waiting.writeback = run.writeback
      where run.id = :runId and run.state in ('PAUSED', 'STOPPED') and run.begun_at is null
        and run.plan is null and run.parent is null and run.cancel_asked_at is null
        and run.asks = 0 and waiting.asks = 0
        and run.body_sha256 is null and waiting.body_sha256 is null
        and waiting.id <> run.id and waiting.state = 'ACCEPTED' and waiting.begun_at is null
        and waiting.parent is null and waiting.cancel_asked_at is null
      """)
  Optional<String> waitingInItsPlace(String runId);

  /** Lets a waiting run answer the requests of another that never began. */
  default void join(String runId, String waiting) {
    widen(runId, waiting);
    moveKeys(runId, waiting);
    String reason =
        "run %s of the same writeback is waiting for its turn, and reads the rows when it starts"
            .formatted(waiting);
    writes().cancel(runId, Code.OVERTAKEN, reason);
    events().note(runId);
  }

  @SqlUpdate(
      """
      update run set
        full_asked = (select max(full_asked) from run where id in (:waiting, :runId)),
        columns_accepted = (select max(columns_accepted) from run where id in (:waiting, :runId))
      where id = :waiting
      """)
  void widen(String runId, String waiting);

  @SqlUpdate("update run_alias set run_id = :waiting where run_id = :runId")
  void moveKeys(String runId, String waiting);

  /** Whether a run is there, and stays so until the transaction ends. */
  default boolean isKept(String runId) {
    return kept(runId).isPresent();
  }

  @SqlQuery("select id from run where id = :runId and removing_since is null <shareLock>")
  Optional<String> kept(String runId);

  /** The digest of what was asked for under a key before. */
  @SqlQuery("select digest from request where run_key = :runKey")
  Optional<String> digest(String runKey);

  /** Records an external request, and the run that answers it. */
  @SqlUpdate(
      """
      insert into request (run_key, request_id, run_id, digest, received_at)
      values (:runKey, :requestId, :runId, :digest, :now) on conflict (run_key) do nothing
      """)
  void asked(String runId, @BindMethods ExternalRequest asked);
}
