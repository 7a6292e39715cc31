package io.writeback.ledger;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The DataSets whose refresh starts runs: what was last seen of each. */
public final class WatchedDatasets {
  private final LedgerStore store;

  WatchedDatasets(LedgerStore store) {
    this.store = store;
  }

  public Optional<WatchedDataset> find(String writeback, String dataset) {
    return store.read(handle -> find(handle, writeback, dataset));
  }

  /** All that were looked at for a writeback. */
  public List<WatchedDataset> of(String writeback) {
    return store.read(
        handle ->
            handle
                .createQuery("select * from watched_dataset where writeback = ? order by dataset")
                .bind(0, writeback)
                .map(
                    (row, context) ->
                        new WatchedDataset(
                            row.getString("writeback"),
                            row.getString("dataset"),
                            row.getString("version"),
                            LedgerRows.instant(row, "seen_at"),
                            row.getString("code"),
                            row.getString("reason"),
                            LedgerRows.instant(row, "failing_since")))
                .list());
  }

  private static Optional<WatchedDataset> find(Handle handle, String writeback, String dataset) {
    return handle
        .createQuery("select * from watched_dataset where writeback = ? and dataset = ?")
        .bind(0, writeback)
        .bind(1, dataset)
        .map(
            (row, context) ->
                new WatchedDataset(
                    writeback,
                    dataset,
                    row.getString("version"),
                    LedgerRows.instant(row, "seen_at"),
                    row.getString("code"),
                    row.getString("reason"),
                    LedgerRows.instant(row, "failing_since")))
        .findOne();
  }

  /** Puts down the state in which a DataSet was found, without a run. */
  public void seen(String writeback, String dataset, String version) {
    store.write(handle -> put(handle, writeback, dataset, version));
  }

  /**
   * Accepts the run of a refresh in one transaction with the state that it is the refresh to, so
   * that no crash loses it or repeats it.
   */
  public Ledger.Accepted accept(
      RunRequest request, String dataset, String version, String remark, Fire.Tries tries) {
    return store.write(
        handle -> {
          put(handle, request.writeback(), dataset, version);
          Optional<RunEntry> known = RunRequests.answered(handle, request);
          if (known.isPresent()) {
            return new Ledger.Accepted(known.get(), false);
          }
          Ledger.Accepted accepted = RunRequests.accept(handle, request, null, store.now(handle));
          RunRequests.remark(handle, accepted.run().id(), remark);
          Triggered.insert(handle, accepted.run().id(), dataset, tries);
          return accepted;
        });
  }

  private int put(Handle handle, String writeback, String dataset, String version) {
    return handle.execute(
        "insert into watched_dataset (writeback, dataset, version, seen_at) values (?, ?, ?, ?)"
            + " on conflict (writeback, dataset) do update set version = excluded.version,"
            + " seen_at = excluded.seen_at, code = null, reason = null, failing_since = null",
        writeback,
        dataset,
        version,
        store.now(handle));
  }

  /** Puts down that a DataSet could not be looked at; what was seen of it before stays. */
  public void failing(String writeback, String dataset, String code, String reason) {
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
