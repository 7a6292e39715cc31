package io.writeback.http;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One limit a host on the requests in flight, over all runs and accounts of the process.
 *
 * <p>Two account names on one host share it; the smaller of their limits holds.
 */
public final class Governor {
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();

  /** Sets the limit of a host, or lowers the one it has. */
  public void limit(String authority, int most) {
    gates.compute(
        authority.toLowerCase(Locale.ROOT),
        (host, gate) -> {
          if (gate == null) {
            return new Gate(most);
          }
          gate.lower(most);
          return gate;
        });
  }

  /** Waits for a place; to be given back. A host without a limit has as many as it likes. */
  Permit enter(String authority) throws InterruptedException {
    Gate gate = gates.get(authority.toLowerCase(Locale.ROOT));
    if (gate == null) {
      return () -> {};
    }
    gate.enter();
    return gate::leave;
  }

  /** A place in flight. */
  interface Permit {
    void release();
  }

  private static final class Gate {
    private int most;
    private int inFlight;

    Gate(int most) {
      this.most = most;
    }

    synchronized void lower(int limit) {
      most = Math.min(most, limit);
    }

    synchronized void enter() throws InterruptedException {
      while (inFlight >= most) {
        wait();
      }
      inFlight++;
    }

    synchronized void leave() {
      inFlight--;
      notifyAll();
    }
  }
}
