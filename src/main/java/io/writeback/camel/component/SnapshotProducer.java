package io.writeback.camel.component;

import io.writeback.dataset.DatasetSource;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Stages the rows of the run that comes by; the body stays the run. One whose source does not have
 * its rows yet leaves its route here, and enters it again later.
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
      // Nothing went wrong: no error handler has to know, and no step behind this one.
      exchange.setRouteStop(true);
    }
  }
}
