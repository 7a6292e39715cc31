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
 * Decides that a process ends: because it is asked to, because something failed without which no
 * run can be executed, or because of an Error. The runs in hand are interrupted, none fails for it.
 */
public final class ProcessEnd implements AutoCloseable {
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Runnable unlisten = FatalErrors.listen(this::fatal);

  /** Null as long as the process does not end. */
  private volatile String reason;

  private volatile boolean sound = true;

  /**
   * Adds what interrupts its work when the process ends; it may be called more than once, and at
   * once if the process is ending already.
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

  /** Asks the process to end; what runs ends early. */
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

  /** Whether no round of a periodic work can follow one that failed so: the process ends then. */
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
