package io.writeback.camel;

import io.writeback.dataset.DatasetSource;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Stages the rows of the run that comes by; the body stays the run. */
final class SnapshotProducer extends DefaultProducer {
  private final DatasetSource source;

  SnapshotProducer(WritebackEndpoint endpoint, DatasetSource source) {
    super(endpoint);
    this.source = source;
  }

  @Override
  public void process(Exchange exchange) {
    Bodies.run(exchange).stageOnce(source);
  }
}
