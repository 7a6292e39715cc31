package io.writeback.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many bytes of records may be in flight at once, over all runs of a process: so many that what
 * is made of them (texts, requests, answers, what is compared) fits into the heap beside everything
 * else.
 *
 * <p>Measured: a record of 2 MB takes 16 to 18 MB between its row and its receipt.
 */
public final class MemoryBudget {
  /** What is kept free for the program itself. */
  private static final long PROGRAM = 24L << 20;

  private static final int BYTES_A_BYTE = 8;

  private static final MemoryBudget OF_HEAP =
      new MemoryBudget(share(Runtime.getRuntime().maxMemory()));

  private final long all;
  private long free;

  /**
   * @param bytes of records
   */
  public MemoryBudget(long bytes) {
    this.all = bytes;
    this.free = bytes;
  }

  /** The one of this process. */
  public static MemoryBudget ofHeap() {
    return OF_HEAP;
  }

  /** Half of what the program leaves of the heap. */
  static long share(long heap) {
    return Math.max(heap / 8, (heap - PROGRAM) / 2) / BYTES_A_BYTE;
  }

  /** The most that one record may have. */
  public long most() {
    return all;
  }

  /** What one run has in flight. */
  public Account open() {
    return new Account();
  }

  private synchronized boolean tryTake(long bytes) {
    if (bytes > free) {
      return false;
    }
    free -= bytes;
    return true;
  }

  private synchronized void take(long bytes) throws InterruptedException {
    while (bytes > free) {
      wait();
    }
    free -= bytes;
  }

  private synchronized void give(long bytes) {
    free += bytes;
    notifyAll();
  }

  /** What a batch has of the budget; grows while the batch is gathered. */
  public static final class Share {
    private long bytes;

    private Share() {}
  }

  /** The shares of a run; whatever it still has at its end is given back. */
  public final class Account implements AutoCloseable {
    private final Set<Share> shares = ConcurrentHashMap.newKeySet();

    private Account() {}

    /** A share of nothing. */
    public Share share() {
      Share share = new Share();
      shares.add(share);
      return share;
    }

    /**
     * Waits until a share can grow. Only for one that has nothing yet: two that have some would
     * wait for each other. More than there is waits for all there is.
     */
    public void await(Share share, long bytes) throws InterruptedException {
      if (share.bytes > 0) {
        throw new IllegalStateException("it has " + share.bytes + " bytes already");
      }
      long possible = Math.min(bytes, all);
      take(possible);
      share.bytes = possible;
    }

    /** Whether a share has grown. */
    public boolean grow(Share share, long bytes) {
      boolean grown = tryTake(bytes);
      share.bytes += grown ? bytes : 0;
      return grown;
    }

    /** Gives a share back, once however often it is called. */
    public void give(Share share) {
      if (shares.remove(share)) {
        MemoryBudget.this.give(share.bytes);
      }
    }

    @Override
    public void close() {
      Set.copyOf(shares).forEach(this::give);
    }
  }
}
