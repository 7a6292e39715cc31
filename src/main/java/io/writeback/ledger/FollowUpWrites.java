package io.writeback.ledger;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Updates of follow-ups, in the transaction of what they follow. */
interface FollowUpWrites {
  /**
   * What the trigger of a run asks for. A run that answers several has the retries of the most
   * patient one; one that was tried again has passed its tries on.
   */
  @SqlUpdate(
      """
      insert into triggered_run (run_id, origin, attempt, retries_left, retry_every)
      values (:runId, :origin, 0, :retries, :every)
      on conflict (run_id) do update set retries_left = excluded.retries_left,
        retry_every = excluded.retry_every, over_at = null
      where triggered_run.retries_left < excluded.retries_left
        and not exists (select 1 from triggered_run as retry
          where retry.retry_of = triggered_run.run_id)
      """)
  void insert(String runId, String origin, @BindMethods Fire.Tries tries);

  /** A run that resumes is followed up again. */
  @SqlUpdate(
      "update triggered_run set over_at = null where run_id = :runId and over_at is not null")
  void runResumes(String runId);
}
