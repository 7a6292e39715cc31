package io.writeback.camel;

import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Refreshable;
import io.writeback.dataset.SourceState;
import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.WatchedDataset;
import io.writeback.ledger.WatchedDatasetStore;
import io.writeback.problem.Lengths;
import io.writeback.problem.WritebackException;
import io.writeback.process.FatalErrors;
import io.writeback.schedule.RefreshDecision;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;

/**
 * Looks at a DataSet again and again, and starts a run when it was filled anew. The route behind it
 * gets the accepted run's id.
 */
final class RefreshConsumer extends ScheduledPollConsumer {
  private final WritebackServices services;
  private final Dispatcher runner;
  private final Refreshable source;
  private final String dataset;
  private final WatchPolicy terms;

  RefreshConsumer(
      WritebackEndpoint endpoint,
      Processor processor,
      WritebackServices services,
      Dispatcher runner,
      DatasetSource source,
      WatchPolicy terms) {
    super(endpoint, processor);
    this.services = services;
    this.runner = runner;
    this.source = (Refreshable) source;
    this.dataset = source.describe() + " of account " + terms.account();
    this.terms = terms;
    setDelay(terms.every().toMillis());
    setInitialDelay(0);
    setGreedy(false);
  }

  @Override
  protected int poll() throws Exception {
    if (services.isEnding()) {
      return 0;
    }
    try {
      return look();
    } catch (LedgerException e) {
      services.broken(e);
      return 0;
    } catch (Error e) {
      // Camel would log it, and poll again.
      FatalErrors.caught(e);
      throw e;
    }
  }

  private int look() throws Exception {
    Optional<WatchedDataset> known = ledger().find(terms.writeback(), dataset);
    SourceState state;
    try {
      state = source.state();
    } catch (WritebackException e) {
      failing(known, e);
      return 0;
    }
    known
        .filter(watched -> watched.code() != null)
        .ifPresent(watched -> told("DataSet can be looked at again", "since", watched.code()));
    String version = state.version();
    switch (RefreshDecision.of(known, version, terms.onFirst())) {
      case RUN -> {
        return settle(known, state);
      }
      case REMEMBER -> {
        ledger().seen(terms.writeback(), dataset, version);
        if (known.map(WatchedDataset::version).isEmpty()) {
          told("DataSet is watched", "version", version);
        }
      }
      case NOTHING -> {
        return 0;
      }
    }
    return 1;
  }

  /** Starts the run of a refresh that has settled; one that has not is recorded. */
  private int settle(Optional<WatchedDataset> known, SourceState state) throws Exception {
    Instant now = services.clock().instant();
    Optional<WatchedDataset.Moved> before = known.map(WatchedDataset::moved);
    RefreshWait wait = RefreshWait.of(terms.settling(), before, state, now);
    if (wait.isSettled()) {
      run(known, state.version());
      return 1;
    }
    if (wait.isTooLong()) {
      runUnsettled(wait.moved(), now);
      return 1;
    }
    if (before.filter(wait.moved()::equals).isEmpty()) {
      ledger().moved(terms.writeback(), dataset, wait.moved());
      told(
          "DataSet was refreshed, and has to settle before its run",
          "version",
          state.version(),
          "settle",
          Lengths.text(terms.settling().time()),
          "until",
          now.plus(wait.left()));
    }
    return 0;
  }

  private void run(Optional<WatchedDataset> known, String version) throws Exception {
    // A schedule may fire at the very time at which a DataSet was filled: hence another form.
    AcceptedRun accepted =
        ledger()
            .accept(
                request("@refreshed:" + version),
                dataset,
                version,
                "for the refresh of the DataSet at " + version,
                terms.tries());
    told(
        "DataSet was refreshed",
        "run",
        accepted.run().id(),
        "version",
        version,
        "before",
        known.map(WatchedDataset::version).orElse(null));
    begin(accepted);
  }

  /** Otherwise a DataSet that never settles would start no run at all, unnoticed. */
  private void runUnsettled(WatchedDataset.Moved moved, Instant now) throws Exception {
    String limit = Lengths.text(terms.settling().limit());
    AcceptedRun accepted =
        ledger()
            .acceptUnsettled(
                request("@unsettled:" + moved.since() + ":" + moved.version()),
                dataset,
                new WatchedDataset.Moved(moved.version(), moved.seenAt(), now),
                "for the refresh of the DataSet at %s, which kept changing for %s and did not settle: its rows may be older ones, and a run follows when it has"
                    .formatted(moved.version(), limit),
                terms.tries());
    told(
        "DataSet does not settle, and is read all the same",
        "run",
        accepted.run().id(),
        "version",
        moved.version(),
        "since",
        moved.since());
    begin(accepted);
  }

  private RunRequest request(String key) {
    return RunRequest.of(services.runs().newId(), terms.writeback() + key, terms.writeback())
        .settling();
  }

  private void begin(AcceptedRun accepted) throws Exception {
    if (!accepted.run().state().ended()) {
      runner.submit(accepted.run());
    }
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(accepted.run().id());
    getProcessor().process(exchange);
    if (exchange.getException() != null) {
      getExceptionHandler()
          .handleException(
              "the steps behind the refresh failed; the run was accepted",
              exchange,
              exchange.getException());
    }
  }

  /** Told once for each reason: the DataSet is looked at all the time. */
  private void failing(Optional<WatchedDataset> known, WritebackException e) {
    if (known.map(WatchedDataset::code).filter(e.code().id()::equals).isEmpty()) {
      EventLog.warning(
          "DataSet cannot be looked at",
          "dataset",
          dataset,
          "writeback",
          terms.writeback(),
          "every",
          terms.every(),
          "reason",
          e.getMessage());
      ledger().failing(terms.writeback(), dataset, e.code().id(), e.getMessage());
    }
  }

  private void told(String what, Object... facts) {
    Object[] all = new Object[facts.length + 4];
    all[0] = "dataset";
    all[1] = dataset;
    all[2] = "writeback";
    all[3] = terms.writeback();
    System.arraycopy(facts, 0, all, 4, facts.length);
    EventLog.event(what, all);
  }

  private WatchedDatasetStore ledger() {
    return services.ledger().watchedDatasets();
  }
}
