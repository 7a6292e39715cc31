package io.writeback.sandbox.workfront;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The active sessions; one that is idle for longer than the time to live expires. */
final class Sessions {
  private final Map<String, Long> lastUse = new ConcurrentHashMap<>();
  private volatile Duration timeToLive;

  Sessions(Duration timeToLive) {
    this.timeToLive = timeToLive;
  }

  String open() {
    String id = UUID.randomUUID().toString().replace("-", "");
    lastUse.put(id, System.nanoTime());
    return id;
  }

  /** Whether the session is valid; the check counts as use. */
  boolean use(String id) {
    long now = System.nanoTime();
    Long used =
        lastUse.computeIfPresent(
            id, (key, last) -> now - last > timeToLive.toNanos() ? null : Long.valueOf(now));
    return used != null;
  }

  void close(String id) {
    lastUse.remove(id);
  }

  void closeAll() {
    lastUse.clear();
  }

  void timeToLive(Duration newTimeToLive) {
    this.timeToLive = newTimeToLive;
  }
}
