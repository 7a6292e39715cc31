package io.writeback.log;

import org.slf4j.MDC;

/**
 * Whose work a thread does: what is logged meanwhile carries the run, its writeback and the batch.
 * Closed by the thread that opened it.
 */
public final class LogScope implements AutoCloseable {
  public static final String RUN = "run";
  public static final String WRITEBACK = "writeback";
  public static final String BATCH = "batch";

  private final String run;
  private final String writeback;
  private final String batch;

  private LogScope() {
    run = MDC.get(RUN);
    writeback = MDC.get(WRITEBACK);
    batch = MDC.get(BATCH);
  }

  /** The work of a run, outside of its batches. */
  public static LogScope of(String run, String writeback) {
    LogScope scope = new LogScope();
    set(run, writeback, null);
    return scope;
  }

  /** The work of a batch of the run that the thread works for. */
  public static LogScope ofBatch(int number) {
    LogScope scope = new LogScope();
    batch(number);
    return scope;
  }

  /** The batch that the thread works on from now on, until the scope around it is closed. */
  public static void batch(int number) {
    MDC.put(BATCH, Integer.toString(number));
  }

  /** The run that the thread works for; null for none. */
  public static String run() {
    return MDC.get(RUN);
  }

  /** Work for another thread, for the run that this one works for. */
  public static Runnable handedOver(Runnable work) {
    String run = MDC.get(RUN);
    String writeback = MDC.get(WRITEBACK);
    return () -> {
      try (LogScope scope = of(run, writeback)) {
        work.run();
      }
    };
  }

  @Override
  public void close() {
    set(run, writeback, batch);
  }

  private static void set(String run, String writeback, String batch) {
    set(RUN, run);
    set(WRITEBACK, writeback);
    set(BATCH, batch);
  }

  private static void set(String name, String value) {
    if (value == null) {
      MDC.remove(name);
    } else {
      MDC.put(name, value);
    }
  }
}
