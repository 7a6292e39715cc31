package io.writeback.camel;

import io.writeback.dataset.rows.RowsSource;
import io.writeback.ledger.RowGroups;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.Runs;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultProducer;

/** Accepts a run of gathered rows: one group is one request, however often it comes by. */
final class RowsProducer extends DefaultProducer {
  private final WritebackServices services;
  private final String writeback;

  RowsProducer(WritebackEndpoint endpoint, WritebackServices services, String writeback) {
    super(endpoint);
    this.services = services;
    this.writeback = writeback;
  }

  /** Where the rows of a writeback are gathered. */
  static RowsSource source(CamelContext context, WritebackServices services, String writeback) {
    RouteDefinition route =
        context
            .getCamelContextExtension()
            .getContextPlugin(Model.class)
            .getRouteDefinition(writeback);
    if (route != null
        && RouteCheck.endsOf(route, context, services).source() instanceof RowsSource source) {
      return source;
    }
    throw new WritebackException(
        Code.BAD_ROUTE_FILE,
        writeback + " is no writeback whose source is kamelet:rows-dataset-action");
  }

  @Override
  public void process(Exchange exchange) {
    String group = exchange.getExchangeId();
    String key = "rows:" + group;
    Runs runs = services.runs();
    if (runs.knows(key)) {
      return;
    }
    RowGroups.Group gathered =
        services.rowGroups(writeback).complete(group).orElseThrow(this::notGathered);
    source(exchange.getContext(), services, writeback)
        .inbox()
        .put(group, GatheredRows.rows(gathered), Clock.systemUTC().millis());
    // A run that has not read its rows yet takes these too.
    runs.accept(writeback, key);
  }

  private WritebackException notGathered() {
    return new WritebackException(
        Code.BAD_ROUTE_FILE,
        "the ledger has no such group of rows of %s: row-group-action belongs into an aggregate whose repository is %s"
            .formatted(writeback, GatheredRows.name(writeback)));
  }
}
