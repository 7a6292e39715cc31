package io.writeback.sandbox.dataworld;

import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Wraps the API: refuses too many requests, and delays each request.
 *
 * <p>data.world has published no rate limits; its clients expect 429 with Retry-After in seconds,
 * or without it, from any call.
 */
final class FrontDoor implements Endpoint {
  private final Endpoint service;
  private final AtomicReference<DataWorldKnobs> knobs;
  private final Pace pace;

  FrontDoor(Endpoint service, AtomicReference<DataWorldKnobs> knobs, Pace pace) {
    this.service = service;
    this.knobs = knobs;
    this.pace = pace;
  }

  @Override
  public Response answer(Request request) throws IOException, InterruptedException {
    DataWorldKnobs now = knobs.getAndUpdate(DataWorldKnobs::afterOneRequest);
    if (pace.isTooSoon(now.minIntervalMillis()) || now.tooManyRequests() > 0) {
      Response refused = DataWorldRefusal.tooManyRequests().response();
      return now.retryAfterSeconds() < 0
          ? refused
          : refused.with("Retry-After", String.valueOf(now.retryAfterSeconds()));
    }
    if (now.latencyMillis() > 0) {
      Thread.sleep(now.latencyMillis());
    }
    return service.answer(request);
  }
}
