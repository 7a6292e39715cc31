package io.writeback.camel.component;

import io.writeback.dataset.DatasetSource;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Stages the rows of the run in the body. A run whose source does not have its rows yet leaves its
 * route here, and enters it again later.
 */
final class SnapshotProducer extends DefaultProducer {
  private final DatasetSource source;

  SnapshotProducer(WritebackEndpoint endpoint, DatasetSource source) {
    super(endpoint);
    this.source = source;
  }

  @Override
  public void process(Exchange exchange) {
    if (!Bodies.run(exchange).stageOnce(source)) {
      // Not a failure: neither an error handler nor a later step is called.
      exchange.setRouteStop(true);
    }
  }
}
