package io.writeback.camel.pipeline;

import io.writeback.batch.Batch;
import io.writeback.batch.BatchWatch;
import io.writeback.http.HttpRequest;
import io.writeback.http.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether and when Camel's error handler repeats the step of a batch.
 *
 * <p>The delay is set on every failed attempt: if it were set on some only, Camel would take it as
 * the base of its own back-off (measured: after a Retry-After of 400 ms it waited 800, then 1,600).
 */
public final class Redelivery implements Processor {
  private static final Logger LOG = LoggerFactory.getLogger(Redelivery.class);
  private static final String AGAIN = "writebackTryAgain";

  private final RetryPolicy policy;
  private final BatchWatch watch;
  private final Consumer<HttpRequest> retried;

  /**
   * @param retried called with each request that will be sent again
   */
  Redelivery(RetryPolicy policy, BatchWatch watch, Consumer<HttpRequest> retried) {
    this.policy = policy;
    this.watch = watch;
    this.retried = retried;
  }

  /** Runs when an attempt has failed, before Camel computes the delay. */
  @Override
  public void process(Exchange exchange) {
    Batch batch = exchange.getMessage().getBody(Batch.class);
    RuntimeException failure =
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, RuntimeException.class);
    Optional<Duration> delay = batch.failed(failure, policy, ThreadLocalRandom.current());
    watch.failed(batch, failure, delay.isPresent());
    delay.ifPresent(
        wait -> {
          LOG.debug(
              "a try failed, and is repeated in {} ms: {}", wait.toMillis(), failure.getMessage());
          exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis());
        });
    exchange.setProperty(AGAIN, delay.isPresent());
    // A login that failed comes before the first request.
    if (delay.isPresent() && batch.sent() != null) {
      retried.accept(batch.sent());
    }
  }

  public boolean again(Exchange exchange) {
    return exchange.getProperty(AGAIN, false, Boolean.class);
  }
}
