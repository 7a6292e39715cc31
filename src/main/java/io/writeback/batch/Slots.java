package io.writeback.batch;

import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/**
 * How many batches of a run have begun, and how many of them have a request under way.
 *
 * <p>One has begun until a record was delivered, so that a mistake that hits every batch hits one.
 * Then there are as many slots for requests as the run may have, and one more batch that has begun:
 * it waits for a slot, and takes it as soon as an answer is there, while that answer is still
 * recorded. Slots are taken in the order in which batches have begun: with one slot, requests go
 * out in the order of their rows.
 */
public final class Slots {
  private static final int WAITING = 1;

  private final Semaphore free = new Semaphore(1);
  private final int most;
  private boolean opened;
  private int taken;
  private int begun;

  /** The batches that have begun and had no slot yet; the first of them takes the next one. */
  private final TreeSet<Integer> turns = new TreeSet<>();

  /** Slots that no batch holds. */
  private int idle;

  public Slots(int most) {
    this.most = most;
    this.idle = most;
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

  /** For a batch that begins now. */
  synchronized Slot slot() {
    turns.add(begun);
    return new Slot(begun++);
  }

  /** The right of a batch to have a request under way, from its first request to its last. */
  final class Slot {
    private final int turn;
    private boolean held;

    private Slot(int turn) {
      this.turn = turn;
    }

    /**
     * Waits for it, unless the batch has it. Not to be interrupted: those that have one have a
     * deadline for each request.
     *
     * @return whether it had none
     */
    boolean enter() {
      synchronized (Slots.this) {
        if (held) {
          return false;
        }
        boolean interrupted = false;
        while (idle == 0 || turns.contains(turn) && turns.first() < turn) {
          try {
            Slots.this.wait();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
        held = true;
        idle--;
        turns.remove(turn);
        Slots.this.notifyAll();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return true;
      }
    }

    /** It will be long until its first request: those behind it do not wait for that. */
    void passTurn() {
      synchronized (Slots.this) {
        if (turns.remove(turn)) {
          Slots.this.notifyAll();
        }
      }
    }

    /** Nothing more is sent of the batch. */
    void leave() {
      synchronized (Slots.this) {
        passTurn();
        if (held) {
          held = false;
          idle++;
          Slots.this.notifyAll();
        }
      }
    }
  }
}
