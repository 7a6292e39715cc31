package io.writeback.sandbox.workiva;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The clock of the simulated Workiva, which can be advanced so that tests need not wait. */
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
