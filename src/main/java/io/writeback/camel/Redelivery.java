package io.writeback.camel;

import io.writeback.batch.Batch;
import io.writeback.http.CallFailure;
import io.writeback.http.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Tells Camel's error handler whether and when a part of a batch is sent again.
 *
 * <p>The delay is set on every failed try: if it were set on some only, Camel would take it as the
 * base of its own back-off (measured: after a Retry-After of 400 ms it waited 800, then 1,600).
 */
public final class Redelivery implements Processor {
  private final RetryPolicy policy;
  private final Predicate<Batch> stopping;

  /**
   * @param stopping whether the run of a batch ends early, so that nothing is tried again now
   */
  Redelivery(RetryPolicy policy, Predicate<Batch> stopping) {
    this.policy = policy;
    this.stopping = stopping;
  }

  /** Runs when a try has failed, before Camel computes the delay. */
  @Override
  public void process(Exchange exchange) {
    Batch batch = exchange.getMessage().getBody(Batch.class);
    RuntimeException failure =
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, RuntimeException.class);
    if (failure instanceof CallFailure failed) {
      batch.tried(failed);
      Optional<Duration> delay =
          policy.delay(failed, batch.triesOfPart(), ThreadLocalRandom.current());
      if (delay.isPresent() && !stopping.test(batch)) {
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay.get().toMillis());
        return;
      }
    }
    batch.givenUp(failure);
  }

  /** Whether there is another try. */
  public boolean again(Exchange exchange) {
    return !exchange.getMessage().getBody(Batch.class).isGivenUp();
  }
}
