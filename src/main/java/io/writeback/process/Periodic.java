package io.writeback.process;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is repeated on its own thread for as long as the process lives.
 *
 * <p>The executors of Java drop a task that has thrown, without a word. Here a round that fails is
 * logged and followed by the next one, unless its owner knows that nothing can work any more; an
 * {@link Error} ends the process.
 */
public final class Periodic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);
  private static final long LONGEST_WAIT_SECONDS = 10;

  private final String what;
  private final Runnable round;
  private final Predicate<RuntimeException> ends;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * Begins.
   *
   * @param thread the name of its thread
   * @param what the work, for the log: {@code polling for runs}
   * @param first after which time the first round is made
   * @param pause between the end of a round and the next one
   * @param ends whether no other round follows one that failed so; else that is logged
   */
  public Periodic(
      String thread,
      String what,
      Duration first,
      Duration pause,
      Runnable round,
      Predicate<RuntimeException> ends) {
    this.what = what;
    this.round = round;
    this.ends = ends;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            BasicThreadFactory.builder().namingPattern(thread.replace("%", "%%")).daemon().build());
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.scheduleWithFixedDelay(
        this::once, first.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void once() {
    try {
      round.run();
    } catch (RuntimeException | Error e) {
      if (FatalErrors.caught(e) || (e instanceof RuntimeException failure && ends.test(failure))) {
        timer.shutdown();
      } else {
        LOG.error("{} failed; the next round follows", what, e);
      }
    }
  }

  /** Makes no other round. */
  public void end() {
    timer.shutdown();
  }

  /** Makes no other round, and waits a while for the one that is being made. */
  @Override
  public void close() {
    end();
    try {
      if (!timer.awaitTermination(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
