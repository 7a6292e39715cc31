package io.writeback.ledger;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a ledger whose server does not answer, so that what failed can be repeated: all who use
 * the ledger wait for the same end, counted from the first failure.
 */
final class Outages {
  private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  /** How long a process that is shutting down waits: it would soon be killed. */
  private static final Duration ENDING = Duration.ofSeconds(5);

  private final String place;
  private Duration patience;
  private final LongSupplier nanos;
  private long giveUpAt;
  private long began;
  private long pause;

  /** Read without the lock after each success, nearly always while nothing is wrong. */
  private volatile boolean away;

  private boolean closed;

  /**
   * @param place of the ledger, in a sentence
   * @param patience how long an outage is waited for
   * @param nanos a clock that is never set
   */
  Outages(String place, Duration patience, LongSupplier nanos) {
    this.place = place;
    this.patience = patience;
    this.nanos = nanos;
  }

  /**
   * Waits a moment, if a failure may pass.
   *
   * @return whether to try again
   */
  synchronized boolean again(Throwable failure) {
    if (closed || !LedgerFailure.isAway(failure)) {
      return false;
    }
    if (!away) {
      away = true;
      began = nanos.getAsLong();
      giveUpAt = began + patience.toNanos();
      pause = FIRST_PAUSE_MILLIS;
      LOG.warn(
          "{}; waiting for it, nothing is sent meanwhile",
          LedgerFailure.of(place, failure).getMessage());
    }
    if (nanos.getAsLong() >= giveUpAt) {
      return false;
    }
    pause();
    return !closed;
  }

  /** An interruption is kept for later: the outage is waited for all the same. */
  private void pause() {
    boolean interrupted = false;
    long until = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    while (away && !closed && nanos.getAsLong() < until) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, until - nanos.getAsLong()));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something worked: all that wait try again at once. */
  void over() {
    if (away) {
      end();
    }
  }

  private synchronized void end() {
    if (away) {
      away = false;
      notifyAll();
      LOG.info(
          "{} answers again, after {} ms",
          place,
          TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - began));
    }
  }

  /** The process ends: from now on no outage is waited for as long as before. */
  synchronized void hurry() {
    if (patience.compareTo(ENDING) > 0) {
      patience = ENDING;
      giveUpAt = Math.min(giveUpAt, nanos.getAsLong() + ENDING.toNanos());
    }
  }

  /** The ledger is closed: it is not waited for any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
