package io.writeback.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.Fire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The next fire and missed fires, unaffected by a clock that jumps. */
final class MissedFiresTest {
  private static final Instant TWO = Instant.parse("2026-11-25T02:00:00Z");
  private static final Schedule NIGHTLY = schedule("0 0 2 * * ?", SchedulePolicy.STANDARD);

  private static Schedule schedule(String cron, SchedulePolicy terms) {
    return new Schedule("writeback/w", "nightly", "w", cron(cron, "UTC"), null, terms);
  }

  private static Schedule every(Duration interval) {
    return new Schedule("writeback/w", "often", "w", null, interval, SchedulePolicy.STANDARD);
  }

  private static CronTiming cron(String cron, String zone) {
    return new CronTiming(cron, TimeZone.getTimeZone(zone), CronTiming.ALWAYS, CronTiming.EVER);
  }

  private static SchedulePolicy skipping() {
    return new SchedulePolicy(
        SchedulePolicy.OnMissed.SKIP,
        SchedulePolicy.Overlap.QUEUE,
        SchedulePolicy.STANDARD.tries());
  }

  @Test
  void a_fire_in_time_is_that_of_its_time_without_a_remark() {
    Fire fire = MissedFires.fire(NIGHTLY, NIGHTLY.timing(TWO), TWO, TWO.plusMillis(40));

    assertThat(fire.at()).isEqualTo(TWO);
    assertThat(fire.remark()).isEmpty();
    assertThat(fire.skipped()).isEmpty();
  }

  @Test
  void a_fire_that_quartz_tells_late_is_that_of_its_own_time_and_says_so() {
    // The clock went from one to four: Quartz fires at four, and gives four as the time.
    Instant four = Instant.parse("2026-11-25T04:00:00.123Z");

    Fire fire = MissedFires.fire(NIGHTLY, NIGHTLY.timing(TWO), four, four);

    assertThat(fire.at()).isEqualTo(TWO);
    assertThat(fire.remark())
        .isEqualTo("for the fire of 2026-11-25T02:00:00Z, which came only at 2026-11-25T04:00:00Z");
  }

  @Test
  void a_late_fire_is_skipped_if_missed_ones_are() {
    Schedule schedule = schedule("0 0 2 * * ?", skipping());

    Fire fire = MissedFires.fire(schedule, schedule.timing(TWO), TWO, TWO.plusSeconds(61));

    assertThat(fire.skipped()).contains("2026-11-25T02:00:00Z").contains("onMissed=skip");
  }

  @Test
  void nothing_was_missed_if_the_last_fire_is_the_last_that_is_due() {
    assertThat(MissedFires.missed(NIGHTLY, TWO, TWO.plus(Duration.ofHours(23)))).isEmpty();
  }

  @Test
  void many_missed_fires_are_one_and_counted() {
    Optional<Fire> missed = MissedFires.missed(NIGHTLY, TWO, TWO.plus(Duration.ofHours(80)));

    assertThat(missed.orElseThrow().at()).isEqualTo(TWO.plus(Duration.ofDays(3)));
    assertThat(missed.get().remark())
        .isEqualTo(
            "for the fire of 2026-11-28T02:00:00Z, which was missed, as were 2 before" + " it");
  }

  @Test
  void what_was_missed_for_years_is_counted_no_further_than_a_thousand() {
    Schedule schedule = schedule("* * * * * ?", SchedulePolicy.STANDARD);

    Fire missed = MissedFires.missed(schedule, TWO, TWO.plus(Duration.ofDays(800))).orElseThrow();

    assertThat(missed.at()).isEqualTo(TWO.plus(Duration.ofDays(800)));
    assertThat(missed.remark()).contains("more than 1000 before it");
  }

  @Test
  void a_clock_that_was_set_back_misses_nothing() {
    assertThat(MissedFires.missed(NIGHTLY, TWO, TWO.minus(Duration.ofDays(9)))).isEmpty();
  }

