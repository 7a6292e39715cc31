package io.writeback.process;

import io.writeback.problem.Code;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an {@link Error} means, wherever it is thrown: the program or its memory cannot be relied on
 * any more. It is logged, listeners end their work, and the process ends with a code of its own.
 * Runs are interrupted and resume later; none fails for it.
 *
 * <p>A {@link StackOverflowError} is not one of them: it is the fault of what was being read, which
 * would end the process again at every start.
 *
 * <p>Static, since what is broken is the one JVM. Only {@link #ownProcess} ends the process, so
 * that a program that has camel-writeback as a library keeps its own rules.
 */
public final class FatalErrors {
  /** The exit code after an Error of the program, such as a class that is missing. */
  public static final int BROKEN = 70;

  /** The exit code after the memory ran out. */
  public static final int OUT_OF_MEMORY = 71;

  private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);

  /** How long the work may take to end; then the process ends whatever is left. */
  private static final long PATIENCE_SECONDS = 10;

  /** Longer chains of causes are circles. */
  private static final int DEEPEST = 50;

  /** Made beforehand: there may be no memory for it when it is needed. */
  private static final byte[] NO_MEMORY =
      (Code.OUT_OF_MEMORY.id()
              + " out of memory; the process ends with exit code "
              + OUT_OF_MEMORY
              + ". Its runs resume at the next start: give it more memory first, for instance"
              + " WRITEBACK_JAVA_OPTS=-Xmx1g\n")
          .getBytes(StandardCharsets.UTF_8);

  private static final Set<Consumer<Error>> LISTENERS = new CopyOnWriteArraySet<>();

  /** The owner of the process; null for a library in another program's process. */
  private static volatile Owner owner;

  /** The one that was logged last: each passes by many who catch it. */
  private static volatile Error logged;

  private FatalErrors() {}

  /** From now on a fatal error of any thread ends this process. */
  public static void ownProcess() {
    ownProcess(code -> Runtime.getRuntime().halt(code));
  }

  static void ownProcess(IntConsumer halt) {
    owner = new Owner(halt);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          if (!caught(failure)) {
            LOG.error("thread {} ended", thread.getName(), failure);
          }
        });
  }

  /** For tests: the process belongs to the test runner again. */
  static void disownProcess() {
    owner = null;
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  /**
   * Adds a listener that ends its work when a fatal error is caught; it is called for each.
   *
   * @return removes it again
   */
  public static Runnable listen(Consumer<Error> listener) {
    LISTENERS.add(listener);
    return () -> LISTENERS.remove(listener);
  }

  /**
   * The fatal error that a failure is, or was caused by.
   *
   * @param failure null for none
   */
  public static Optional<Error> in(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof Error error && !(error instanceof StackOverflowError)) {
        return Optional.of(error);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /**
   * To be asked first by code that catches whatever was thrown.
   *
   * @param failure null for none
   * @return whether it is fatal; the process ends soon, or has ended
   */
  public static boolean caught(Throwable failure) {
    Error error = in(failure).orElse(null);
    if (error == null) {
      return false;
    }
    Owner mine = owner;
    if (mine != null && error instanceof OutOfMemoryError) {
      mine.endNow();
    }
    if (error == logged) {
      return true;
    }
    logged = error;
    try {
      LISTENERS.forEach(listener -> listener.accept(error));
      LOG.error(
          "{} {}; the process ends, and its runs resume at the next start",
          Code.PROCESS_BROKEN,
          error,
          error);
    } catch (RuntimeException | Error e) {
      // A class that is missing may be one that these need: what is left is to end.
      error.addSuppressed(e);
    }
    if (mine != null) {
      mine.endSoon();
    }
    return true;
  }

  /** The exit code of a process that wants to end with another one. */
  public static int exitCode(int wanted) {
    Owner mine = owner;
    return mine != null && mine.isEnding() ? BROKEN : wanted;
  }

  /** What an error that was caught means, in a sentence. */
  public static String message(Error error) {
    return "%s; the process ends with exit code %d. Its program files may have been replaced or damaged: install it again, then start it, and its runs resume"
        .formatted(error, BROKEN);
  }

  /** Ends the process; its thread waits from the beginning, as none may start later. */
  private static final class Owner {
    private final IntConsumer halt;
    private final CountDownLatch ending = new CountDownLatch(1);

    Owner(IntConsumer halt) {
      this.halt = halt;
      Thread ender = new Thread(this::end, "writeback-end");
      ender.setDaemon(true);
      ender.start();
    }

    private void end() {
      try {
        ending.await();
        TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      halt.accept(BROKEN);
    }

    boolean isEnding() {
      return ending.getCount() == 0;
    }

    void endSoon() {
      ending.countDown();
    }

    /** Nothing else works without memory; what is on disk is enough to resume. */
    void endNow() {
      try {
        // Not closed: it is the process's own.
        @SuppressWarnings("resource")
        FileOutputStream err = new FileOutputStream(FileDescriptor.err);
        err.write(NO_MEMORY);
      } catch (IOException | RuntimeException | Error e) {
        // The exit code says it too.
      } finally {
        halt.accept(OUT_OF_MEMORY);
      }
    }
  }
}
