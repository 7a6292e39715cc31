package io.writeback.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts attempts to log in: after a few that failed, the next one has to wait. One is forgotten
 * each minute.
 */
final class LoginAttempts {
  static final int FREE = 5;
  static final Duration WAIT = Duration.ofMinutes(1);

  /** More names than there are users: whoever invents names fills no memory. */
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<String, Failed> failed = new LinkedHashMap<>();

  /**
   * @param last from which time on they are forgotten, one a minute
   */
  private record Failed(int times, Instant last) {
    Failed at(Instant now) {
      long forgotten = Math.max(0, Duration.between(last, now).dividedBy(WAIT));
      return forgotten == 0
          ? this
          : new Failed(
              (int) Math.max(0, times - forgotten), last.plus(WAIT.multipliedBy(forgotten)));
    }
  }

  LoginAttempts(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Whether a user or an address may try. It counts as failed at once, so that attempts at the same
   * time are no more than those one after the other.
   */
  synchronized boolean begin(String who) {
    Instant now = clock.instant();
    Failed before = failed.remove(who);
    Failed left = before == null ? new Failed(0, now) : before.at(now);
    if (left.times >= FREE) {
      failed.put(who, left);
      return false;
    }
    failed.put(who, new Failed(left.times + 1, now));
    if (failed.size() > MOST) {
      failed.remove(failed.keySet().iterator().next());
    }
    return true;
  }

  /** The attempt was right: it does not count. */
  synchronized void takeBack(String who) {
    failed.computeIfPresent(
        who, (name, count) -> count.times <= 1 ? null : new Failed(count.times - 1, count.last));
  }

  /** Forgets all of them. */
  synchronized void forget(String who) {
    failed.remove(who);
  }
}
