package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GateTest {
  private final AtomicLong clock = new AtomicLong();
  private final Gate gate = new Gate("host:443", 1, clock::get);

  @Test
  void those_who_wait_come_in_as_they_came() throws Exception {
    Gate.Place first = gate.enter(Duration.ZERO);
    List<Integer> came = new CopyOnWriteArrayList<>();
    for (int i = 1; i <= 5; i++) {
      int number = i;
      Thread thread =
          thread(
              () -> {
                Gate.Place place = gate.enter(Duration.ZERO);
                came.add(number);
                place.answered();
              });
      await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    first.answered();

    await().until(() -> came.size() == 5);
    assertThat(came).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void a_request_begins_only_so_long_after_the_one_before_it() throws Exception {
    gate.space(Duration.ofMillis(50));
    Gate.Place first = gate.enter(Duration.ZERO);
    clock.addAndGet(Duration.ofMillis(20).toNanos());
    first.answered();
    Thread second = thread(() -> gate.enter(Duration.ZERO).answered());
    await().until(() -> second.getState() == Thread.State.TIMED_WAITING);

    clock.addAndGet(Duration.ofMillis(50).toNanos());

    await().until(() -> !second.isAlive());
    assertThat(clock.get()).isEqualTo(Duration.ofMillis(70).toNanos());
  }

  @Test
  void a_request_that_takes_no_place_waits_for_its_turn_and_for_nothing_else() throws Exception {
    gate.enter(Duration.ZERO);
    gate.turn(Duration.ZERO);
    gate.space(Duration.ofMillis(50));
    Thread turn = thread(() -> gate.turn(Duration.ZERO));
    await().until(() -> turn.getState() == Thread.State.TIMED_WAITING);

    clock.addAndGet(Duration.ofMillis(50).toNanos());

    await().until(() -> !turn.isAlive());
  }

  @Test
  void a_throttled_request_gives_its_place_back_at_once() throws Exception {
    gate.enter(Duration.ZERO).throttled(Optional.empty());

    gate.enter(Duration.ZERO).answered();
  }

  @Test
  void a_place_is_given_back_once_however_often_it_is_said() throws Exception {
    Gate.Place place = gate.enter(Duration.ZERO);
    place.answered();
    place.release();
    gate.enter(Duration.ZERO);

    Thread second = thread(() -> gate.enter(Duration.ZERO));

    await().until(() -> second.getState() == Thread.State.WAITING);
  }

  @Test
  void a_host_that_asks_us_to_back_off_for_long_gets_no_request_and_who_asked_is_reported()
      throws Exception {
    gate.enter(Duration.ofSeconds(10)).throttled(Optional.of(Duration.ofMinutes(2)));

    assertThatThrownBy(() -> gate.enter(Duration.ofSeconds(10)))
        .isInstanceOfSatisfying(
            HostThrottledException.class,
            quiet -> {
              assertThat(quiet.left()).isEqualTo(Duration.ofMinutes(2));
              assertThat(quiet).hasMessage("host:443 answered 429 and asked us to retry in 120 s");
            });
  }

  @Test
  void who_waits_already_is_reported_too() throws Exception {
    Gate.Place first = gate.enter(Duration.ofSeconds(10));
    List<Exception> reported = new CopyOnWriteArrayList<>();
    Thread second =
        thread(
            () -> {
              try {
                gate.enter(Duration.ofSeconds(10));
              } catch (HostThrottledException e) {
                reported.add(e);
              }
            });
    await().until(() -> second.getState() == Thread.State.WAITING);

    first.throttled(Optional.of(Duration.ofMinutes(2)));

    await().until(() -> reported.size() == 1);
  }

  @Test
  void a_short_rest_is_waited_for() throws Exception {
    gate.enter(Duration.ofSeconds(10)).throttled(Optional.of(Duration.ofSeconds(1)));
    List<String> came = new CopyOnWriteArrayList<>();
    Thread second =
        thread(
            () -> {
              gate.enter(Duration.ofSeconds(10)).answered();
              came.add("second");
            });
    await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
    assertThat(came).isEmpty();

    clock.addAndGet(Duration.ofSeconds(1).toNanos());

    await().until(() -> came.size() == 1);
  }

  @Test
  void a_shorter_rest_does_not_end_a_longer_one() throws Exception {
    Gate wide = new Gate("host:443", 2, clock::get);
    Gate.Place one = wide.enter(Duration.ZERO);
    Gate.Place other = wide.enter(Duration.ZERO);

    one.throttled(Optional.of(Duration.ofSeconds(60)));
    other.throttled(Optional.of(Duration.ofSeconds(1)));
    clock.addAndGet(Duration.ofSeconds(2).toNanos());

    assertThatThrownBy(() -> wide.enter(Duration.ofSeconds(10)))
        .isInstanceOf(HostThrottledException.class);
  }

  @Test
  void who_is_interrupted_leaves_the_queue_to_the_others() throws Exception {
    Gate.Place first = gate.enter(Duration.ZERO);
    Thread second = thread(() -> gate.enter(Duration.ZERO).answered());
    await().until(() -> second.getState() == Thread.State.WAITING);
    List<String> came = new CopyOnWriteArrayList<>();
    Thread third =
        thread(
            () -> {
              gate.enter(Duration.ZERO).answered();
              came.add("third");
            });
    await().until(() -> third.getState() == Thread.State.WAITING);

    second.interrupt();
    first.answered();

    await().until(() -> came.size() == 1);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static Thread thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                // Interrupted by the test.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
