package io.writeback.camel;

import io.writeback.batch.Batch;
import io.writeback.destination.Receipt;
import io.writeback.http.CallFailure;
import io.writeback.http.RetryPolicy;
import io.writeback.run.Books;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
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
  private final Supplier<Books> books;

  /**
   * @param books say whether the run of a batch goes on, and whether it has tries left
   */
  Redelivery(RetryPolicy policy, Supplier<Books> books) {
    this.policy = policy;
    this.books = books;
  }

  /** Runs when a try has failed, before Camel computes the delay. */
  @Override
  public void process(Exchange exchange) {
    Batch batch = exchange.getMessage().getBody(Batch.class);
    RuntimeException failure =
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, RuntimeException.class);
    Optional<Duration> delay =
        failure instanceof CallFailure failed ? delay(batch, failed) : Optional.empty();
    batch.tryAgain(delay.isPresent());
    if (delay.isPresent()) {
      exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay.get().toMillis());
    } else if (failure instanceof CallFailure failed && isRefusal(batch, failed)) {
      batch.answered(new Receipt.Refused(failed.refusal().orElseThrow()));
    } else {
      batch.givenUp(failure);
    }
  }

  /** Whether a record may be to blame: not where the destination asks for time, or the run ends. */
  private boolean isRefusal(Batch batch, CallFailure failed) {
    return failed.refusal().isPresent()
        && !policy.isForLater(failed)
        && !books.get().stopping(batch);
  }

  private Optional<Duration> delay(Batch batch, CallFailure failed) {
    batch.tried(failed);
    // While a culprit is searched for, the search itself is the other try of a group; one record
    // alone is called a culprit for what comes again at every try.
    boolean searching = failed.refusal().isPresent() && batch.isSearching();
    return books.get().stopping(batch) || searching || policy.isForLater(failed)
        ? Optional.empty()
        : policy
            .delay(failed, batch.triesOfPart(), ThreadLocalRandom.current())
            .filter(delay -> books.get().mayTryAgain(batch, failed));
  }

  /** Whether there is another try. */
  public boolean again(Exchange exchange) {
    return exchange.getMessage().getBody(Batch.class).isTriedAgain();
  }
}
