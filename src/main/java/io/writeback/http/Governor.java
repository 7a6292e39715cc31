package io.writeback.http;

import io.writeback.limit.HostShare;
import io.writeback.limit.HostUse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One limit a host on the requests in flight, over all runs and accounts of the process: learnt
 * from its 429s, and never more than the accounts allow.
 *
 * <p>Two account names on one host share it; the smaller of their ceilings holds.
 */
public final class Governor {
  /** A host that throttles for longer is not waited for on the spot. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final Duration NEVER = Duration.ofHours(1);

  private final Map<String, Gate> gates = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  /** When the part of each host was asked for last. */
  private final Map<String, Long> asked = new HashMap<>();

  private final Semaphore lacking = new Semaphore(0);
  private volatile boolean divided;

  public Governor() {
    this(System::nanoTime);
  }

  /**
   * @param nanos the time, as {@link System#nanoTime}
   */
  public Governor(LongSupplier nanos) {
    this.nanos = Objects.requireNonNull(nanos);
  }

  /** Sets the ceiling of a host, or lowers the one it has. */
  public void limit(String authority, int most) {
    gates.compute(
        name(authority),
        (host, gate) -> {
          if (gate == null) {
            Gate made = new Gate(host, most, nanos, lacking::release);
            if (divided) {
              made.divide();
            }
            return made;
          }
          gate.lower(most);
          return gate;
        });
  }

  /** Lets the requests to a host that has a limit begin only so long after each other. */
  public void space(String authority, Duration least) {
    Gate gate = gates.get(name(authority));
    if (gate == null) {
      throw new IllegalStateException(authority + " has no limit");
    }
    gate.space(least);
  }

  /**
   * Waits until a request may begin. A host without a limit takes any number at once.
   *
   * @return the place in flight, to be given back; empty if the request takes none
   * @throws HostThrottledException if the host throttles for longer than is waited here
   */
  Optional<Gate.Place> enter(String authority, boolean takesPlace)
      throws InterruptedException, HostThrottledException {
    Gate gate = gates.get(name(authority));
    if (gate == null) {
      return Optional.empty();
    }
    if (takesPlace) {
      return Optional.of(gate.enter(LONGEST_WAIT));
    }
    gate.turn(LONGEST_WAIT);
    return Optional.empty();
  }

  /**
   * From now on each limit is one of all processes of a ledger, and {@link #ask} has to be called.
   * Requests wait until it has parts for them.
   */
  public void divide() {
    divided = true;
    gates.values().forEach(Gate::divide);
  }

  /**
   * Asks for parts of the hosts' limits where it is time to: once something lacks, or after a
   * while. Called by one thread, again and again.
   *
   * @param patience how long nothing may lack
   * @param lease how long a part is good, from before it is asked for
   * @param shares says what a process may use, by what it used
   */
  public void ask(Duration patience, Duration lease, Function<HostUse, HostShare> shares)
      throws InterruptedException {
    if (lacking.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      lacking.drainPermits();
    }
    for (Map.Entry<String, Gate> each : gates.entrySet()) {
      long now = nanos.getAsLong();
      long last = asked.getOrDefault(each.getKey(), now - NEVER.toNanos());
      each.getValue()
          .use(Duration.ofNanos(now - last))
          .ifPresent(
              use -> {
                asked.put(each.getKey(), now);
                each.getValue().given(shares.apply(use), now + lease.toNanos());
              });
    }
  }

  /** The hosts that have a limit, by name. */
  public List<HostState> states() {
    return gates.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(host -> host.getValue().state())
        .toList();
  }

  private static String name(String authority) {
    return authority.toLowerCase(Locale.ROOT);
  }
}
