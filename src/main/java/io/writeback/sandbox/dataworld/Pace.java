package io.writeback.sandbox.dataworld;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;

/**
 * The spacing of requests.
 *
 * <p>data.world has published no limit; it once asked an integrator for at most one request a
 * second (ckanext-datadotworld, issue 28).
 */
final class Pace {
  private static final long SECOND = 1_000;

  private long requests;
  private long withinASecond;
  private long refused;
  private long shortest = -1;
  private long last;

  /**
   * Records a request.
   *
   * @param leastMillis the minimum interval; 0 for none
   * @return whether it was too early
   */
  synchronized boolean isTooSoon(long leastMillis) {
    long now = System.nanoTime();
    long gap = (now - last) / 1_000_000;
    boolean first = requests++ == 0;
    last = now;
    if (first) {
      return false;
    }
    withinASecond += gap < SECOND ? 1 : 0;
    shortest = shortest < 0 ? gap : Math.min(shortest, gap);
    boolean soon = gap < leastMillis;
    refused += soon ? 1 : 0;
    return soon;
  }

  synchronized ObjectNode json() {
    return Json.object()
        .put("requests", requests)
        .put("withinASecond", withinASecond)
        .put("refused", refused)
        .put("shortestGapMillis", shortest);
  }

  synchronized void reset() {
    requests = 0;
    withinASecond = 0;
    refused = 0;
    shortest = -1;
  }
}
