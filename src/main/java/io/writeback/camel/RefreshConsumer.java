package io.writeback.camel;

import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Refreshable;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.WatchedDataset;
import io.writeback.ledger.WatchedDatasets;
import io.writeback.problem.WritebackException;
import io.writeback.schedule.Refresh;
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
  private final RefreshTerms terms;

  RefreshConsumer(
      WritebackEndpoint endpoint,
      Processor processor,
      WritebackServices services,
      Dispatcher runner,
      DatasetSource source,
      RefreshTerms terms) {
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
    }
  }

  private int look() throws Exception {
    Optional<WatchedDataset> known = ledger().find(terms.writeback(), dataset);
    String version;
    try {
      version = source.version();
    } catch (WritebackException e) {
      failing(known, e);
      return 0;
    }
    known
        .filter(watched -> watched.code() != null)
        .ifPresent(watched -> told("DataSet can be looked at again", "since", watched.code()));
    switch (Refresh.of(known, version, terms.onFirst())) {
      case RUN -> run(known, version);
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

  private void run(Optional<WatchedDataset> known, String version) throws Exception {
    // A schedule may fire at the very time at which a DataSet was filled: hence another form.
    String key = terms.writeback() + "@refreshed:" + version;
    Ledger.Accepted accepted =
        ledger()
            .accept(
                RunRequest.of(services.runs().newId(), key, terms.writeback()),
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

  private WatchedDatasets ledger() {
    return services.ledger().watchedDatasets();
  }
}
