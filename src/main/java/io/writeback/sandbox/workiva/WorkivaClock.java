package io.writeback.sandbox.workiva;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The time at the simulated Workiva, which can be put forward so that nobody has to wait. */
final class WorkivaClock implements InstantSource {
  private final AtomicLong aheadMillis = new AtomicLong();

  @Override
  public Instant instant() {
    return Instant.now().plusMillis(aheadMillis.get());
  }

  void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("The time only goes forward, not by " + time);
    }
    aheadMillis.addAndGet(time.toMillis());
  }
}
