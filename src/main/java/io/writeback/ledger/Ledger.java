package io.writeback.ledger;

import java.io.Closeable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The durable account of runs, batches and rejects: opened once, it hands out the stores.
 *
 * <p>Every method of a store returns after its commit is on disk or throws {@link LedgerException}.
 * Every update of a run carries the run's epoch: a process that lost a run cannot write to it.
 */
public final class Ledger implements Closeable {
  private final LedgerStore store;

  Ledger(LedgerStore store) {
    this.store = store;
  }

  /**
   * Opens a ledger, making or upgrading its tables.
   *
   * @param clock for a ledger that has none of its own
   * @throws LedgerException naming the place and what to do
   */
  public static Ledger open(LedgerAddress address, InstantSource clock) {
    return new Ledger(LedgerStore.open(address, clock));
  }

  /** Accepts runs. */
  public RequestStore requests() {
    return new RequestStore(store);
  }

  /** Records how runs progress. */
  public RunStore runs() {
    return new RunStore(store);
  }

  /** Reads runs. */
  public RunHistory history() {
    return new RunHistory(store);
  }

  public BatchStore batches() {
    return new BatchStore(store);
  }

  public RejectStore rejects() {
    return new RejectStore(store);
  }

  /** Which run may write to which target. */
  public LeaseStore leases() {
    return new LeaseStore(store);
  }

  /** What destinations have confirmed. */
  public FingerprintStore fingerprints() {
    return new FingerprintStore(store);
  }

  /** Which times schedules have fired for. */
  public ScheduleStore schedules() {
    return new ScheduleStore(store);
  }

  /** The DataSets whose refresh starts runs. */
  public WatchedDatasetStore watchedDatasets() {
    return new WatchedDatasetStore(store);
  }

  /** Retries and notifications after the end of triggered runs. */
  public FollowUpStore followUps() {
    return new FollowUpStore(store);
  }

  /** Run events until the broker has them. */
  public OutboxStore outbox() {
    return new OutboxStore(store);
  }

  /** Row messages of a writeback that are being grouped. */
  public RowGroupStore rowGroups(String writeback) {
    return new RowGroupStore(store, writeback);
  }

  /** The writebacks that have rows in groups which no run has yet. */
  public List<String> writebacksWithRowGroups() {
    return RowGroupStore.writebacks(store);
  }

  /** Removes runs that ended long ago. */
  public EndedRuns endedRuns() {
    return new EndedRuns(store);
  }

  /**
   * Signals a poller when there may be something new.
   *
   * @param interval the longest time between two polls
   */
  public ChangeSignal changes(Duration interval) {
    return new ChangeSignal(store, interval);
  }

  /**
   * Checked before a request is sent.
   *
   * @throws LedgerException if its file was deleted or replaced since it was opened
   */
  public void requireSame() {
    store.requireSame();
  }

  /**
   * Shutdown has begun: from now on an outage of the ledger is waited out for a few seconds only.
   */
  public void hurry() {
    store.hurry();
  }

  /** A write without meaning; returns once it is on disk. */
  public void probe() {
    store.write(
        handle ->
            handle.execute(
                "insert into ledger_writer (id, last_group, used_at) values ('probe', 0, ?)"
                    + " on conflict (id) do update set used_at = excluded.used_at",
                store.now(handle)));
  }

  @Override
  public void close() {
    store.close();
  }
}
