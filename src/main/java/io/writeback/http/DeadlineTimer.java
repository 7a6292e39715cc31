package io.writeback.http;

import io.writeback.process.FatalErrors;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * Cuts an exchange off that takes too long: one with a body in memory at the deadline; one that
 * sends a file when no byte of it leaves for the idle time, and at the deadline after its last one.
 * A file has no time of its own: how long it takes is a matter of its size.
 */
final class DeadlineTimer implements AutoCloseable {
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          BasicThreadFactory.builder().namingPattern("http-deadlines").daemon().build());

  private final HttpLimits limits;
  private final Runnable cut;

  /** Null if the body is in memory. */
  private final FileEntity file;

  private ScheduledFuture<?> next;
  private boolean closed;
  private volatile String late;

  private DeadlineTimer(HttpLimits limits, FileEntity file, Runnable cut) {
    this.limits = limits;
    this.file = file;
    this.cut = cut;
  }

  /**
   * Sets it for a request that begins now.
   *
   * @param cut ends the exchange
   */
  static DeadlineTimer of(ClassicHttpRequest request, HttpLimits limits, Runnable cut) {
    FileEntity file = request.getEntity() instanceof FileEntity found ? found : null;
    DeadlineTimer timer = new DeadlineTimer(limits, file, cut);
    long deadline = limits.deadline().toMillis();
    if (file == null) {
      timer.in(deadline);
    } else {
      file.begins();
      timer.in(Math.min(deadline, limits.idle().toMillis()));
    }
    return timer;
  }

  private synchronized void in(long millis) {
    if (!closed) {
      next = TIMER.schedule(this::guardedLook, Math.max(1, millis), TimeUnit.MILLISECONDS);
    }
  }

  /** The timer would drop what this throws, and the exchange would have no deadline. */
  private void guardedLook() {
    try {
      look();
    } catch (RuntimeException | Error e) {
      FatalErrors.caught(e);
      throw e;
    }
  }

  private void look() {
    long deadline = limits.deadline().toMillis();
    if (file == null) {
      ring("no complete answer within " + limits.deadline().toSeconds() + " s");
      return;
    }
    boolean gone = file.isGone();
    long left = (gone ? deadline : limits.idle().toMillis()) - file.idleMillis();
    if (left > 0) {
      in(Math.min(deadline, left));
    } else if (gone) {
      ring(
          "no complete answer within %d s after the last byte of the file"
              .formatted(limits.deadline().toSeconds()));
    } else {
      ring("no byte of the file was sent for %d s".formatted(limits.idle().toSeconds()));
    }
  }

  private void ring(String why) {
    late = why;
    cut.run();
  }

  /** Why the exchange was cut off; null if it was not. */
  String late() {
    return late;
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.cancel(false);
  }
}
