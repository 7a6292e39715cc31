package io.writeback.http;

import io.writeback.limit.AdaptiveLimit;
import io.writeback.limit.HostShare;
import io.writeback.limit.HostUse;
import io.writeback.limit.InFlightLimit;
import io.writeback.limit.SharedPart;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of one host: as many requests as its limit allows, in the order in which they came, so
 * that of two runs none starves; and none while the host throttles.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final String host;
  private InFlightLimit limit;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Condition> waiting = new ArrayDeque<>();
  private final Runnable lacking;
  private boolean quiet;
  private long quietUntil;

  /**
   * How long after a request the next one may begin; 0 for at once. It counts from the end of one
   * that takes a place: how long it travels says nothing about when the host sees it.
   */
  private volatile long interval;

  private boolean asked;
  private long lastAsked;

  /**
   * @param nanos the time, as {@link System#nanoTime}
   */
  Gate(String host, int ceiling, LongSupplier nanos) {
    this(host, ceiling, nanos, () -> {});
  }

  /**
   * @param nanos the time, as {@link System#nanoTime}
   * @param lacking called, and has to return at once, when there is something to say or to ask for
   *     where the limit is shared
   */
  Gate(String host, int ceiling, LongSupplier nanos, Runnable lacking) {
    this.lacking = lacking;
    this.host = host;
    this.limit = new AdaptiveLimit(ceiling);
    this.nanos = nanos;
  }

  /** From now on the limit is a part of one that all processes of a ledger share. */
  void divide() {
    lock.lock();
    try {
      if (!(limit instanceof SharedPart)) {
        limit = new SharedPart(limit.ceiling());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was used of the part, if it is time to ask for one again.
   *
   * @param since how long ago it was asked last
   */
  Optional<HostUse> use(Duration since) {
    lock.lock();
    try {
      return limit instanceof SharedPart part
              && part.isDue(waiting.size(), since, nanos.getAsLong())
          ? Optional.of(part.use(host, waiting.size(), Duration.ofNanos(pause())))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A part of the limit.
   *
   * @param until when it may not be used any more, as {@link System#nanoTime}
   */
  void given(HostShare share, long until) {
    lock.lock();
    try {
      if (limit instanceof SharedPart part) {
        if (share.limit() < part.limitOfAll()) {
          LOG.info(
              "{} answered 429: at most {} in flight from now on, over all processes of the ledger",
              host,
              share.limit());
        }
        part.given(share, until);
        if (!share.quietFor().isZero()) {
          backOff(share.quietFor());
        }
        wakeFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lowers the ceiling, if that is lower. */
  void lower(int most) {
    lock.lock();
    try {
      limit.ceiling(Math.min(limit.ceiling(), most));
    } finally {
      lock.unlock();
    }
  }

  /** Lets a request begin only so long after the one before it, if that is longer. */
  void space(Duration least) {
    lock.lock();
    try {
      interval = Math.max(interval, least.toNanos());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a request may begin that takes no place; not at all if requests are not spaced.
   *
   * @throws HostThrottledException as {@link #enter}
   */
  void turn(Duration patience) throws InterruptedException, HostThrottledException {
    if (interval > 0) {
      await(patience, false);
    }
  }

  /**
   * Waits for a place.
   *
   * @param patience how long the host may throttle; the wait for other requests has no end
   * @throws HostThrottledException if it throttles for longer
   */
  Place enter(Duration patience) throws InterruptedException, HostThrottledException {
    return await(patience, true);
  }

  private Place await(Duration patience, boolean takesPlace)
      throws InterruptedException, HostThrottledException {
    lock.lockInterruptibly();
    Condition turn = lock.newCondition();
    waiting.addLast(turn);
    try {
      for (; ; ) {
        long pause = pause();
        if (pause > patience.toNanos()) {
          throw new HostThrottledException(host, Duration.ofNanos(pause));
        }
        boolean first = waiting.peekFirst() == turn;
        long wait = Math.max(pause, gap());
        if (first && wait == 0 && (!takesPlace || limit.hasRoom(nanos.getAsLong()))) {
          asked = true;
          lastAsked = nanos.getAsLong();
          return takesPlace ? new Place(limit, limit.begin(lastAsked)) : null;
        }
        if (first && wait == 0) {
          lacking.run();
        }
        if (first && wait > 0) {
          turn.awaitNanos(wait);
        } else {
          turn.await();
        }
      }
    } finally {
      waiting.remove(turn);
      wakeFirst();
      lock.unlock();
    }
  }

  /** How long the host throttles. */
  private long pause() {
    long left = quiet ? quietUntil - nanos.getAsLong() : 0;
    quiet = left > 0;
    return Math.max(left, 0);
  }

  /** How long the last request is still too near. */
  private long gap() {
    return asked ? Math.max(0, lastAsked + interval - nanos.getAsLong()) : 0;
  }

  HostState state() {
    lock.lock();
    try {
      return new HostState(
          host,
          limit.limit(),
          limit.ceiling(),
          limit.inFlight(),
          waiting.size(),
          Duration.ofNanos(pause()));
    } finally {
      lock.unlock();
    }
  }

  private void wakeFirst() {
    if (!waiting.isEmpty()) {
      waiting.peekFirst().signal();
    }
  }

  private void backOff(Duration time) {
    long until = nanos.getAsLong() + time.toNanos();
    if (!quiet || until - quietUntil > 0) {
      quietUntil = until;
      quiet = true;
    }
    // Whoever lacks the patience for it waits no longer.
    waiting.forEach(Condition::signal);
  }

  /** A place in flight; given back once, by the first of its methods that is called. */
  final class Place {
    private final InFlightLimit limit;
    private final InFlightLimit.Begun request;
    private boolean over;

    private Place(InFlightLimit limit, InFlightLimit.Begun request) {
      this.limit = limit;
      this.request = request;
    }

    /**
     * Asked right before the first byte leaves.
     *
     * @throws PlaceOverException if another process may have the place by now
     */
    void requireMine() throws PlaceOverException {
      lock.lock();
      try {
        if (!limit.mayLeave(nanos.getAsLong())) {
          throw new PlaceOverException(host);
        }
      } finally {
        lock.unlock();
      }
    }

    /** The host took the request, whatever it answered. */
    void answered() {
      leave(() -> limit.answered(request, nanos.getAsLong()));
    }

    /** The host answered 429, and perhaps when to ask again. */
    void throttled(Optional<Duration> retryAfter) {
      leave(
          () -> {
            limit.throttled(request, nanos.getAsLong());
            retryAfter.ifPresent(Gate.this::backOff);
            lacking.run();
          });
    }

    /** There is no answer. */
    void release() {
      leave(() -> limit.lost(nanos.getAsLong()));
    }

    private void leave(Runnable event) {
      lock.lock();
      try {
        if (over) {
          return;
        }
        over = true;
        lastAsked = nanos.getAsLong();
        int before = limit.limit();
        event.run();
        if (limit.limit() < before) {
          LOG.info(
              "{} answered 429 to {} requests in flight: at most {} from now on",
              host,
              request.level(),
              limit.limit());
        }
        wakeFirst();
      } finally {
        lock.unlock();
      }
    }
  }
}
