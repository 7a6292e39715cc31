package io.writeback.ledger;

import io.writeback.problem.Code;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The DataSets whose refresh starts runs: what was last seen of each. */
public interface WatchedDatasetStore {
  @CreateSqlObject
  RunRequests requests();

  @CreateSqlObject
  FollowUpWrites followUps();

  @SqlQuery("select * from watched_dataset where writeback = :writeback and dataset = :dataset")
  Optional<WatchedDataset> find(String writeback, String dataset);

  /** The watched DataSets of a writeback. */
  @SqlQuery("select * from watched_dataset where writeback = :writeback order by dataset")
  List<WatchedDataset> of(String writeback);

  /** Records a state that has to settle before a run is started for it. */
  @SqlUpdate(
      """
      insert into watched_dataset (writeback, dataset, moved_version, moved_at, moved_since)
      values (:writeback, :dataset, :version, :seenAt, :since)
      on conflict (writeback, dataset) do update set moved_version = excluded.moved_version,
        moved_at = excluded.moved_at, moved_since = excluded.moved_since,
        code = null, reason = null, failing_since = null
      """)
  void moved(String writeback, String dataset, @BindMethods WatchedDataset.Moved moved);

  /** Records the state in which a DataSet was found, without a run. */
  @SqlUpdate(
      """
      insert into watched_dataset (writeback, dataset, version, seen_at)
      values (:writeback, :dataset, :version, :now)
      on conflict (writeback, dataset) do update set version = excluded.version,
        seen_at = excluded.seen_at, moved_version = null, moved_at = null, moved_since = null,
        code = null, reason = null, failing_since = null
      """)
  void seen(String writeback, String dataset, String version);

  /**
   * Accepts the run of a refresh in one transaction with the state that it is the refresh to, so
   * that no crash loses it or repeats it.
   */
  @Transaction
  default AcceptedRun accept(
      RunRequest request, String dataset, String version, String remark, Fire.Tries tries) {
    seen(request.writeback(), dataset, version);
    return acceptSeen(request, dataset, version, remark, tries);
  }

  /**
   * Accepts a run although the state has not settled, as it should have by now; once it has
   * settled, another run follows.
   *
   * @param moved the state
   */
  @Transaction
  default AcceptedRun acceptUnsettled(
      RunRequest request,
      String dataset,
      WatchedDataset.Moved moved,
      String remark,
      Fire.Tries tries) {
    moved(request.writeback(), dataset, moved);
    return acceptSeen(request, dataset, moved.version(), remark, tries);
  }

  private AcceptedRun acceptSeen(
      RunRequest request, String dataset, String version, String remark, Fire.Tries tries) {
    RunRequests requests = requests();
    Optional<RunEntry> known = requests.answered(request.runKey());
    if (known.isPresent()) {
      return new AcceptedRun(known.get(), false);
    }
    AcceptedRun accepted = requests.accept(request, null);
    String run = accepted.run().id();
    requests.remark(run, remark);
    waited(run, version);
    followUps().insert(run, dataset, tries);
    return accepted;
  }

  /** The trigger has waited: a run that finds the same state does not wait a second time. */
  @SqlUpdate("update run set seen_version = :version, seen_at = 0 where id = :runId")
  void waited(String runId, String version);

  /** Records that a DataSet could not be polled; what was seen of it before stays. */
  @SqlUpdate(
      """
      insert into watched_dataset (writeback, dataset, code, reason, failing_since)
      values (:writeback, :dataset, :code, :reason, :now)
      on conflict (writeback, dataset) do update set code = excluded.code,
        reason = excluded.reason,
        failing_since = coalesce(watched_dataset.failing_since, excluded.failing_since)
      """)
  void failing(String writeback, String dataset, Code code, String reason);
}
