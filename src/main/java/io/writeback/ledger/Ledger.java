package io.writeback.ledger;

import java.io.Closeable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongConsumer;

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

  /** The name and version of this program, as a ledger records it. */
  public static String program() {
    return LedgerTables.program();
  }

  /** Accepts runs. */
  public RequestStore requests() {
    return store.of(RequestStore.class);
  }

  /** Records how runs progress. */
  public RunStore runs() {
    return store.of(RunStore.class);
  }

  /** Reads runs. */
  public RunHistory history() {
    return store.of(RunHistory.class);
  }

  public BatchStore batches() {
    return store.of(BatchStore.class);
  }

  /** Which runs have sent a key. */
  public SentKeyStore sentKeys() {
    return store.of(SentKeyStore.class);
  }

  /** The intents of a run that are written one after the other, while others wait for theirs. */
  public Intents intents(long epoch) {
    return new Intents(store, epoch);
  }

  public RejectStore rejects() {
    return store.of(RejectStore.class);
  }

  /** Which run may write to which target. */
  public LeaseStore leases() {
    return store.of(LeaseStore.class);
  }

  /** Which processes share it. */
  public HeartbeatStore heartbeats() {
    return store.of(HeartbeatStore.class);
  }

  /** What all processes may have in flight at each host, and which part of it each has. */
  public HostLimitStore hostLimits() {
    return store.of(HostLimitStore.class);
  }

  /** What destinations have confirmed. */
  public FingerprintStore fingerprints() {
    return store.of(FingerprintStore.class);
  }

  /** The objects that writebacks have written. */
  public KnownObjectStore knownObjects() {
    return store.of(KnownObjectStore.class);
  }

  /** The files of runs that other machines can get. */
  public RunFileStore files() {
    return store.of(RunFileStore.class);
  }

  /** The objects that runs created. */
  public CreatedObjects created() {
    return store.of(CreatedObjects.class);
  }

  /** The objects that runs prepared. */
  public PreparedObjects prepared() {
    return store.of(PreparedObjects.class);
  }

  /** Which times schedules have fired for. */
  public ScheduleStore schedules() {
    return store.of(ScheduleStore.class);
  }

  /** The DataSets whose refresh starts runs. */
  public WatchedDatasetStore watchedDatasets() {
    return store.of(WatchedDatasetStore.class);
  }

  /** How far sources have been read to which batches are appended. */
  public SourceBatchStore sourceBatches() {
    return store.of(SourceBatchStore.class);
  }

  /** Retries after the end of triggered runs. */
  public FollowUpStore followUps() {
    return store.of(FollowUpStore.class);
  }

  /** Which writebacks need attention, and the messages about them. */
  public AlertStore alerts() {
    return store.of(AlertStore.class);
  }

  /** The results of runs until they are where people look at them. */
  public ResultStore results() {
    return store.of(ResultStore.class);
  }

  /** Run events until the broker has them. */
  public OutboxStore outbox() {
    return store.of(OutboxStore.class);
  }

  /** Row messages that are being grouped. */
  public RowGroupStore rowGroups() {
    return store.of(RowGroupStore.class);
  }

  /** Removes runs that ended long ago. */
  public EndedRuns endedRuns() {
    return store.of(EndedRuns.class);
  }

  /** Figures for monitoring. */
  public RunFigures figures() {
    return store.of(RunFigures.class);
  }

  /**
   * From now on this listener gets the nanoseconds that each commit took, with its statements; one
   * commit may have the writes of several threads.
   */
  public void onCommit(LongConsumer listener) {
    store.onCommit(listener);
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
   * Checked now and then by a process that shares it: statements of this program may be wrong for
   * the tables of a newer one.
   *
   * @throws io.writeback.problem.WritebackException if a newer program has upgraded its tables
   */
  public void requireOurs() {
    store.requireOurs();
  }

  /**
   * Shutdown has begun: from now on an outage of the ledger is waited out for a few seconds only.
   */
  public void hurry() {
    store.hurry();
  }

  /** A write without meaning; returns once it is on disk. */
  public void probe() {
    store.of(RunEvents.class).probe();
  }

  @Override
  public void close() {
    store.close();
  }
}
