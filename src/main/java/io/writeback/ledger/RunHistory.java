package io.writeback.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindList.EmptyHandling;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Reads runs: for people and scripts, and for the process that resumes them. */
public interface RunHistory {
  String SUMMARIES =
      """
      select run.*,
        coalesce((select sum(confirmed + differs) from batch where run_id = run.id), 0) as written,
        coalesce((select sum(rejected) from batch where run_id = run.id), 0) as rejected,
        coalesce(finished_at,
          (select max(coalesce(settled_at, intent_at)) from batch where run_id = run.id),
          accepted_at) as last_event
      from run
      """;

  /**
   * Runs, the newest first.
   *
   * @param writeback only of this one; null for all
   * @param states only those in one of these
   */
  @SqlQuery(
      SUMMARIES
          + """
          where state in (<states>) and (:writeback is null or writeback = :writeback)
          order by accepted_number desc limit :limit
          """)
  List<RunSummary> list(
      String writeback,
      @BindList(onEmpty = EmptyHandling.NULL_STRING) Collection<RunState> states,
      int limit);

  /**
   * The complete runs of a writeback up to one of its runs, the newest first; without replays and
   * undos, as those have a part of its rows only.
   *
   * @param upTo the id of a run
   */
  @SqlQuery(
      """
      select * from run
      where writeback = :writeback and parent is null and undoes is null and state in <complete>
        and snapshot_rows is not null
        and accepted_number <= (select accepted_number from run where id = :upTo)
      order by accepted_number desc limit :limit
      """)
  List<RunEntry> completeUpTo(String writeback, String upTo, int limit);

  /**
   * Runs before another one, the newest first.
   *
   * @param writeback only of this one; null for all
   * @param states only those in one of these
   * @param before the id of a run; null for the newest
   */
  @SqlQuery(
      SUMMARIES
          + """
          where state in (<states>) and (:writeback is null or writeback = :writeback)
            and (:before is null
              or accepted_number < (select accepted_number from run where id = :before))
          order by accepted_number desc limit :limit
          """)
  List<RunSummary> page(
      String writeback,
      @BindList(onEmpty = EmptyHandling.NULL_STRING) Collection<RunState> states,
      String before,
      int limit);

  @SqlQuery(SUMMARIES + "where id = :runId")
  Optional<RunSummary> summary(String runId);

  /** The ids that begin so, the newest first, at most {@code most}. */
  @SqlQuery(
      """
      select id from run where substr(id, 1, length(:prefix)) = :prefix
      order by accepted_number desc limit :most
      """)
  List<String> idsBeginning(String prefix, int most);

  @SqlQuery("select * from run where id = :runId")
  Optional<RunEntry> find(String runId);

  /**
   * The last runs of a writeback but replays and undos, the newest first, without sums over their
   * batches.
   */
  @SqlQuery(
      """
      select * from run where writeback = :writeback and parent is null and undoes is null
      order by accepted_number desc limit :limit
      """)
  List<RunEntry> latest(String writeback, int limit);

  /** Runs that have not ended, or can be resumed; the oldest first. */
  @SqlQuery("select * from run where state in <unfinished> order by accepted_number")
  List<RunEntry> unfinished();

  /**
   * A run of the same writeback that read its rows later and has sent some of them to the same
   * target, or found them there: to resume this one would write older values over newer ones. One
   * that has no plan yet is overtaken by none, as it has still to read its rows. An undo overtakes
   * none: what it writes is older.
   */
  @SqlQuery(
      """
      select later.id from run join run as later on later.target = run.target
        and later.writeback = run.writeback and later.rows_number > run.rows_number
      where run.id = :runId and run.plan is not null and later.undoes is null
        and exists (select 1 from batch where run_id = later.id
          and (batch.state = 'OPEN' or requests > 0 or batch.unchanged > 0))
      order by later.rows_number desc limit 1
      """)
  Optional<String> overtakenBy(String runId);

  /** The target of a run that has a plan: whoever resumes the run has to hold it. */
  @SqlQuery("select target from run where id = :runId and plan is not null")
  Optional<String> plannedTarget(String runId);

  /** Another unfinished run on a target that has batches without an account, the oldest. */
  @SqlQuery(
      """
      select * from run where target || '' = :target and id <> :butRun and state in <unfinished>
        and exists (select 1 from batch where run_id = run.id and batch.state = 'OPEN')
      order by rows_number, accepted_number limit 1
      """)
  Optional<RunEntry> openOn(String target, String butRun);

