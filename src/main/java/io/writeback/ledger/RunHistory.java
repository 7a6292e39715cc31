package io.writeback.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** What was written down about runs: for people and scripts, and for whoever goes on with them. */
public final class RunHistory {
  private static final String SUMMARIES =
      """
      select run.*,
        coalesce((select sum(confirmed + differs) from batch where run_id = run.id), 0) as written,
        coalesce((select sum(rejected) from batch where run_id = run.id), 0) as rejected,
        coalesce(finished_at,
          (select max(coalesce(settled_at, intent_at)) from batch where run_id = run.id),
          accepted_at) as last_event
      from run
      """;

  private final LedgerStore store;

  RunHistory(LedgerStore store) {
    this.store = store;
  }

  /**
   * Runs, the newest first.
   *
   * @param writeback only of this one; null for all
   * @param states only those in one of these
   */
  public List<RunSummary> list(String writeback, Collection<RunState> states, int limit) {
    if (states.isEmpty()) {
      return List.of();
    }
    return store.read(
        handle ->
            handle
                .createQuery(
                    SUMMARIES
                        + " where state in (<states>) and (:writeback is null"
                        + " or writeback = :writeback)"
                        + " order by accepted_number desc limit :limit")
                .bindList("states", states.stream().map(RunState::name).toList())
                .bind("writeback", writeback)
                .bind("limit", limit)
                .map(RunHistory::summary)
                .list());
  }

  /** A run in a list of its own. */
  public Optional<RunSummary> summary(String runId) {
    return store.read(
        handle ->
            handle
                .createQuery(SUMMARIES + " where id = :run")
                .bind("run", runId)
                .map(RunHistory::summary)
                .findOne());
  }

