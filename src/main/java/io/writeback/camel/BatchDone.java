package io.writeback.camel;

import io.writeback.batch.Batch;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * The end of a batch in the pipeline, however it ended: its place is free for the next one, and an
 * exception, which only a fault or the ledger can cause here, ends the run.
 */
final class BatchDone implements AggregationStrategy {
  private final WritebackServices services;

  BatchDone(WritebackServices services) {
    this.services = services;
  }

  @Override
  public Exchange aggregate(Exchange before, Exchange done) {
    Batch batch = done.getMessage().getBody(Batch.class);
    if (done.getException() != null) {
      services.books().broken(batch, done.getException());
      done.setException(null);
    }
    batch.release();
    return done;
  }
}
