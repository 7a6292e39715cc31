package io.writeback.batch;

import java.util.concurrent.Semaphore;

/**
 * How many batches of a run are in the pipeline at once: one until the first is settled, so that a
 * mistake that hits every batch hits one, then as many as the run may have.
 */
public final class Slots {
  private final Semaphore free = new Semaphore(1);
  private final int most;
  private boolean opened;

  public Slots(int most) {
    this.most = most;
  }

  void take() throws InterruptedException {
    free.acquire();
  }

  synchronized void giveBack() {
    free.release(opened ? 1 : most);
    opened = true;
  }
}
