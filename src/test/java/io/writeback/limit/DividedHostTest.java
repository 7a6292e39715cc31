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

  /** How long a process may have nothing more to send after an answer. */
  private long longestRest;

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
    private boolean asking;
    private long sent;

    Client(String name) {
      this.name = name;
    }

    private void tick() {
      if (!clients.contains(this)) {
        return;
      }
      if (!asking && part.isDue(ready, Duration.ofNanos(now - asked), now)) {
        asked = now;
        asking = true;
        HostUse use = part.use("host:443", ready, Duration.ZERO);
        at(now + way(), () -> arrived(use));
      }
      send();
      at(now + TICK, this::tick);
    }

    /** The ledger has the report; the process knows of it later. */
    private void arrived(HostUse use) {
      HostDivision.Divided divided = division.report(name, use, now / 1_000_000);
      division = divided.after();
      long until = asked + LEASE;
      at(
          now + way(),
          () -> {
            asking = false;
            part.given(divided.share(), until);
            send();
          });
    }

    /** Some milliseconds, and now and then as long as a ledger takes that is being restarted. */
    private long way() {
      return random.nextInt(20) == 0
          ? random.nextLong(2 * SECOND)
          : random.nextLong(SECOND / 1_000, SECOND / 100);
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
      at(now + (longestRest == 0 ? 0 : random.nextLong(longestRest)), this::next);
    }

    private void next() {
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
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void processes_that_have_now_more_and_now_less_to_send_never_have_more_in_flight_together(
      long seed) {
    begin(seed, CEILING);
    longestRest = 4 * SECOND;
    join(4);
    run(Duration.ofMinutes(10));

    assertThat(refusals).isZero();
    assertThat(highest).isLessThanOrEqualTo(CEILING);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 8})
  void a_host_that_takes_less_than_is_believed_is_found_out_by_few_refusals(int processes) {
    begin(11, 5);
    join(processes);
    run(Duration.ofSeconds(30));

    assertThat(busy(Duration.ofMinutes(10))).isGreaterThan(0.75);
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
