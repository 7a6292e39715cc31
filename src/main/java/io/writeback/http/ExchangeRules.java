package io.writeback.http;

import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What holds for every exchange of the process, wherever it starts: a place under the host's limit,
 * one deadline from the first byte to the last (see {@link DeadlineTimer} for files), and a cap on
 * the inflated answer.
 *
 * <p>Measured without it: a server that drips a byte every 0.4 s holds a call for as long as it
 * likes, and 204 kB of gzip end in an OutOfMemoryError.
 *
 * @param watch the observer of the moment
 */
record ExchangeRules(HttpLimits limits, Governor governor, Supplier<HttpWatch> watch)
    implements ExecChainHandler {
  /**
   * Set on a context whose answer is read as a stream: it takes no place, and a success has no
   * deadline and no cap once its head is there.
   */
  static final String STREAMED = "io.writeback.streamed";

  /** The place in flight of a request, set on its context. */
  private static final String PLACE = "io.writeback.place";

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeRules.class);

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    while (true) {
      try {
        return executeOnce(request, scope, chain);
      } catch (PlaceOverException e) {
        // Nothing has left.
        LOG.info("{}; the request waits for a new one", e.getMessage());
      }
    }
  }

  private ClassicHttpResponse executeOnce(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    boolean streamed = scope.clientContext.getAttribute(STREAMED) != null;
    String server = Http.authority(scope.route.getTargetHost());
    Optional<Gate.Place> place = enter(server, !streamed);
    scope.clientContext.setAttribute(PLACE, place.orElse(null));
    long begun = System.nanoTime();
    try {
      ClassicHttpResponse response = withinDeadline(request, scope, chain, streamed);
      report(server, response.getCode(), scope, System.nanoTime() - begun);
      place.ifPresent(held -> leave(held, response));
      return response;
    } catch (PlaceOverException e) {
      throw e;
    } catch (IOException e) {
      watch.get().failed(server, Outcome.of(e));
      throw e;
    } catch (HttpException e) {
      // The client makes an IOException of it, which proves nothing.
      watch.get().failed(server, Outcome.UNKNOWN);
      throw e;
    } finally {
      place.ifPresent(Gate.Place::release);
    }
  }

  /** The innermost step: a request leaves only while its place is this process's. */
  static ClassicHttpResponse inPlace(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    if (scope.clientContext.getAttribute(PLACE) instanceof Gate.Place place) {
      place.requireMine();
    }
    return chain.proceed(request, scope);
  }

  private void report(String server, int status, ExecChain.Scope scope, long nanos) {
    if (ProxyRules.isOfProxy(scope)) {
      String proxy = scope.route.getProxyHost().toHostString();
      watch.get().failed(server, Outcome.of(new ProxyRefusedException(proxy, status)));
    } else {
      watch.get().answered(server, status, nanos);
    }
  }

  private static void leave(Gate.Place place, ClassicHttpResponse response) {
    HttpAnswer head = new HttpAnswer(response.getCode(), Http.headers(response), new byte[0]);
    if (Outcome.of(head.status()) == Outcome.THROTTLED) {
      place.throttled(RetryAfter.of(head, Instant.now()));
    } else {
      place.answered();
    }
  }

  private Optional<Gate.Place> enter(String server, boolean takesPlace) throws IOException {
    try {
      return governor.enter(server, takesPlace);
    } catch (HostThrottledException e) {
      watch.get().failed(server, Outcome.THROTTLED);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting to send a request");
    }
  }

  private ClassicHttpResponse withinDeadline(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, boolean streamed)
      throws IOException, HttpException {
    DeadlineTimer timer = DeadlineTimer.of(request, limits, () -> cancel(scope));
    try (timer) {
      if (!streamed && !request.containsHeader(HttpHeaders.ACCEPT_ENCODING)) {
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
      }
      ClassicHttpResponse response = chain.proceed(request, scope);
      boolean handOver = streamed && Outcome.of(response.getCode()) == Outcome.ANSWERED;
      return handOver ? response : whole(response, scope);
    } catch (WritebackException | PlaceOverException e) {
      // We ourselves did not let it go: however late it is, nothing is unknown.
      throw e;
    } catch (IOException | RuntimeException e) {
      if (timer.late() != null) {
        throw new CutOffException(timer.late(), e);
      }
      throw e;
    }
  }

  private static void cancel(ExecChain.Scope scope) {
    if (scope.originalRequest instanceof Cancellable call) {
      call.cancel();
    }
  }

  private ClassicHttpResponse whole(ClassicHttpResponse response, ExecChain.Scope scope)
      throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return response;
    }
    byte[] body;
    try (InputStream raw = entity.getContent()) {
      body = readOrCancel(entity, raw, scope);
    }
    response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
    response.removeHeaders(HttpHeaders.CONTENT_LENGTH);
    response.setEntity(
        new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType())));
    return response;
  }

  /** Closing an answer reads it to its end, however long that is: one that failed is cut off. */
  private byte[] readOrCancel(HttpEntity entity, InputStream raw, ExecChain.Scope scope)
      throws IOException {
    String coding = Objects.requireNonNullElse(entity.getContentEncoding(), "");
    try {
      return capped(ContentCoding.inflated(coding, raw));
    } catch (IOException | RuntimeException e) {
      cancel(scope);
      throw e;
    }
  }

  private byte[] capped(InputStream content) throws IOException {
    byte[] body = content.readNBytes((int) Math.min(Integer.MAX_VALUE, limits.answerBytes() + 1));
    if (body.length > limits.answerBytes()) {
      throw new IOException(
          "the answer is larger than http.max-answer-bytes=" + limits.answerBytes());
    }
    return body;
  }
}
