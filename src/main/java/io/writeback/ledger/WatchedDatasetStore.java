package io.writeback.ledger;

import io.writeback.problem.Code;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The DataSets whose refresh starts runs: what was last seen of each. */
public final class WatchedDatasetStore {
  private final LedgerStore store;

  WatchedDatasetStore(LedgerStore store) {
    this.store = store;
  }

  public Optional<WatchedDataset> find(String writeback, String dataset) {
    return store.find(
        WatchedDataset.class,
        "select * from watched_dataset where writeback = ? and dataset = ?",
        writeback,
        dataset);
  }

  /** The watched DataSets of a writeback. */
  public List<WatchedDataset> of(String writeback) {
    return store.list(
        WatchedDataset.class,
        "select * from watched_dataset where writeback = ? order by dataset",
        writeback);
  }

  /** Records a state that has to settle before a run is started for it. */
  public void moved(String writeback, String dataset, WatchedDataset.Moved moved) {
    store.write(handle -> moved(handle, writeback, dataset, moved));
  }

  private static int moved(
      Handle handle, String writeback, String dataset, WatchedDataset.Moved moved) {
    return handle.execute(
        "insert into watched_dataset (writeback, dataset, moved_version, moved_at, moved_since)"
            + " values (?, ?, ?, ?, ?)"
            + " on conflict (writeback, dataset) do update set"
            + " moved_version = excluded.moved_version, moved_at = excluded.moved_at,"
            + " moved_since = excluded.moved_since,"
            + " code = null, reason = null, failing_since = null",
        writeback,
        dataset,
        moved.version(),
        moved.seenAt(),
        moved.since());
  }

  /** Records the state in which a DataSet was found, without a run. */
  public void seen(String writeback, String dataset, String version) {
    store.write(handle -> put(handle, writeback, dataset, version));
  }

  /**
   * Accepts the run of a refresh in one transaction with the state that it is the refresh to, so
   * that no crash loses it or repeats it.
   */
  public AcceptedRun accept(
      RunRequest request, String dataset, String version, String remark, Fire.Tries tries) {
    return store.write(
        handle -> {
          put(handle, request.writeback(), dataset, version);
          return accept(handle, request, new Refreshed(dataset, version, remark, tries));
        });
  }

  /**
   * Accepts a run although the state has not settled, as it should have by now; once it has
   * settled, another run follows.
   *
   * @param moved the state
   */
  public AcceptedRun acceptUnsettled(
      RunRequest request,
      String dataset,
      WatchedDataset.Moved moved,
      String remark,
      Fire.Tries tries) {
    return store.write(
        handle -> {
          moved(handle, request.writeback(), dataset, moved);
          return accept(handle, request, new Refreshed(dataset, moved.version(), remark, tries));
        });
  }

  private record Refreshed(String dataset, String version, String remark, Fire.Tries tries) {}

  private AcceptedRun accept(Handle handle, RunRequest request, Refreshed refreshed) {
    Optional<RunEntry> known = RunRequests.answered(handle, request);
    if (known.isPresent()) {
      return new AcceptedRun(known.get(), false);
    }
    AcceptedRun accepted = RunRequests.accept(handle, request, null, store.now(handle));
    String run = accepted.run().id();
    RunRequests.remark(handle, run, refreshed.remark());
    // The trigger has waited: a run that finds the same state does not wait a second time.
    handle.execute(
        "update run set seen_version = ?, seen_at = 0 where id = ?", refreshed.version(), run);
    FollowUpStore.insert(handle, run, refreshed.dataset(), refreshed.tries());
    return accepted;
  }

  private int put(Handle handle, String writeback, String dataset, String version) {
    return handle.execute(
        "insert into watched_dataset (writeback, dataset, version, seen_at) values (?, ?, ?, ?)"
            + " on conflict (writeback, dataset) do update set version = excluded.version,"
            + " seen_at = excluded.seen_at, moved_version = null, moved_at = null,"
            + " moved_since = null, code = null, reason = null, failing_since = null",
        writeback,
        dataset,
        version,
        store.now(handle));
  }

  /** Records that a DataSet could not be polled; what was seen of it before stays. */
  public void failing(String writeback, String dataset, Code code, String reason) {
    store.write(
        handle ->
            handle.execute(
                "insert into watched_dataset (writeback, dataset, code, reason, failing_since)"
                    + " values (?, ?, ?, ?, ?)"
                    + " on conflict (writeback, dataset) do update set code = excluded.code,"
                    + " reason = excluded.reason,"
                    + " failing_since = coalesce(watched_dataset.failing_since,"
                    + " excluded.failing_since)",
                writeback,
                dataset,
                code,
                reason,
                store.now(handle)));
  }
}
