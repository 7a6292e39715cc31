package io.writeback.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts failed attempts to log in: after a few, the next one has to wait. */
final class LoginAttempts {
  static final int FREE = 5;
  static final Duration WAIT = Duration.ofMinutes(1);

  /** More names than there are users: whoever invents names fills no memory. */
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<String, Failed> failed = new LinkedHashMap<>();

  private record Failed(int times, Instant last) {}

  LoginAttempts(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether a user name or an address has to wait before its next attempt. */
  synchronized boolean mustWait(String who) {
    Failed before = failed.get(who);
    return before != null
        && before.times >= FREE
        && before.last.plus(WAIT).isAfter(clock.instant());
  }

  synchronized void failed(String who) {
    Failed before = failed.remove(who);
    failed.put(who, new Failed(before == null ? 1 : before.times + 1, clock.instant()));
    if (failed.size() > MOST) {
      failed.remove(failed.keySet().iterator().next());
    }
  }

  synchronized void succeeded(String who) {
    failed.remove(who);
  }
}
