package io.writeback.sandbox.workiva;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The maximum number of requests per second.
 *
 * <p>Workiva's older Developer API page: 50 a second including token calls; according to the newer
 * one it depends on the load.
 */
final class RateLimit {
  private final InstantSource clock;
  private final Supplier<WorkivaKnobs> knobs;
  private long second;
  private int requests;

  RateLimit(InstantSource clock, Supplier<WorkivaKnobs> knobs) {
    this.clock = clock;
    this.knobs = knobs;
  }

  synchronized void check() throws WorkivaRefusal {
    long now = clock.instant().getEpochSecond();
    if (now != second) {
      second = now;
      requests = 0;
    }
    int limit = knobs.get().requestsPerSecond();
    if (limit > 0 && ++requests > limit) {
      throw WorkivaRefusal.tooManyRequests(null, knobs.get().retryAfterOn429() ? 1 : 0);
    }
  }
}
