package io.writeback.camel;

import io.writeback.batch.Batch;
import io.writeback.destination.ReadBack;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * A doubtful batch and what the destination holds make a batch of what is still to be sent. If the
 * destination cannot tell, all of it is sent again: the same values, so nothing is wrong by it.
 */
final class ReadBackStrategy implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange original, Exchange asked) {
    if (asked.getException() == null && asked.getMessage().getBody() instanceof ReadBack found) {
      original.getMessage().getBody(Batch.class).readBack(found);
    }
    return original;
  }
}
