package io.writeback.sandbox.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests and responses of a service. */
public final class Traffic {
  private final LongAdder requests = new LongAdder();
  private final LongAdder recordsWritten = new LongAdder();
  private final LongAdder busyNanos = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger highestInFlight = new AtomicInteger();
  private final Map<String, LongAdder> byStatus = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> writesPerId = new ConcurrentHashMap<>();

  /** The time, for {@link #end}. */
  long begin() {
    requests.increment();
    highestInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    return System.nanoTime();
  }

  void end(long begun) {
    inFlight.decrementAndGet();
    busyNanos.add(System.nanoTime() - begun);
  }

  void answered(Response response) {
    String key = response.isDropped() ? "dropped" : String.valueOf(response.status());
    byStatus.computeIfAbsent(key, k -> new LongAdder()).increment();
  }

  /** Counts one committed write of one record. */
  public void wrote(String id) {
    recordsWritten.increment();
    writesPerId.computeIfAbsent(id, k -> new LongAdder()).increment();
  }

  /** The counts so far. */
  public TrafficStats stats() {
    return new TrafficStats(
        requests.sum(),
        recordsWritten.sum(),
        busyNanos.sum() / 1_000_000,
        highestInFlight.get(),
        sums(byStatus),
        sums(writesPerId));
  }

  /** Starts counting again; requests in flight stay in flight. */
  public void reset() {
    requests.reset();
    recordsWritten.reset();
    busyNanos.reset();
    highestInFlight.set(inFlight.get());
    byStatus.clear();
    writesPerId.clear();
  }

  private static Map<String, Long> sums(Map<String, LongAdder> adders) {
    Map<String, Long> sums = new TreeMap<>();
    adders.forEach((key, adder) -> sums.put(key, adder.sum()));
    return sums;
  }
}