  @Test
  void an_interval_keeps_its_step_over_a_jump() {
    Schedule often = every(Duration.ofMinutes(15));
    Instant late = TWO.plus(Duration.ofMinutes(52));

    assertThat(MissedFires.fire(often, often.timing(TWO), late, late).at())
        .isEqualTo(TWO.plus(Duration.ofMinutes(45)));
    assertThat(MissedFires.missed(often, TWO, late).orElseThrow().at())
        .isEqualTo(TWO.plus(Duration.ofMinutes(45)));
  }

  /**
   * A clock that jumps back and forth within two days, and a process that crashes: each fire that
   * the clock has passed is accepted exactly once, by the schedule's own trigger or by the
   * catch-up.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void however_the_clock_jumps_each_fire_is_accepted_once_and_the_last_is_not_lost(long seed) {
    Random random = new Random(seed);
    Schedule hourly = schedule("0 0 * * * ?", SchedulePolicy.STANDARD);
    Set<Instant> runs = new HashSet<>();
    List<Instant> accepted = new ArrayList<>();
    Instant now = TWO;
    Instant last = TWO;
    Instant furthest = TWO;
    for (int step = 0; step < 400; step++) {
      now = now.plusSeconds(random.nextInt(7_200) - (random.nextInt(5) == 0 ? 20_000 : 0));
      furthest = now.isAfter(furthest) ? now : furthest;
      Optional<Fire> fire =
          random.nextBoolean()
              ? MissedFires.missed(hourly, last, now)
              : Optional.of(MissedFires.fire(hourly, hourly.timing(last), now, now));
      if (fire.isPresent()) {
        if (runs.add(fire.get().at())) {
          accepted.add(fire.get().at());
        }
        last = fire.get().at().isAfter(last) ? fire.get().at() : last;
      }
    }
    MissedFires.missed(hourly, last, furthest).ifPresent(fire -> runs.add(fire.at()));

    assertThat(accepted).as("seed %d", seed).doesNotHaveDuplicates();
    assertThat(runs).as("seed %d", seed).contains(hourly.cron().latest(furthest).orElseThrow());
    assertThat(runs).allSatisfy(at -> assertThat(at.getEpochSecond() % 3_600).isZero());
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 2 * * ?, 2026-11-25T01:59:59.999Z, 2026-11-24T02:00:00Z",
    "0 0 2 * * ?, 2026-11-25T02:00:00Z, 2026-11-25T02:00:00Z",
    "0 0 2 29 2 ?, 2027-11-25T02:00:00Z, 2024-02-29T02:00:00Z",
    "* * * * * ?, 2026-11-25T02:00:00.999Z, 2026-11-25T02:00:00Z",
    "0 0 2 1 1 ? 2020, 2026-11-25T02:00:00Z, 2020-01-01T02:00:00Z"
  })
  void the_last_fire_before_a_time_is_found(String cron, Instant time, Instant last) {
    assertThat(cron(cron, "UTC").latest(time)).contains(last);
  }

  @Test
  void
      a_time_that_the_zone_leaves_out_does_not_fire_that_day_and_one_that_comes_twice_fires_once() {
    CronTiming half = cron("0 30 2 * * ?", "America/New_York");
    CronTiming one = cron("0 30 1 * * ?", "America/New_York");

    assertThat(half.next(Instant.parse("2026-03-08T00:00:00Z")))
        .contains(Instant.parse("2026-03-09T06:30:00Z"));
    Instant first = one.next(Instant.parse("2026-11-01T00:00:00Z")).orElseThrow();
    assertThat(one.next(first)).contains(Instant.parse("2026-11-02T06:30:00Z"));
  }

  @Test
  void nothing_fires_before_its_begin_or_behind_its_end() {
    CronTiming bounded =
        new CronTiming(
            "0 0 2 * * ?", TimeZone.getTimeZone("UTC"), TWO, TWO.plus(Duration.ofDays(1)));

    assertThat(bounded.next(TWO.minus(Duration.ofDays(9)))).contains(TWO);
    assertThat(bounded.latest(TWO.minusSeconds(1))).isEmpty();
    assertThat(bounded.next(TWO.plus(Duration.ofDays(1)))).isEmpty();
    assertThat(bounded.latest(TWO.plus(Duration.ofDays(9)))).contains(TWO.plus(Duration.ofDays(1)));
  }
}
