package io.writeback.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes at a host with an unpublished cap; time passes only in events. */
final class DividedHostTest {
  private static final int CEILING = 10;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long LEASE = Duration.ofSeconds(15).toNanos();
  private static final long TICK = Duration.ofMillis(10).toNanos();

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Client> clients = new ArrayList<>();
  private HostDivision division = new HostDivision(null, List.of(), 0);
  private SplittableRandom random;
  private long now = SECOND;
  private long order;
  private int cap;
  private int taken;
  private int highest;
  private long refusals;
  private long requests;
  private long integral;

  private record Event(long at, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  /** A process with requests enough for ten at once. */
  private final class Client {
    private final String name;
    private final SharedPart part = new SharedPart(CEILING);
    private int ready = CEILING;
    private long asked = -SECOND;
    private long sent;

    Client(String name) {
      this.name = name;
    }

    private void tick() {
      if (!clients.contains(this)) {
        return;
      }
      if (part.isDue(ready, Duration.ofNanos(now - asked), now)) {
        asked = now;
        HostDivision.Divided divided =
            division.report(name, part.use("host:443", ready, Duration.ZERO), now / 1_000_000);
        division = divided.after();
        part.given(divided.share(), now + LEASE);
      }
      send();
      at(now + TICK, this::tick);
    }

    private void send() {
      while (ready > 0 && part.hasRoom(now)) {
        ready--;
        sent++;
        requests++;
        InFlightLimit.Begun request = part.begin(now);
        if (taken < cap) {
          taken++;
          highest = Math.max(highest, taken);
          at(now + random.nextLong(SECOND / 5, SECOND / 2), () -> answered(request));
        } else {
          refusals++;
          part.throttled(request, now);
          at(now + random.nextLong(5 * SECOND, 15 * SECOND), () -> ready++);
        }
      }
    }

    private void answered(InFlightLimit.Begun request) {
      taken--;
      part.answered(request, now);
      ready++;
      send();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void all_together_use_what_the_host_takes_and_no_more(int processes) {
    begin(7, CEILING);
    join(processes);
    run(Duration.ofSeconds(10));

    assertThat(busy(Duration.ofSeconds(60))).isGreaterThan(0.9);
    assertThat(highest).isLessThanOrEqualTo(CEILING);
    assertThat(refusals).isZero();
    long most = clients.stream().mapToLong(client -> client.sent).max().orElseThrow();
    long least = clients.stream().mapToLong(client -> client.sent).min().orElseThrow();
    assertThat((double) least / most).as("none starves").isGreaterThan(0.6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 8})
  void a_host_that_takes_less_than_is_believed_is_found_out_by_few_refusals(int processes) {
    begin(11, 5);
    join(processes);
    run(Duration.ofSeconds(30));

    assertThat(busy(Duration.ofMinutes(10))).isGreaterThan(0.8);
    assertThat((double) refusals / requests).as("refused").isLessThan(0.02);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void a_process_that_joins_is_given_its_part_within_seconds(int others) {
    begin(13, CEILING);
    join(others);
    run(Duration.ofSeconds(20));
    Client late = new Client("z-late");
    clients.add(late);
    late.tick();

    run(Duration.ofSeconds(3));

    assertThat(late.sent).isPositive();
    assertThat(highest).isLessThanOrEqualTo(CEILING);
  }

  private void begin(long seed, int hostsCap) {
    random = new SplittableRandom(seed);
    cap = hostsCap;
  }

  private void join(int processes) {
    for (int i = 0; i < processes; i++) {
      Client client = new Client("process-" + i);
      clients.add(client);
      client.tick();
    }
  }

  /** The part of the cap that is worked at. */
  private double busy(Duration time) {
    integral = 0;
    run(time);
    return (double) integral / time.toNanos() / cap;
  }

  private void run(Duration time) {
    long end = now + time.toNanos();
    while (!events.isEmpty() && events.peek().at <= end) {
      Event event = events.poll();
      pass(event.at);
      event.what.run();
    }
    pass(end);
  }

  private void pass(long to) {
    integral += taken * (to - now);
    now = to;
  }

  private void at(long when, Runnable what) {
    events.add(new Event(when, order++, what));
  }
}
