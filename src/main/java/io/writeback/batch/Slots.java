package io.writeback.batch;

import java.util.concurrent.Semaphore;

/**
 * How many batches of a run are in the pipeline at once: one until a record was delivered, so that
 * a mistake that hits every batch hits one, then as many as the run may have.
 */
public final class Slots {
  private final Semaphore free = new Semaphore(1);
  private final int most;
  private boolean opened;
  private int taken;

  public Slots(int most) {
    this.most = most;
  }

  void take() throws InterruptedException {
    free.acquire();
    synchronized (this) {
      taken++;
    }
  }

  /** Returns once no batch is in the pipeline. */
  synchronized void awaitNone() throws InterruptedException {
    while (taken > 0) {
      wait();
    }
  }

  /**
   * @param delivered whether the batch that leaves had a record that the destination took
   */
  synchronized void giveBack(boolean delivered) {
    free.release(opened || !delivered ? 1 : most);
    opened |= delivered;
    taken--;
    notifyAll();
  }
}
