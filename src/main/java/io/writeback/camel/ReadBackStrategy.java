package io.writeback.camel;

import io.writeback.batch.Batch;
import io.writeback.destination.ReadBack;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.problem.WritebackException;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * A doubtful batch and what the destination holds make a batch of what is still to be sent.
 *
 * <p>If the destination cannot be asked now, it is asked again: what people have changed since is
 * not to be overwritten for the sake of one lost answer. If it refuses to tell, all of the batch is
 * sent again: the same values, as if the first try had not been made.
 */
final class ReadBackStrategy implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange original, Exchange asked) {
    if (asked.getException() == null && asked.getMessage().getBody() instanceof ReadBack found) {
      original.getMessage().getBody(Batch.class).readBack(found);
    } else if (mayTellLater(asked.getException())) {
      original.setException(asked.getException());
    }
    return original;
  }

  private static boolean mayTellLater(Exception failure) {
    return failure instanceof CallFailure failed
        ? failed.outcome().passing() || failed.outcome() == Outcome.UNAUTHORISED
        : failure instanceof WritebackException;
  }
}
