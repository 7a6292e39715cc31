package io.writeback.batch;

import java.util.concurrent.Semaphore;

/**
 * How many batches of a run have begun, and how many of them have a request under way.
 *
 * <p>One until a record was delivered, so that a mistake that hits every batch hits one. Then as
 * many requests as the run may have, and one more batch that has begun: it waits for a place, and
 * takes it as soon as an answer is there, while that answer is still compared and recorded.
 */
public final class Slots {
  private static final int WAITING = 1;

  private final Semaphore free = new Semaphore(1);
  private final Semaphore places;
  private final int most;
  private boolean opened;
  private int taken;

  public Slots(int most) {
    this.most = most;
    this.places = new Semaphore(most, true);
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
    free.release(opened || !delivered ? 1 : most + WAITING);
    opened |= delivered;
    taken--;
    notifyAll();
  }

  /** For a batch that has begun. */
  Place place() {
    return new Place(places);
  }

  /** The right of a batch to have a request under way, from its first request to its last. */
  static final class Place {
    private final Semaphore places;
    private boolean held;

    private Place(Semaphore places) {
      this.places = places;
    }

    /** One that is always free. */
    static Place free() {
      return new Place(new Semaphore(1));
    }

    /**
     * Waits for it, unless the batch has it. Not to be interrupted: those that have one have a
     * deadline for each request.
     *
     * @return whether it had none
     */
    boolean enter() {
      if (held) {
        return false;
      }
      places.acquireUninterruptibly();
      held = true;
      return true;
    }

    /** Nothing more is sent of the batch. */
    void leave() {
      if (held) {
        held = false;
        places.release();
      }
    }
  }
}