  /** The ids that begin so, the newest first, at most {@code most}. */
  public List<String> idsBeginning(String prefix, int most) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select id from run where substr(id, 1, length(:prefix)) = :prefix"
                        + " order by accepted_number desc limit :most")
                .bind("prefix", prefix)
                .bind("most", most)
                .mapTo(String.class)
                .list());
  }

  public Optional<RunEntry> find(String runId) {
    return store.read(
        handle ->
            handle
                .createQuery("select * from run where id = ?")
                .bind(0, runId)
                .map(LedgerRows::run)
                .findOne());
  }

  /** Runs that did not come to their end, oldest first. */
  public List<RunEntry> unfinished() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select * from run"
                        + " where state in "
                        + LedgerRows.UNFINISHED
                        + " order by accepted_number")
                .map(LedgerRows::run)
                .list());
  }

  /** See {@link TargetOrder#overtakenBy}. */
  public Optional<String> overtakenBy(String runId) {
    return store.read(handle -> TargetOrder.overtakenBy(handle, runId));
  }

  /** What a run with a plan writes to; whoever goes on with it has to hold this target. */
  public Optional<String> plannedTarget(String runId) {
    return store.read(
        handle ->
            handle
                .createQuery("select target from run where id = ? and plan is not null")
                .bind(0, runId)
                .mapTo(String.class)
                .findOne());
  }

  /** Another run on a target that is not over and has batches without an account, the oldest. */
  public Optional<RunEntry> openOn(String target, String butRun) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select * from run where target || '' = :target and id <> :run and state in "
                        + LedgerRows.UNFINISHED
                        + " and exists (select 1 from batch"
                        + " where run_id = run.id and batch.state = 'OPEN')"
                        + " order by rows_number, accepted_number limit 1")
                .bind("target", target)
                .bind("run", butRun)
                .map(LedgerRows::run)
                .findOne());
  }

  /**
   * Runs of a writeback that have sent something to a target, the newest first, back to the last
   * one that came to its end.
   *
   * @param butRun not this one
   */
  public List<StoredRun> sentSinceComplete(String writeback, String target, String butRun) {
    List<StoredRun> found = new ArrayList<>();
    store.read(
        handle -> {
          try (var runs =
              handle
                  .createQuery(
                      "select * from run where writeback = :writeback and target = :target"
                          + " and id <> :run and plan is not null and (state in "
                          + LedgerRows.COMPLETE
                          + " or exists (select 1 from batch where run_id = run.id"
                          + " and (batch.state = 'OPEN' or requests > 0)))"
                          + " order by rows_number desc")
                  .bind("writeback", writeback)
                  .bind("target", target)
                  .bind("run", butRun)
                  .map(LedgerRows::interrupted)
                  .stream()) {
            for (var each = runs.iterator(); each.hasNext(); ) {
              found.add(each.next());
              if (found.get(found.size() - 1).run().state().isComplete()) {
                break;
              }
            }
          }
          return null;
        });
    return found;
  }

  /**
   * The last run of a writeback on a target that came to its end and has a plan, without those that
   * sent rejects of another again: they have that one's columns.
   *
   * @param butRun not this one
   */
  public Optional<StoredRun> lastComplete(String writeback, String target, String butRun) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select * from run where writeback = :writeback and target = :target"
                        + " and id <> :run and plan is not null and parent is null and state in "
                        + LedgerRows.COMPLETE
                        + " order by rows_number desc limit 1")
                .bind("writeback", writeback)
                .bind("target", target)
                .bind("run", butRun)
                .map(LedgerRows::interrupted)
                .findOne());
  }

  /** Whether a run may write less columns than the last complete one did. */
  public boolean columnsAccepted(String runId) {
    return store.read(handle -> RunRequests.columnsAccepted(handle, runId));
  }

  /** The highest number that the plan of any run took on a target; 0 if none did. */
  public long highestNumber(String target) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select coalesce(max(number_taken), 0) from run"
                        + " where target = ? and number_taken > 0")
                .bind(0, target)
                .mapTo(Long.class)
                .one());
  }

  /** When a run was asked to cancel, if it was. */
  public Optional<Instant> cancelAsked(String runId) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select cancel_asked_at from run"
                        + " where id = ? and cancel_asked_at is not null")
                .bind(0, runId)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
  }

  /** What is stored of a run's snapshot and plan; the file of the snapshot may be gone. */
  public Optional<StoredRun> stored(String runId) {
    return store.read(
        handle ->
            handle
                .createQuery("select * from run where id = ? and snapshot_file is not null")
                .bind(0, runId)
                .map(LedgerRows::interrupted)
                .findOne());
  }

  /** What a person should know of a run, one sentence each. */
  public List<String> remarks(String runId) {
    return store.read(
        handle ->
            handle
                .createQuery("select remarks from run where id = ? and remarks is not null")
                .bind(0, runId)
                .mapTo(String.class)
                .findOne()
                .map(text -> List.of(text.split("\n")))
                .orElse(List.of()));
  }

  /** The runs that sent rejects of a run again, the oldest first. */
  public List<String> replaysOf(String runId) {
    return store.read(
        handle ->
            handle
                .createQuery("select id from run where parent = ? order by accepted_number")
                .bind(0, runId)
                .mapTo(String.class)
                .list());
  }

  /** The run that has a key, if one was accepted under it. */
  public Optional<RunEntry> underKey(String runKey) {
    return store.read(
        handle ->
            handle
                .createQuery("select * from run where run_key = ?")
                .bind(0, runKey)
                .map(LedgerRows::run)
                .findOne());
  }

  /** When the snapshot of a run was removed, if it was. */
  public Optional<Instant> snapshotRemovedAt(String runId) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select snapshot_removed_at from run"
                        + " where id = ? and snapshot_removed_at is not null")
                .bind(0, runId)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
  }

  /** The snapshots of runs that are over and do not go on, the oldest first. */
  public List<KeptSnapshot> keptSnapshots() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select id, snapshot_file, code, finished_at,"
                        + " case when exists (select 1 from reject where run_id = run.id"
                        + " and reject.state = 'OPEN') then 1 else 0 end as open_rejects"
                        + " from run where snapshot_file is not null"
                        + " and snapshot_removed_at is null and finished_at is not null"
                        + " and state not in "
                        + LedgerRows.UNFINISHED
                        + " order by finished_at")
                .map(
                    (row, context) ->
                        new KeptSnapshot(
                            row.getString("id"),
                            row.getString("snapshot_file"),
                            row.getString("code"),
                            LedgerRows.instant(row, "finished_at"),
                            row.getLong("open_rejects") > 0))
                .list());
  }

  private static RunSummary summary(ResultSet row, StatementContext context) throws SQLException {
    return new RunSummary(
        LedgerRows.run(row, context),
        row.getLong("written"),
        row.getLong("rejected"),
        LedgerRows.instant(row, "last_event"));
  }
}
