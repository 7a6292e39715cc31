package io.writeback.engine;

import io.writeback.run.DataLock;
import io.writeback.run.ProgressListener;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The right to execute runs: of a data directory with its own ledger only one process has it, from
 * when it asks until it ends. A shared ledger needs none, as it has a lease for each target.
 */
final class ExecutionLock implements Closeable {
  private final DataSettings data;
  private final ProgressListener listener;
  private final Runnable taken;
  private DataLock lock;
  private boolean executing;

  /**
   * @param taken what to do once, when this process may execute runs
   */
  ExecutionLock(DataSettings data, ProgressListener listener, Runnable taken) {
    this.data = data;
    this.listener = listener;
    this.taken = taken;
  }

  /** Whether this process may execute runs; takes the lock if it is free. */
  synchronized boolean tryTake() {
    if (!executing) {
      if (!data.isShared()) {
        Optional<DataLock> free = DataLock.tryTake(data.directory());
        if (free.isEmpty()) {
          return false;
        }
        lock = free.get();
      }
      executing = true;
      taken.run();
    }
    return true;
  }

  /** Waits until this process may execute runs. */
  void take() {
    if (!tryTake()) {
      listener.waiting(data.directory());
      do {
        DataLock.pause();
      } while (!tryTake());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