  /**
   * Runs of a writeback that have sent something to a target, the newest first, back to the last
   * complete one; without undos.
   *
   * @param butRun not this one
   */
  @SqlQuery(
      """
      select * from run
      where writeback = :writeback and target = :target and id <> :butRun and plan is not null
        and undoes is null and (state in <complete> or exists (select 1 from batch
          where run_id = run.id and (batch.state = 'OPEN' or requests > 0)))
        and rows_number >= coalesce((select last.rows_number from run as last
          where last.writeback = :writeback and last.target = :target and last.id <> :butRun
            and last.plan is not null and last.undoes is null and last.state in <complete>
          order by last.rows_number desc limit 1), 0)
      order by rows_number desc
      """)
  List<StoredRun> sentSinceComplete(String writeback, String target, String butRun);

  /**
   * The last complete run of a writeback on a target, without replays and undos: those have the
   * columns of another run.
   *
   * @param butRun not this one
   */
  @SqlQuery(
      """
      select * from run
      where writeback = :writeback and target = :target and id <> :butRun and plan is not null
        and parent is null and undoes is null and state in <complete>
      order by rows_number desc limit 1
      """)
  Optional<StoredRun> lastComplete(String writeback, String target, String butRun);

  /** The last complete run of a writeback on any target, without replays and undos. */
  @SqlQuery(
      """
      select * from run
      where writeback = :writeback and plan is not null and parent is null and undoes is null
        and state in <complete>
      order by rows_number desc limit 1
      """)
  Optional<StoredRun> lastComplete(String writeback);

  /** Whether a run may write fewer columns than the last complete one did. */
  @SqlQuery("select exists (select 1 from run where id = :runId and columns_accepted = 1)")
  boolean columnsAccepted(String runId);

  /** The highest number that the plan of any run took on a target; 0 if none did. */
  @SqlQuery(
      """
      select coalesce(max(number_taken), 0) from run where target = :target and number_taken > 0
      """)
  long highestNumber(String target);

  @CreateSqlObject
  BatchStatements statements();

  default boolean isCancelAsked(String runId) {
    return statements().isCancelAsked(runId);
  }

  /** When a run was asked to cancel, if it was. */
  @SqlQuery("select cancel_asked_at from run where id = :runId and cancel_asked_at is not null")
  Optional<Instant> cancelAsked(String runId);

  /** A run that has a snapshot; the file may be gone. */
  @SqlQuery("select * from run where id = :runId and snapshot_file is not null")
  Optional<StoredRun> stored(String runId);

  /** What a person should know of a run, one sentence each. */
  default List<String> remarks(String runId) {
    return remarkText(runId).map(text -> List.of(text.split("\n"))).orElse(List.of());
  }

  /** The same as one text, if there is any. */
  @SqlQuery("select remarks from run where id = :runId and remarks is not null")
  Optional<String> remarkText(String runId);

  /** The replays of the rejects of a run, the oldest first. */
  @SqlQuery("select id from run where parent = :runId order by accepted_number")
  List<String> replaysOf(String runId);

  /** The runs that take back what a run changed, the oldest first. */
  @SqlQuery("select id from run where undoes = :runId order by accepted_number")
  List<String> undosOf(String runId);

  /** The run that was accepted under a key. */
  @SqlQuery("select * from run where run_key = :runKey")
  Optional<RunEntry> underKey(String runKey);

  /** The digest of the data that came with what started a run, if some did. */
  @SqlQuery("select body_sha256 from run where id = :runId and body_sha256 is not null")
  Optional<String> bodyOf(String runId);

  /** When the snapshot of a run was removed, if it was. */
  @SqlQuery(
      """
      select snapshot_removed_at from run where id = :runId and snapshot_removed_at is not null
      """)
  Optional<Instant> snapshotRemovedAt(String runId);

  /**
   * The snapshots of runs that have ended and cannot be resumed, the oldest first; without those
   * whose rows are still to be delivered.
   */
  @SqlQuery(
      """
      select id, snapshot_file, code, finished_at,
        case when exists (select 1 from reject where run_id = run.id and reject.state = 'OPEN')
          then 1 else 0 end as open_rejects
      from run
      where snapshot_file is not null and snapshot_removed_at is null
        and finished_at is not null and state not in <unfinished>
        and not exists (select 1 from result_delivery
          where result_delivery.run_id = run.id and done_at is null)
      order by finished_at
      """)
  List<KeptSnapshot> keptSnapshots();
}
