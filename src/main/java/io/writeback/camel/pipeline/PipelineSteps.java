package io.writeback.camel.pipeline;

import io.writeback.batch.Batch;
import io.writeback.batch.BatchWatch;
import io.writeback.batch.Step;
import io.writeback.http.HttpRequest;
import io.writeback.log.LogScope;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;

/** The beans of the pipeline routes; each delegates to the batch. */
public final class PipelineSteps {
  /** A cancelled run must not wait for the destination's polling interval. */
  private static final long LONGEST_PAUSE = 250;

  private final BatchWatch watch;

  PipelineSteps(BatchWatch watch) {
    this.watch = watch;
  }

  /** What is logged from here on is about the batch, until its thread has another one. */
  public void begin(Batch batch) {
    LogScope.batch(batch.number());
    watch.begins(batch);
  }

  /** Decides the next step; whether there is one. */
  public boolean hasNext(Batch batch) {
    watch.decides(batch);
    return !(batch.next(Instant.now()) instanceof Step.Done);
  }

  /** How many milliseconds to wait before the step is checked again. */
  public long pause(Batch batch) {
    if (isDue(batch)) {
      return 0;
    }
    batch.book().waiting();
    return Math.min(LONGEST_PAUSE, batch.step().after().toMillis() + 1);
  }

  public boolean isDue(Batch batch) {
    return batch.step().after().compareTo(Duration.ZERO) <= 0;
  }

  /** Sets the request of the step as camel-http expects it; no other header is sent. */
  public void request(Batch batch, Exchange exchange) {
    watch.sends(batch);
    HttpRequest request = batch.send();
    Message message = exchange.getMessage();
    message.removeHeaders("*", "CamelRedeliver*");
    request.headers().forEach(message::setHeader);
    // Camel looks for a converter of a text each time, and finds none.
    message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(request.method()));
    message.setHeader(Exchange.HTTP_URI, request.uri().toString());
    message.setBody(request.entity());
  }

  /** Records the outcome of every row of the batch. */
  public void settle(Batch batch) {
    watch.settles(batch);
    try {
      batch.book().settle(batch);
    } finally {
      watch.settled(batch);
    }
  }

  /**
   * Releases the place of a batch that has left the pipeline. An exception, which only a bug or the
   * ledger can cause here, ends the run.
   */
  Exchange done(Exchange before, Exchange done) {
    Batch batch = done.getMessage().getBody(Batch.class);
    // Its thread may be that of another batch, or of none.
    try (LogScope scope = LogScope.ofBatch(batch.number())) {
      if (done.getException() != null) {
        batch.book().broken(done.getException());
        done.setException(null);
      }
      watch.left(batch);
      batch.release();
    }
    return done;
  }
}
