package io.writeback.engine;

import io.writeback.dataset.DatasetSource;
import io.writeback.destination.Destination;
import io.writeback.ledger.ResultStore;
import io.writeback.ledger.RunEntry;
import io.writeback.log.LogScope;
import io.writeback.problem.WritebackException;
import io.writeback.run.Report;
import io.writeback.run.Run;
import io.writeback.run.Runs;
import java.util.Optional;

/** Executes one run through the route of its writeback. */
final class RunExecutor {
  private final Runs runs;
  private final Connectors connectors;
  private final RunRoute routes;
  private final ExecutionLock lock;
  private final ResultStore results;

  /**
   * @param results records where the results of each writeback go, before its run begins
   */
  RunExecutor(
      Runs runs, Connectors connectors, RunRoute routes, ExecutionLock lock, ResultStore results) {
    this.results = results;
    this.runs = runs;
    this.connectors = connectors;
    this.routes = routes;
    this.lock = lock;
  }

  /**
   * Executes an accepted or interrupted run to its end. An interrupted run without a route is sent
   * without the steps behind its sink, and so is an undo, whose plan is that of the run it undoes.
   *
   * @param patient whether to wait for its target
   */
  Report execute(RunEntry run, boolean patient) {
    try (LogScope scope = LogScope.of(run.id(), run.writeback())) {
      lock.take();
      recordResults(run.writeback());
      return runs.execute(
          run,
          runs.plannedTarget(run).orElseGet(() -> target(run)),
          patient,
          connectors::restore,
          route(run));
    }
  }

  /** A run without a route keeps what was recorded for the one before. */
  private void recordResults(String writeback) {
    if (!routes.exists(writeback)) {
      return;
    }
    Optional<ResultStore.Sink> wanted =
        routes
            .results(writeback)
            .map(target -> new ResultStore.Sink(target.destination(), target.account()));
    if (!wanted.equals(results.sink(writeback))) {
      wanted.ifPresentOrElse(
          sink -> results.deliver(writeback, sink.destination(), sink.account()),
          () -> results.keep(writeback));
    }
  }

  private Runs.Route route(RunEntry run) {
    if (run.isUndo()) {
      return this::undo;
    }
    return routes.exists(run.writeback()) ? new Whole(run.writeback()) : routes::sendBatches;
  }

  /** The route of a writeback, from its source to its end. */
  private final class Whole implements Runs.Route {
    private final String writeback;

    Whole(String writeback) {
      this.writeback = writeback;
    }

    @Override
    public void send(Run run) throws Exception {
      if (!run.isStaged()) {
        routes.destination(writeback).beforeExport();
      }
      routes.send(run);
    }

    @Override
    public Optional<DatasetSource> source() {
      return routes.source(writeback);
    }
  }

  private void undo(Run run) throws Exception {
    run.planUndo(connectors::restore);
    routes.sendBatches(run);
  }

  private String target(RunEntry run) {
    return routes.destination(run.writeback()).target();
  }

  /** Whether no run of a writeback has come to its end yet by the route that it has today. */
  boolean isNew(String writeback) {
    return runs.isNew(writeback, routes.digest(writeback));
  }

  /** Whether what the destination of a writeback holds can be looked at. */
  boolean isLookedAt(String writeback) {
    Destination destination = routes.destination(writeback);
    return destination.isLookedAt() || destination.sendsFile();
  }

  /**
   * The slot of a run; runs of one slot are executed one after the other. The target, if it is
   * known.
   */
  String slot(RunEntry run) {
    try {
      return run.target() == null ? target(run) : run.target();
    } catch (WritebackException e) {
      // The run itself reports it.
      return "writeback " + run.writeback();
    }
  }
}
