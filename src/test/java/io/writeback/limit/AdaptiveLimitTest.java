package io.writeback.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.limit.InFlightLimit.Begun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveLimitTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private long now;

  @Test
  void a_ceiling_is_one_or_more() {
    assertThatThrownBy(() -> new AdaptiveLimit(0)).hasMessageContaining("ceiling is 1 or more");
  }

  @Test
  void it_begins_low_but_never_above_its_ceiling() {
    assertThat(new AdaptiveLimit(32).limit()).isEqualTo(4);
    assertThat(new AdaptiveLimit(1).limit()).isEqualTo(1);
  }

  @Test
  void it_doubles_at_first_and_then_goes_up_by_one_a_round_that_used_it_to_the_full() {
    AdaptiveLimit limit = new AdaptiveLimit(32);

    round(limit);
    assertThat(limit.limit()).isEqualTo(8);
    round(limit);
    assertThat(limit.limit()).isEqualTo(9);
    round(limit);
    assertThat(limit.limit()).isEqualTo(10);
  }

  @Test
  void once_something_was_refused_it_does_not_double_again() {
    AdaptiveLimit limit = new AdaptiveLimit(32);
    limit.throttled(limit.begin(now), now);
    now += Duration.ofHours(1).toNanos();
    rounds(limit, 400);
    now += AdaptiveLimit.IDLE.toNanos() + 1;
    assertThat(limit.hasRoom(now)).isTrue();

    round(limit);

    assertThat(limit.limit()).isEqualTo(AdaptiveLimit.START + 1);
  }

  @Test
  void it_does_not_go_up_while_nobody_needs_it() {
    AdaptiveLimit limit = new AdaptiveLimit(32);

    for (int i = 0; i < 100; i++) {
      limit.answered(limit.begin(now), now);
    }

    assertThat(limit.limit()).isEqualTo(4);
  }

  @Test
  void it_never_passes_its_ceiling() {
    AdaptiveLimit limit = new AdaptiveLimit(5);

    rounds(limit, 20);

    assertThat(limit.limit()).isEqualTo(5);
  }

  @Test
  void a_lower_ceiling_holds_at_once() {
    AdaptiveLimit limit = new AdaptiveLimit(32);
    rounds(limit, 10);

    limit.ceiling(3);

    assertThat(limit.limit()).isEqualTo(3);
  }

  @Test
  void a_refused_try_of_one_more_takes_it_back_to_what_held() {
    AdaptiveLimit limit = at(new AdaptiveLimit(32), 10);
    List<Begun> requests = fill(limit);

    limit.throttled(requests.get(9), now);

    assertThat(limit.limit()).isEqualTo(9);
  }

  @Test
  void a_refusal_of_what_held_takes_it_down_to_half() {
    AdaptiveLimit limit = at(new AdaptiveLimit(8), 8);
    round(limit);
    List<Begun> requests = fill(limit);

    limit.throttled(requests.get(7), now);

    assertThat(limit.limit()).isEqualTo(4);
  }

  @Test
  void the_refusals_of_one_burst_take_it_down_once() {
    AdaptiveLimit limit = at(new AdaptiveLimit(8), 8);
    round(limit);
    List<Begun> requests = fill(limit);

    requests.forEach(request -> limit.throttled(request, now));

    assertThat(limit.limit()).isEqualTo(4);
  }

  @Test
  void the_refusals_of_a_later_burst_take_it_down_again() {
    AdaptiveLimit limit = at(new AdaptiveLimit(8), 8);
    round(limit);

    fill(limit).forEach(request -> limit.throttled(request, now));
    fill(limit).forEach(request -> limit.throttled(request, now));

    assertThat(limit.limit()).isEqualTo(2);
  }

  @Test
  void it_is_never_less_than_one() {
    AdaptiveLimit limit = new AdaptiveLimit(32);

    for (int i = 0; i < 10; i++) {
      limit.throttled(limit.begin(now), now);
    }

    assertThat(limit.limit()).isEqualTo(1);
  }

  @Test
  void what_was_refused_is_not_tried_again_for_a_while_however_many_answers_come() {
    AdaptiveLimit limit = refusedAt(8);

    rounds(limit, 1_000);

    assertThat(limit.limit()).isEqualTo(7);
  }

  @Test
  void what_was_refused_is_not_tried_again_before_many_answers_however_long_that_takes() {
    AdaptiveLimit limit = refusedAt(8);
    now += Duration.ofSeconds(50).toNanos();

    rounds(limit, 40);

    assertThat(limit.limit()).isEqualTo(7);
  }

  @Test
  void what_was_refused_is_tried_again_after_a_while() {
    AdaptiveLimit limit = refusedAt(8);
    rounds(limit, 60);
    now += AdaptiveLimit.REMEMBERED.toNanos();

    round(limit);

    assertThat(limit.limit()).isEqualTo(8);
  }

  @Test
  void once_more_is_taken_again_the_way_up_is_free() {
    AdaptiveLimit limit = refusedAt(8);
    rounds(limit, 60);
    now += AdaptiveLimit.REMEMBERED.toNanos();

    rounds(limit, 10);

    assertThat(limit.limit()).isEqualTo(17);
  }

  @Test
  void a_request_without_an_answer_changes_nothing() {
    AdaptiveLimit limit = at(new AdaptiveLimit(32), 8);

    fill(limit).forEach(request -> limit.lost(now));

    assertThat(limit.limit()).isEqualTo(8);
    assertThat(limit.inFlight()).isZero();
  }

  @Test
  void after_a_long_rest_it_begins_low_again() {
    AdaptiveLimit limit = at(new AdaptiveLimit(32), 20);
    now += AdaptiveLimit.IDLE.toNanos() + 1;

    assertThat(limit.hasRoom(now)).isTrue();

    assertThat(limit.limit()).isEqualTo(AdaptiveLimit.START);
  }

  @ParameterizedTest
  @CsvSource({"10,50", "10,200", "10,1000", "5,200", "5,1000", "32,200", "1,200", "2,200"})
  void it_finds_the_cap_of_a_host_and_stays_there_with_few_refusals(int cap, long latency) {
    SimulatedHost host = host(cap, Duration.ofMillis(latency), 1);

    Duration found = host.untilBusy(0.9, MINUTE);
    double mean = host.run(Duration.ofMinutes(10));

    assertThat(found).isLessThan(MINUTE);
    assertThat(mean).isGreaterThanOrEqualTo(0.9 * cap);
    assertThat(1_000.0 * host.refusals() / host.requests()).isLessThanOrEqualTo(5);
    assertThat(host.highestInFlight()).isLessThanOrEqualTo(Math.max(AdaptiveLimit.NEAR, cap + 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void it_follows_a_cap_that_moves_from_ten_to_five_and_back(long seed) {
    SimulatedHost host = host(10, Duration.ofMillis(200), seed);
    assertThat(host.untilBusy(0.9, MINUTE)).as("first, seed %d", seed).isLessThan(MINUTE);
    host.run(MINUTE);
    host.cap(5);
    assertThat(host.untilBusy(0.9, MINUTE)).as("down, seed %d", seed).isLessThan(MINUTE);
    host.run(MINUTE);
    host.cap(10);
    assertThat(host.untilBusy(0.9, MINUTE)).as("up, seed %d", seed).isLessThan(MINUTE);
    host.run(MINUTE);

    assertThat(1_000.0 * host.refusals() / host.requests())
        .as("429s per 1,000 requests, seed %d", seed)
        .isLessThanOrEqualTo(5);
  }

  private static SimulatedHost host(int cap, Duration latency, long seed) {
    return new SimulatedHost(new AdaptiveLimit(32), 64, cap, latency, seed);
  }

  private AdaptiveLimit refusedAt(int level) {
    AdaptiveLimit limit = at(new AdaptiveLimit(32), level);
    List<Begun> requests = fill(limit);
    limit.throttled(requests.remove(level - 1), now);
    requests.forEach(request -> limit.answered(request, now));
    return limit;
  }

  private AdaptiveLimit at(AdaptiveLimit limit, int level) {
    while (limit.limit() < level) {
      round(limit);
    }
    return limit;
  }

  private void rounds(AdaptiveLimit limit, int number) {
    for (int i = 0; i < number; i++) {
      round(limit);
    }
  }

  /** As many requests at once as it allows, all answered. */
  private void round(AdaptiveLimit limit) {
    fill(limit).forEach(request -> limit.answered(request, now));
  }

  private List<Begun> fill(AdaptiveLimit limit) {
    List<Begun> requests = new ArrayList<>();
    while (limit.hasRoom(now)) {
      requests.add(limit.begin(now));
    }
    return requests;
  }
}
