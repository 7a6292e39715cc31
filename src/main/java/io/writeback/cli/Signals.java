package io.writeback.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGINT and SIGTERM during a command: requests in flight are finished, the run can be resumed
 * later, and the process ends within ten seconds with the command's own exit code.
 */
public final class Signals {
  private static final long WAIT_SECONDS = 9;
  private static final int UNFINISHED = 4;

  private Signals() {}

  /**
   * @param stop asks the work to come to an end
   * @param work the command, printing included
   */
  public static int during(Runnable stop, Callable<Integer> work) throws Exception {
    CountDownLatch finished = new CountDownLatch(1);
    AtomicInteger exitCode = new AtomicInteger(UNFINISHED);
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              await(finished);
              // The JVM ends with 130 or 143 otherwise, whatever became of the run.
              Runtime.getRuntime().halt(exitCode.get());
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      exitCode.set(work.call());
      return exitCode.get();
    } finally {
      finished.countDown();
      remove(hook);
    }
  }

  private static void await(CountDownLatch finished) {
    try {
      finished.await(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs already: it ends the process.
    }
  }
}
