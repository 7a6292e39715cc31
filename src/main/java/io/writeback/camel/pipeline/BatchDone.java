package io.writeback.camel.pipeline;

import io.writeback.batch.Batch;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Releases the place of a batch that has left the pipeline. An exception, which only a bug or the
 * ledger can cause here, ends the run.
 */
final class BatchDone implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange before, Exchange done) {
    Batch batch = done.getMessage().getBody(Batch.class);
    if (done.getException() != null) {
      batch.book().broken(done.getException());
      done.setException(null);
    }
    batch.release();
    return done;
  }
}
