package io.writeback.camel;

import io.writeback.batch.Batch;
import io.writeback.batch.Call;
import io.writeback.http.HttpRequest;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpClientConfigurer;

/** The steps of the pipeline and send routes, as their beans: each hands on to the plain domain. */
public final class PipelineSteps {
  /** However long a destination wants to be left alone, an end that is asked for comes soon. */
  private static final long LONGEST_PAUSE = 250;

  private final WritebackServices services;

  PipelineSteps(WritebackServices services) {
    this.services = services;
  }

  /** Whether a batch has records to send now. */
  public boolean hasPart(Batch batch) {
    return services.books().hasPart(batch);
  }

  /** Whether the destination works on a batch, and is to be left alone for a while. */
  public boolean isWaiting(Batch batch) {
    return !batch.wait(Instant.now()).isZero();
  }

  /** How many milliseconds to wait before the next look at clock, run and destination. */
  public long pause(Batch batch) {
    services.books().waiting(batch);
    return Math.min(LONGEST_PAUSE, batch.wait(Instant.now()).toMillis() + 1);
  }

  /** Whether the destination is to be asked what became of a batch. */
  public boolean isDue(Batch batch) {
    return hasPart(batch) && batch.isPending() && !isWaiting(batch);
  }

  /** Whether a part of a batch is to be sent. */
  public boolean isToSend(Batch batch) {
    return hasPart(batch) && !batch.isPending() && !batch.isDoubtful();
  }

  /** Puts down where to ask what became of a batch, before it is asked. */
  public void taken(Batch batch) {
    services.books().taken(batch);
  }

  /** The question what became of a batch. */
  public Call poll(Batch batch) {
    services.books().asking(batch);
    return batch.polling();
  }

  /** What became of it. */
  public Object polled(Call call) {
    return call.polled();
  }

  /** Whether some of a batch may have been carried out, and the destination is to be asked. */
  public boolean isToAskBack(Batch batch) {
    return hasPart(batch) && batch.isDoubtful();
  }

  /** The question what the destination holds of a doubtful batch; null if it cannot be asked. */
  public Call askBack(Batch batch) {
    services.books().asking(batch);
    return batch.askingBack().orElse(null);
  }

  /** What the destination answered to it. */
  public Object readBack(Call call) {
    return call.readBack();
  }

  /** The account of every row of the batch on disk. */
  public void settle(Batch batch) {
    services.books().settle(batch);
  }

  /** The request for the current part of a batch. */
  public Call request(Batch batch) {
    // In this order: the wait for the disk may be long.
    batch.awaitIntent();
    services.books().requireTarget(batch);
    services.books().asking(batch);
    // Asked again when it goes out: the waits for a login and for a place in flight have no end.
    return batch.sending().guarded(() -> services.books().requireMaySend(batch));
  }

  /** The request with credentials. */
  public Call authorise(Call call) {
    return call.authorised();
  }

  /** The answer, checked against what was sent. */
  public Object receipt(Call call) {
    return call.receipt();
  }

  /** Puts the request into the message as camel-http wants it; nothing else goes out. */
  public void toMessage(Call call, Exchange exchange) {
    HttpRequest request = call.request();
    Message message = exchange.getMessage();
    message.removeHeaders("*", "CamelRedeliver*");
    request.headers().forEach(message::setHeader);
    message.setHeader(Exchange.HTTP_METHOD, request.method());
    message.setHeader(Exchange.HTTP_URI, request.uri().toString());
    message.setBody(request.entity());
  }

  /** Lays the rules of every outgoing exchange over camel-http's client. */
  HttpClientConfigurer hardening() {
    return builder -> services.http().harden(builder).setConnectionManagerShared(true);
  }
}
