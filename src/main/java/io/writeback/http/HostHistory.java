package io.writeback.http;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What was seen of each host since the process started. */
public final class HostHistory implements HttpWatch {
  private final Map<String, Seen> hosts = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /**
   * What was seen of a host.
   *
   * @param requests how many were answered or failed
   * @param throttled how many were answered with 429
   * @param failed how many have no answer
   * @param answeredAt when the last answer came; null if none did
   * @param failedAt when the last request without an answer failed; null if none did
   * @param failure what that means; null if none did
   * @param acceptedAt when credentials were accepted last: an answer that is not an error; null if
   *     they were not
   * @param refusedAt when they were refused last (401); null if they were not
   */
  public record Seen(
      long requests,
      long throttled,
      long failed,
      Instant answeredAt,
      Instant failedAt,
      Outcome failure,
      Instant acceptedAt,
      Instant refusedAt) {
    private static final Seen NOTHING = new Seen(0, 0, 0, null, null, null, null, null);

    private Seen answered(int status, Instant now) {
      return new Seen(
          requests + 1,
          throttled + (status == 429 ? 1 : 0),
          failed,
          now,
          failedAt,
          failure,
          status < 400 ? now : acceptedAt,
          status == 401 ? now : refusedAt);
    }

    private Seen failed(Outcome outcome, Instant now) {
      return new Seen(
          requests + 1, throttled, failed + 1, answeredAt, now, outcome, acceptedAt, refusedAt);
    }
  }

  public HostHistory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void answered(String server, int status, long nanos) {
    hosts.merge(
        server,
        Seen.NOTHING.answered(status, clock.instant()),
        (seen, first) -> seen.answered(status, first.answeredAt()));
  }

  @Override
  public void failed(String server, Outcome outcome) {
    hosts.merge(
        server,
        Seen.NOTHING.failed(outcome, clock.instant()),
        (seen, first) -> seen.failed(outcome, first.failedAt()));
  }

  /** All hosts by name. */
  public Map<String, Seen> seen() {
    return new TreeMap<>(hosts);
  }
}
