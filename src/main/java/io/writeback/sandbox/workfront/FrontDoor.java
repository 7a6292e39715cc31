package io.writeback.sandbox.workfront;

import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Wraps the API: limits the length of the URI and of a form and the requests in flight, and delays
 * each request.
 *
 * <p>Workfront API basics: a URI has 8,892 bytes at most, enforced by the content network, whose
 * response is not JSON (its status is inferred). Too many concurrent requests get 429 and no
 * Retry-After.
 */
final class FrontDoor implements Endpoint {
  private static final int MAX_URI = 8892;

  private final Endpoint service;
  private final Supplier<WorkfrontKnobs> knobs;
  private final AtomicInteger inFlight = new AtomicInteger();

  FrontDoor(Endpoint service, Supplier<WorkfrontKnobs> knobs) {
    this.service = service;
    this.knobs = knobs;
  }

  @Override
  public Response answer(Request request) throws java.io.IOException, InterruptedException {
    if (request.target().length() > MAX_URI) {
      return Response.text(
          414,
          "text/html",
          "<HTML><HEAD><TITLE>Error</TITLE></HEAD><BODY>An error occurred while processing your"
              + " request. Request-URI Too Long</BODY></HTML>");
    }
    if (isForm(request) && request.bodyBytes().length > knobs.get().wire().maxFormBytes()) {
      return Response.text(
          413, "text/html", "<html><body>Form too large: POST size exceeded</body></html>");
    }
    try {
      if (inFlight.incrementAndGet() > knobs.get().concurrencyLimit()) {
        return Refusal.tooManyRequests().response();
      }
      long latency = knobs.get().latency().toMillis();
      if (latency > 0) {
        Thread.sleep(latency);
      }
      return service.answer(request);
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private static boolean isForm(Request request) {
    return request.mediaType().equals("application/x-www-form-urlencoded");
  }
}
