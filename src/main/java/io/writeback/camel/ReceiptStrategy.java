package io.writeback.camel;

import io.writeback.batch.Batch;
import io.writeback.destination.Receipt;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Batch and receipt make the batch with its next part; a failed send keeps the batch as the body.
 */
final class ReceiptStrategy implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange original, Exchange sent) {
    if (sent.getException() != null) {
      original.setException(sent.getException());
    } else {
      original.getMessage().getBody(Batch.class).answered(sent.getMessage().getBody(Receipt.class));
    }
    return original;
  }
}
