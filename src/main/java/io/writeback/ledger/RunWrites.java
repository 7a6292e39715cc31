package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Instant;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements of {@link RunStore}, in its transactions. */
interface RunWrites {
  @CreateSqlObject
  RunEvents events();

  @CreateSqlObject
  TargetOrder order();

  @CreateSqlObject
  RunHistory history();

  @SqlUpdate(
      """
      update run set state = 'SNAPSHOT', source = :source, dataset_version = :version,
        snapshot_file = :file, snapshot_rows = :rows, snapshot_bytes = :bytes,
        snapshot_sha256 = :sha256
      where id = :runId and epoch = :epoch and finished_at is null
      """)
  void snapshotTaken(@Fenced String runId, long epoch, @BindMethods SnapshotEntry snapshot);

  @SqlUpdate(
      """
      update run set target = :target, fields = :fields
      where id = :runId and epoch = :epoch and finished_at is null
      """)
  void storeFields(@Fenced String runId, long epoch, String target, String fields);

  @SqlUpdate(
      """
      update run set state = 'RUNNING', plan = :text, number_taken = :number, asks = :asks
      where id = :runId
      """)
  void storePlan(String runId, @BindMethods RunStore.Plan plan);

  /** Whether the run was still of this epoch, and not over. */
  @SqlUpdate(
      """
      update run set state = :state, code = :code, reason = :reason, finished_at = :now
      where id = :runId and epoch = :epoch and finished_at is null
      """)
  boolean end(String runId, long epoch, RunState state, Code code, String reason);

  /** The next run reads behind the batches that this one has read; a full one may lead back. */
  @SqlUpdate(
      """
      insert into source_batch (writeback, source, target, batch)
      select writeback, source, target, read_batch from run
      where id = :runId and read_batch is not null
      on conflict (writeback, source, target) do update set batch = excluded.batch
      where excluded.batch > source_batch.batch
        or 1 = (select full_asked from run where id = :runId)
      """)
  void advanceSource(String runId);

  @SqlUpdate(
      """
      update run set state = 'CANCELLED', code = :code, reason = :reason, finished_at = :now,
        epoch = epoch + 1
      where id = :runId and state in <unfinished>
      """)
  boolean cancel(String runId, Code code, String reason);

  @SqlUpdate(
      """
      update run set state = 'PAUSED', code = :code, reason = :reason, finished_at = null,
        pause_kind = :kind, paused_at = :now, resume_at = :until, pauses = :pauses,
        epoch = epoch + 1
      where id = :runId and epoch = :epoch and finished_at is null
      """)
  void pause(
      @Fenced String runId,
      long epoch,
      Pause.Kind kind,
      Instant until,
      int pauses,
      Code code,
      String reason);

  @SqlUpdate(
      """
      update run set exports = :exports, seen_version = :version, seen_at = :seenAt
      where id = :runId and epoch = :epoch
      """)
  void awaitSource(String runId, long epoch, @BindMethods SourceWait waited);

  @SqlQuery("select pauses from run where id = :runId")
  int pauses(String runId);

  @SqlUpdate(
      """
      update run set approved_at = :now, approved_by = :by
      where id = :runId and state = 'PAUSED' and pause_kind = 'APPROVAL' and approved_at is null
        and cancel_asked_at is null
      """)
  boolean approve(String runId, String by);

  /** Ends a run that waits for approval; one that was approved meanwhile continues. */
  @SqlUpdate(
      """
      update run set state = 'CANCELLED', code = :code, reason = :reason, finished_at = :now,
        epoch = epoch + 1
      where id = :runId and state = 'PAUSED' and pause_kind = 'APPROVAL' and approved_at is null
      """)
  boolean reject(String runId, Code code, String reason);

  /** Whether it was not over: its code and reason stay. */
  @SqlUpdate(
      """
      update run set state = 'CANCELLED', finished_at = :now, epoch = epoch + 1
      where id = :runId and state in <unfinished>
      """)
  boolean cancel(String runId);

  /** The same, unless a process executes it. */
  @SqlUpdate(
      """
      update run set state = 'CANCELLED', finished_at = :now, epoch = epoch + 1
      where id = :runId and state in <unfinished>
        and (state = 'PAUSED' or not exists (select 1 from target_lease
          where run_id = run.id and held_until > :now))
      """)
  boolean cancelUnexecuted(String runId);

  @SqlUpdate(
      """
      update run set cancel_asked_at = coalesce(cancel_asked_at, :now)
      where id = :runId and state in <unfinished>
      """)
  boolean askToCancel(String runId);

  @SqlUpdate("update run set settles = 0, exports = 0 where id = :runId")
  void stopSettling(String runId);
}
