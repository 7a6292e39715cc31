package io.writeback.engine;

import io.writeback.ledger.LedgerException;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.process.FatalErrors;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Ends the process: on request, because something failed without which no run can be executed, or
 * because of an Error. Runs in progress are interrupted; none fails.
 */
public final class ProcessEnd implements AutoCloseable {
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Runnable unlisten = FatalErrors.listen(this::fatal);

  /** Null as long as the process does not end. */
  private volatile String reason;

  private volatile boolean sound = true;

  /**
   * Adds a listener that interrupts its work when the process ends; it may be called more than
   * once, and immediately if the process is ending.
   *
   * @param listener gets the reason
   */
  void onEnd(Consumer<String> listener) {
    listeners.add(listener);
    String already = reason;
    if (already != null) {
      listener.accept(already);
    }
  }

  /** Requests the end of the process; runs end early. */
  public void request(String why) {
    end.complete(null);
    interrupt(why);
  }

  /** Something failed without which nothing can be executed. */
  public void broken(RuntimeException failure) {
    if (end.completeExceptionally(failure)) {
      interrupt("the process ended: " + failure.getMessage());
    }
  }

  /** Ends the process if a round of periodic work failed because of the ledger; whether it did. */
  public boolean isEndedBy(RuntimeException failure) {
    if (failure instanceof LedgerException) {
      broken(failure);
      return true;
    }
    return false;
  }

  private void fatal(Error error) {
    sound = false;
    end.completeExceptionally(
        new WritebackException(Code.PROCESS_BROKEN, FatalErrors.message(error)));
    interrupt("the process had to end: " + error);
  }

  private void interrupt(String why) {
    reason = why;
    listeners.forEach(listener -> listener.accept(why));
  }

  /**
   * Waits until the process is asked to end.
   *
   * @throws RuntimeException if it has to end because something failed
   */
  public void await() {
    try {
      end.join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  /** Whether the process was asked to end, or has to. */
  public boolean isEnding() {
    return reason != null;
  }

  /** Whether no Error was caught. */
  public boolean isSound() {
    return sound;
  }

  @Override
  public void close() {
    unlisten.run();
  }
}
