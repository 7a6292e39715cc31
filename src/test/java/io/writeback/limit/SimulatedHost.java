package io.writeback.limit;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A host with an unpublished cap on requests in flight, and clients that always have another
 * request; time passes only in events.
 */
final class SimulatedHost {
  private static final long REFUSAL = Duration.ofMillis(2).toNanos();

  private final AdaptiveLimit limit;
  private final long latency;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private int cap;
  private int ready;
  private int taken;
  private long now;
  private long order;
  private long integral;
  private long requests;
  private long refusals;
  private int highest;

  private record Event(long at, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  SimulatedHost(AdaptiveLimit limit, int clients, int cap, Duration latency, long seed) {
    this.limit = limit;
    this.ready = clients;
    this.cap = cap;
    this.latency = latency.toNanos();
    this.random = new SplittableRandom(seed);
  }

  void cap(int newCap) {
    cap = newCap;
  }

  /** Another number of clients that want something, when what is in flight has ended. */
  void clients(int number) {
    ready = number;
  }

  /** Mean number of requests that the host worked on. */
  double run(Duration time) {
    long begin = now;
    long end = now + time.toNanos();
    integral = 0;
    send();
    while (!events.isEmpty() && events.peek().at <= end) {
      Event event = events.poll();
      pass(event.at);
      event.what.run();
      send();
    }
    pass(end);
    return (double) integral / (end - begin);
  }

  /** How long until the host has been worked at this fraction for ten seconds. */
  Duration untilBusy(double fraction, Duration most) {
    long begin = now;
    Duration step = Duration.ofSeconds(1);
    int good = 0;
    while (good < 10 && now - begin < most.toNanos()) {
      good = run(step) >= fraction * cap ? good + 1 : 0;
    }
    return Duration.ofNanos(now - begin).minusSeconds(good);
  }

  long requests() {
    return requests;
  }

  long refusals() {
    return refusals;
  }

  int highestInFlight() {
    return highest;
  }

  private void send() {
    while (ready > 0 && limit.hasRoom(now)) {
      ready--;
      requests++;
      InFlightLimit.Begun request = limit.begin(now);
      highest = Math.max(highest, limit.inFlight());
      if (taken < cap) {
        taken++;
        at(now + latency * 3 / 4 + random.nextLong(latency / 2), () -> answer(request));
      } else {
        refusals++;
        at(now + REFUSAL, () -> refuse(request));
      }
    }
  }

  private void answer(InFlightLimit.Begun request) {
    taken--;
    limit.answered(request, now);
    ready++;
  }

  /** It comes back after 5 to 15 s, as the product does without a Retry-After. */
  private void refuse(InFlightLimit.Begun request) {
    limit.throttled(request, now);
    at(now + Duration.ofMillis(5_000 + random.nextLong(10_000)).toNanos(), () -> ready++);
  }

  private void at(long when, Runnable what) {
    events.add(new Event(when, order++, what));
  }

  private void pass(long to) {
    integral += taken * (to - now);
    now = to;
  }
}
