package io.writeback.engine;

import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Refreshable;
import io.writeback.dataset.SourceState;
import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.WatchedDataset;
import io.writeback.ledger.WatchedDatasetStore;
import io.writeback.problem.Lengths;
import io.writeback.problem.WritebackException;
import io.writeback.run.Runs;
import io.writeback.schedule.RefreshDecision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Polls a DataSet, and accepts a run when it was refreshed. */
public final class RefreshWatch {
  private final WatchedDatasetStore store;
  private final Runs runs;
  private final Dispatcher dispatcher;
  private final Duties duties;
  private final InstantSource clock;
  private final Refreshable source;
  private final String dataset;
  private final WatchPolicy policy;

  /**
   * @param source what is {@link Refreshable}
   */
  RefreshWatch(
      WatchedDatasetStore store,
      Runs runs,
      Dispatcher dispatcher,
      Duties duties,
      InstantSource clock,
      DatasetSource source,
      WatchPolicy policy) {
    this.store = store;
    this.runs = runs;
    this.dispatcher = dispatcher;
    this.duties = duties;
    this.clock = clock;
    this.source = (Refreshable) source;
    this.dataset = source.describe() + " of account " + policy.account();
    this.policy = policy;
  }

  /**
   * Polls once, if no other process watches the DataSet; returns the run that was accepted for a
   * refresh.
   */
  public Optional<RunEntry> poll() {
    if (!duties.isMine("watch of " + dataset + " for " + policy.writeback())) {
      return Optional.empty();
    }
    Optional<WatchedDataset> known = store.find(policy.writeback(), dataset);
    SourceState state;
    try {
      state = source.state();
    } catch (WritebackException e) {
      failing(known, e);
      return Optional.empty();
    }
    known
        .filter(watched -> watched.code() != null)
        .ifPresent(
            watched -> event("DataSet can be polled again").with("since", watched.code()).info());
    String version = state.version();
    switch (RefreshDecision.of(known, version, policy.onFirst())) {
      case RUN -> {
        return settle(known, state);
      }
      case REMEMBER -> {
        store.seen(policy.writeback(), dataset, version);
        if (known.map(WatchedDataset::version).isEmpty()) {
          event("DataSet is watched").with("version", version).info();
        }
      }
      case NOTHING -> {
        // Not refreshed since the last poll.
      }
    }
    return Optional.empty();
  }

  /** Starts the run of a refresh that has settled; records one that has not. */
  private Optional<RunEntry> settle(Optional<WatchedDataset> known, SourceState state) {
    Instant now = clock.instant();
    Optional<WatchedDataset.Moved> before = known.map(WatchedDataset::moved);
    RefreshWait wait = RefreshWait.of(policy.settling(), before, state, now);
    if (wait.isSettled()) {
      return Optional.of(run(known, state.version()));
    }
    if (wait.isTooLong()) {
      return Optional.of(runUnsettled(wait.moved(), now));
    }
    if (before.filter(wait.moved()::equals).isEmpty()) {
      store.moved(policy.writeback(), dataset, wait.moved());
      event("DataSet was refreshed, and has to settle before its run")
          .with("version", state.version())
          .with("settle", Lengths.text(policy.settling().time()))
          .with("until", now.plus(wait.left()))
          .info();
    }
    return Optional.empty();
  }

  private RunEntry run(Optional<WatchedDataset> known, String version) {
    // Must differ from the key of a schedule that fires at the same time.
    AcceptedRun accepted =
        store.accept(
            request("@refreshed:" + version).settling(),
            dataset,
            version,
            "for the refresh of the DataSet at " + version,
            policy.tries());
    event("DataSet was refreshed")
        .with("run", accepted.run().id())
        .with("version", version)
        .with("before", known.map(WatchedDataset::version).orElse(null))
        .info();
    return submitted(accepted.run());
  }

  /**
   * Or a DataSet that never settles would start no run at all, unnoticed. It reads whatever is
   * there by then: a refresh in between must not make it wait once more.
   */
  private RunEntry runUnsettled(WatchedDataset.Moved moved, Instant now) {
    String limit = Lengths.text(policy.settling().limit());
    AcceptedRun accepted =
        store.acceptUnsettled(
            request("@unsettled:" + moved.since() + ":" + moved.version()),
            dataset,
            new WatchedDataset.Moved(moved.version(), moved.seenAt(), now),
            "for the refresh of the DataSet at %s, which kept changing for %s and did not settle: its rows may be older ones, and a run follows when it has"
                .formatted(moved.version(), limit),
            policy.tries());
    event("DataSet does not settle, and is read anyway")
        .with("run", accepted.run().id())
        .with("version", moved.version())
        .with("since", moved.since())
        .info();
    return submitted(accepted.run());
  }

  private RunRequest request(String key) {
    return RunRequest.of(runs.newId(), policy.writeback() + key, policy.writeback());
  }

  private RunEntry submitted(RunEntry run) {
    if (!run.state().ended()) {
      dispatcher.submit(run);
    }
    return run;
  }

  /** Logged once for each reason, not at each poll. */
  private void failing(Optional<WatchedDataset> known, WritebackException e) {
    if (known.map(WatchedDataset::code).filter(e.code()::equals).isEmpty()) {
      event("DataSet cannot be polled")
          .with("every", policy.every())
          .with("reason", e.getMessage())
          .warn();
      store.failing(policy.writeback(), dataset, e.code(), e.getMessage());
    }
  }

  private LogEvent event(String what) {
    return LogEvent.of(what).with("dataset", dataset).with("writeback", policy.writeback());
  }
}
