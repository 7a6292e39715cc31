package io.writeback.ledger;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements of a claim, in its transaction: all of them at one time. */
interface LeaseWrites {
  @CreateSqlObject
  RunHistory history();

  @CreateSqlObject
  TargetOrder order();

  @CreateSqlObject
  RunEvents events();

  @CreateSqlObject
  FollowUpWrites followUps();

  /** Whether the run is as its caller knows it, and may still be executed. */
  @SqlUpdate(
      """
      update run set target = :target
      where id = :runId and epoch = :epoch and cancel_asked_at is null and state in <unfinished>
      """)
  boolean aim(String runId, long epoch, String target);

  /**
   * Keeps others from settling a request to the target, or taking it, until this is decided: at
   * READ COMMITTED, what was read earlier could be outdated.
   */
  @SqlUpdate(
      """
      insert into target_lease (target, run_id, holder, held_until, epoch)
      values (:target, :runId, '', 0, 0)
      on conflict (target) do update set held_until = target_lease.held_until
      """)
  void lock(String target, String runId);

  /**
   * Fences off a process whose lease expired. Its own clock may say otherwise, as that of a
   * suspended machine does not run, so its next update is refused. When it sent its last request is
   * unknown; that may still be carried out.
   */
  default void expire(String target, String butRun, long now) {
    expired(target, butRun, now)
        .ifPresent(
            late -> {
              fenceOff(late);
              leave(late, now);
              free(target, late);
            });
  }

  @SqlQuery(
      """
      select run_id from target_lease where target = :target and run_id <> :butRun
        and held_until > 0 and held_until <= :now
      """)
  Optional<String> expired(String target, String butRun, long now);

  @SqlUpdate("update run set epoch = epoch + 1 where id = :runId and finished_at is null")
  void fenceOff(String runId);

  @SqlUpdate("update batch set left_at = :now where run_id = :runId and state = 'OPEN'")
  void leave(String runId, long now);

  @SqlUpdate("update target_lease set held_until = 0 where target = :target and run_id = :runId")
  void free(String target, String runId);

  /** Whether the target was free; if so, it is taken with the epoch that the run then begins. */
  @SqlUpdate(
      """
      insert into target_lease (target, run_id, holder, held_until, epoch)
      values (:target, :runId, :holder, :until, (select epoch + 1 from run where id = :runId))
      on conflict (target) do update set run_id = excluded.run_id, holder = excluded.holder,
        held_until = excluded.held_until, epoch = excluded.epoch
      where target_lease.held_until <= :now
      """)
  boolean take(String target, String runId, String holder, long until, long now);

  @SqlQuery("select run_id from target_lease where target = :target")
  String owner(String target);

  /** A request that may still be carried out. */
  record Unanswered(String runId, @ColumnName("sent") Instant at) {}

  /**
   * The last request of another run to the target that may still be carried out: one that went
   * unanswered, or one of a batch that was left open.
   */
  @SqlQuery(
      """
      select run_id, sent from (
        select unanswered_run as run_id, unanswered_at as sent from target_lease
        where target = :target and unanswered_at is not null
        union all
        select batch.run_id, coalesce(batch.left_at, batch.intent_at) from batch
        join run on run.id = batch.run_id
        where batch.state = 'OPEN' and run.target || '' = :target
      ) as requests where run_id <> :butRun and sent > :since order by sent desc limit 1
      """)
  Optional<Unanswered> unanswered(String butRun, String target, long since);

  /** A run that has its target begins, or resumes. */
  default StoredRun begin(String runId, long now) {
    followUps().runResumes(runId);
    beginRun(runId, now);
    order().numberRows(runId);
    events().note(runId);
    keepUnanswered(runId, now);
    takeOver(runId, now);
    return stored(runId);
  }

  @SqlUpdate(
      """
      update run set epoch = epoch + 1, code = null, reason = null, finished_at = null,
        pause_kind = null, paused_at = null, resume_at = null, ready_at = null,
        begun_at = coalesce(begun_at, :now), deadline_from = coalesce(deadline_from, :now),
        state = case when plan is null then 'ACCEPTED' else 'RUNNING' end
      where id = :runId
      """)
  void beginRun(String runId, long now);

  /**
   * What an earlier process sent may still be carried out, even when the batch is settled by then.
   * It sent nothing after it left the batch; when a process that died left it is unknown.
   */
  @SqlUpdate(
      """
      update target_lease set unanswered_run = :runId, unanswered_at =
        (select max(coalesce(left_at, :now)) from batch where run_id = :runId and state = 'OPEN')
      where run_id = :runId and exists
        (select 1 from batch where batch.run_id = :runId and state = 'OPEN')
      """)
  void keepUnanswered(String runId, long now);

  /** What was certain for an earlier process is no longer: the records may be sent again. */
  @SqlUpdate(
      """
      update batch set epoch = (select epoch from run where id = :runId), in_doubt = 0,
        not_sent = 0, left_at = :now, resume_at = null
      where run_id = :runId and state = 'OPEN'
      """)
  void takeOver(String runId, long now);

  @SqlQuery("select * from run where id = :runId")
  StoredRun stored(String runId);
}
