package io.writeback.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads runs: for people and scripts, and for the process that resumes them. */
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
                .bindList("states", states)
                .bind("writeback", writeback)
                .bind("limit", limit)
                .mapTo(RunSummary.class)
                .list());
  }

  public Optional<RunSummary> summary(String runId) {
    return store.find(RunSummary.class, SUMMARIES + " where id = ?", runId);
  }

  /** The ids that begin so, the newest first, at most {@code most}. */
  public List<String> idsBeginning(String prefix, int most) {
    return store.list(
        String.class,
        "select id from run where substr(id, 1, length(?)) = ?"
            + " order by accepted_number desc limit ?",
        prefix,
        prefix,
        most);
  }

  public Optional<RunEntry> find(String runId) {
    return store.find(RunEntry.class, "select * from run where id = ?", runId);
  }

  /** Runs that have not ended, or can be resumed; the oldest first. */
  public List<RunEntry> unfinished() {
    return store.list(
        RunEntry.class,
        "select * from run where state in " + LedgerRows.UNFINISHED + " order by accepted_number");
  }

  /** See {@link TargetOrder#overtakenBy}. */
  public Optional<String> overtakenBy(String runId) {
    return store.read(handle -> TargetOrder.overtakenBy(handle, runId));
  }

  /** The target of a run that has a plan: whoever resumes the run has to hold it. */
  public Optional<String> plannedTarget(String runId) {
    return store.find(
        String.class, "select target from run where id = ? and plan is not null", runId);
  }

  /** Another unfinished run on a target that has batches without an account, the oldest. */
  public Optional<RunEntry> openOn(String target, String butRun) {
    return store.find(
        RunEntry.class,
        "select * from run where target || '' = ? and id <> ? and state in "
            + LedgerRows.UNFINISHED
            + " and exists (select 1 from batch where run_id = run.id and batch.state = 'OPEN')"
            + " order by rows_number, accepted_number limit 1",
        target,
        butRun);
  }

  /**
   * Runs of a writeback that have sent something to a target, the newest first, back to the last
   * complete one.
   *
   * @param butRun not this one
   */
  public List<StoredRun> sentSinceComplete(String writeback, String target, String butRun) {
    List<StoredRun> found = new ArrayList<>();
    store.read(
        handle -> {
          try (var runs =
              handle
                  .select(
                      "select * from run where writeback = ? and target = ?"
                          + " and id <> ? and plan is not null and (state in "
                          + LedgerRows.COMPLETE
                          + " or exists (select 1 from batch where run_id = run.id"
                          + " and (batch.state = 'OPEN' or requests > 0)))"
                          + " order by rows_number desc",
                      writeback,
                      target,
                      butRun)
                  .mapTo(StoredRun.class)
                  .iterator()) {
            while (runs.hasNext()
                && (found.isEmpty() || !found.get(found.size() - 1).run().state().isComplete())) {
              found.add(runs.next());
            }
          }
          return null;
        });
    return found;
  }

  /**
   * The last complete run of a writeback on a target, without replays: those have the columns of
   * their parent.
   *
   * @param butRun not this one
   */
  public Optional<StoredRun> lastComplete(String writeback, String target, String butRun) {
    return store.find(
        StoredRun.class,
        "select * from run where writeback = ? and target = ?"
            + " and id <> ? and plan is not null and parent is null and state in "
            + LedgerRows.COMPLETE
            + " order by rows_number desc limit 1",
        writeback,
        target,
        butRun);
  }

  /** Whether a run may write fewer columns than the last complete one did. */
  public boolean columnsAccepted(String runId) {
    return store.exists("select 1 from run where id = ? and columns_accepted = 1", runId);
  }

  /** The highest number that the plan of any run took on a target; 0 if none did. */
  public long highestNumber(String target) {
    return store
        .find(
            Long.class,
            "select coalesce(max(number_taken), 0) from run where target = ? and number_taken > 0",
            target)
        .orElseThrow();
  }

  /** When a run was asked to cancel, if it was. */
  public Optional<Instant> cancelAsked(String runId) {
    return store.find(
        Instant.class,
        "select cancel_asked_at from run where id = ? and cancel_asked_at is not null",
        runId);
  }

  /** A run that has a snapshot; the file may be gone. */
  public Optional<StoredRun> stored(String runId) {
    return store.find(
        StoredRun.class, "select * from run where id = ? and snapshot_file is not null", runId);
  }

  /** What a person should know of a run, one sentence each. */
  public List<String> remarks(String runId) {
    return store
        .find(String.class, "select remarks from run where id = ? and remarks is not null", runId)
        .map(text -> List.of(text.split("\n")))
        .orElse(List.of());
  }

  /** The replays of the rejects of a run, the oldest first. */
  public List<String> replaysOf(String runId) {
    return store.list(
        String.class, "select id from run where parent = ? order by accepted_number", runId);
  }

  /** The run that was accepted under a key. */
  public Optional<RunEntry> underKey(String runKey) {
    return store.find(RunEntry.class, "select * from run where run_key = ?", runKey);
  }

  /** When the snapshot of a run was removed, if it was. */
  public Optional<Instant> snapshotRemovedAt(String runId) {
    return store.find(
        Instant.class,
        "select snapshot_removed_at from run where id = ? and snapshot_removed_at is not null",
        runId);
  }

  /** The snapshots of runs that have ended and cannot be resumed, the oldest first. */
  public List<KeptSnapshot> keptSnapshots() {
    return store.list(
        KeptSnapshot.class,
        "select id, snapshot_file, code, finished_at,"
            + " case when exists (select 1 from reject where run_id = run.id"
            + " and reject.state = 'OPEN') then 1 else 0 end as open_rejects"
            + " from run where snapshot_file is not null"
            + " and snapshot_removed_at is null and finished_at is not null"
            + " and state not in "
            + LedgerRows.UNFINISHED
            + " order by finished_at");
  }
}
