package io.writeback.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * The runs that a schedule or a refreshed DataSet began, and their retries. None is lost in a
 * crash.
 */
public interface FollowUpStore {
  /**
   * That a run has ended is asked by an expression: by a plain condition the database would read
   * all runs that ever ended, to find the few that a follow-up is left of.
   */
  String ENDED =
      """
      select run.*, triggered_run.origin, triggered_run.attempt, triggered_run.retries_left,
        triggered_run.retry_every,
        (select later.id from run as later
         where later.writeback = run.writeback and later.parent is null and later.undoes is null
           and later.accepted_number > run.accepted_number
           and (later.code is null or later.code <> <fireSkipped>)
         order by later.accepted_number desc limit 1) as newer_run,
        case when exists (select 1 from run as later
          where later.writeback = run.writeback and later.parent is null and later.undoes is null
            and later.accepted_number > run.accepted_number and later.state = 'COMPLETE')
          then 1 else 0 end as newer_complete
      from triggered_run join run on run.id = triggered_run.run_id
      where triggered_run.over_at is null and coalesce(run.finished_at, -1) >= 0
      """;

  @CreateSqlObject
  RunRequests requests();

  @CreateSqlObject
  RunHistory history();

  /**
   * A run that has ended, and may need a follow-up.
   *
   * @param origin the schedule or the DataSet that began it
   * @param attempt 0 for the first, 1 for the first retry
   * @param newerRun the last run of the writeback that was accepted after it, or null
   * @param newerComplete whether a run that was accepted after it has come to COMPLETE
   */
  record Ended(
      @Nested RunEntry run,
      String origin,
      int attempt,
      int retriesLeft,
      @ColumnName("retry_every") Duration every,
      String newerRun,
      boolean newerComplete) {}

  /** Runs that have ended and may need a follow-up, in the order of their ends. */
  @SqlQuery(ENDED + "order by run.finished_at, run.id")
  List<Ended> ended();

  /** The same of one run, as it is now; empty if none is left, or not yet due. */
  @SqlQuery(ENDED + "and run.id = :runId")
  Optional<Ended> ended(String runId);

  /**
   * No follow-up of a run is left.
   *
   * @return false if there was none before
   */
  @SqlUpdate("update triggered_run set over_at = :now where run_id = :runId and over_at is null")
  boolean markDone(String runId);

  /**
   * Accepts the retry of a failed run, whose follow-up that is, in one transaction.
   *
   * @return empty if another process did so before
   */
  @Transaction
  default Optional<AcceptedRun> retry(Ended failed, String id) {
    RunEntry run = failed.run();
    int attempt = failed.attempt() + 1;
    if (!markDone(run.id())) {
      return Optional.empty();
    }
    String key = "retry:" + run.id() + ":" + attempt;
    RunRequest request =
        new RunRequest(id, key, run.writeback(), run.full(), null, run.scheduledAt())
            .settling()
            .acceptingColumns(history().columnsAccepted(run.id()));
    AcceptedRun accepted = requests().accept(request, null);
    String retry = accepted.run().id();
    keepSeen(retry, run.id());
    requests()
        .remark(
            retry,
            "retry %d of %d of run %s, which ended with %s"
                .formatted(attempt, failed.attempt() + failed.retriesLeft(), run.id(), run.code()));
    insertRetry(failed, retry);
    return Optional.of(accepted);
  }

  /** What the trigger waited for before the first try need not be waited for again. */
  @SqlUpdate(
      """
      update run set seen_version = (select seen_version from run where id = :failed),
        seen_at = (select seen_at from run where id = :failed)
      where id = :retry and seen_version is null
      """)
  void keepSeen(String retry, String failed);

  @SqlUpdate(
      """
      insert into triggered_run (run_id, origin, attempt, retries_left, retry_every, retry_of)
      values (:retry, :origin, :attempt + 1, :retriesLeft - 1, :every, :run.id)
      on conflict do nothing
      """)
  void insertRetry(@BindMethods Ended failed, String retry);

  /**
   * Resumes a run that stopped, as one of its retries.
   *
   * @return false if another process did so before
   */
  @Transaction
  default boolean resume(Ended stopped) {
    boolean mine = beginRetry(stopped.run().id(), stopped.attempt());
    if (mine) {
      requests().resume(stopped.run().id());
    }
    return mine;
  }

  @SqlUpdate(
      """
      update triggered_run set attempt = attempt + 1, retries_left = retries_left - 1
      where run_id = :runId and attempt = :attempt and over_at is null
      """)
  boolean beginRetry(String runId, int attempt);

  /** The run that a run retries. */
  @SqlQuery("select retry_of from triggered_run where run_id = :runId and retry_of is not null")
  Optional<String> retryOf(String runId);

  /** The schedule or the DataSet that began a run, if one did. */
  @SqlQuery("select origin from triggered_run where run_id = :runId")
  Optional<String> origin(String runId);

  /** The retry of a run. */
  @SqlQuery("select run_id from triggered_run where retry_of = :runId")
  Optional<String> retriedBy(String runId);
}
