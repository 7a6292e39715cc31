package io.writeback.camel;

import io.writeback.dataset.rows.RowInbox;
import io.writeback.engine.Engine;
import io.writeback.ledger.RowGroupStore;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.Runs;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Accepts a run of gathered rows: one group is one request, however often it comes by. */
final class RowsProducer extends DefaultProducer {
  private final Writebacks writebacks;
  private final Engine engine;
  private final String writeback;

  RowsProducer(WritebackEndpoint endpoint, Writebacks writebacks, Engine engine) {
    super(endpoint);
    this.writebacks = writebacks;
    this.engine = engine;
    this.writeback = endpoint.subject();
  }

  /**
   * Groups that came before and have no run yet, because they failed or the process was killed, go
   * first: a run that had the later ones alone would be followed by one with older values.
   */
  @Override
  public synchronized void process(Exchange exchange) {
    String own = exchange.getProperty(GatheredRows.GROUP, "", String.class);
    if (engine.runs().knows(key(own))) {
      return;
    }
    RowGroupStore groups = engine.ledger().rowGroups(writeback);
    List<String> complete = groups.complete();
    if (!complete.contains(own)) {
      throw notGathered();
    }
    RowInbox inbox = writebacks.rows(writeback).inbox();
    complete.subList(0, complete.indexOf(own) + 1).stream()
        .map(groups::complete)
        .flatMap(Optional::stream)
        .forEach(group -> accept(group, inbox));
  }

  private void accept(RowGroupStore.Group group, RowInbox inbox) {
    Runs runs = engine.runs();
    if (!runs.knows(key(group.id()))) {
      inbox.put(group.id(), GatheredRows.rows(group), group.number());
      // A run that has not read its rows yet takes these too.
      runs.accept(writeback, key(group.id()));
    }
  }

  private static String key(String group) {
    return "rows:" + group;
  }

  private WritebackException notGathered() {
    return new WritebackException(
        Code.BAD_ROUTE_FILE,
        "the ledger has no such group of rows of %s: row-group-action belongs into an aggregate whose repository is %s"
            .formatted(writeback, GatheredRows.name(writeback)));
  }
}
