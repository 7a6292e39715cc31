package io.writeback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.AlertHistory;
import io.writeback.ledger.AlertHistory.Entry;
import io.writeback.ledger.AlertHistory.Fired;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.schedule.CronTiming;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** Whether the fires of schedules have their runs in time. */
final class FireRuleTest {
  private static final Instant TWO = Instant.parse("2026-11-25T02:00:00Z");
  private static final Duration TOLERANCE = Duration.ofMinutes(15);

  private final Schedule nightly = schedule("nightly", "0 0 2 * * ?");
  private final List<Entry> runs = new ArrayList<>();
  private Instant last = TWO;
  private Fired fired = answer(null, "", TWO);

  private static Schedule schedule(String name, String cron) {
    return new Schedule(
        name,
        name,
        "w",
        new CronTiming(cron, TimeZone.getTimeZone("UTC"), CronTiming.ALWAYS, CronTiming.EVER),
        null,
        SchedulePolicy.STANDARD);
  }

  private static Fired answer(Code code, String reason, Instant accepted) {
    return new Fired("r1", 1, code, reason, accepted);
  }

  private Optional<Finding> finding(Instant now, Schedule... schedules) {
    AlertHistory history = new AlertHistory(now, "w", runs, List.of(), List.of(), List.of());
    FireRule.Fires fires =
        new FireRule.Fires() {
          @Override
          public Optional<Instant> last(Schedule schedule) {
            return schedule == nightly ? Optional.ofNullable(last) : Optional.of(now);
          }

          @Override
          public Optional<Fired> run(Schedule schedule, Instant fire) {
            return schedule == nightly ? Optional.ofNullable(fired) : Optional.empty();
          }
        };
    return new FireRule(history, TOLERANCE, fires)
        .finding(schedules.length == 0 ? List.of(nightly) : List.of(schedules));
  }

  @Test
  void a_fire_may_have_its_run_a_little_late() {
    Instant next = TWO.plus(Duration.ofDays(1));

    assertThat(finding(next.plus(TOLERANCE).minusMillis(1))).map(Finding::broken).contains(false);
    Finding missing = finding(next.plus(TOLERANCE)).orElseThrow();
    assertThat(missing.broken()).isTrue();
    assertThat(missing.message().get())
        .startsWith("the fire of 2026-11-26T02:00:00Z by nightly has no run after 15 min");
  }

  @Test
  void a_run_that_was_accepted_too_late_is_none_that_started_when_it_should() {
    fired = answer(null, "", TWO.plus(TOLERANCE));
    assertThat(finding(TWO.plus(Duration.ofHours(1)))).map(Finding::broken).contains(false);

    fired = answer(null, "", TWO.plus(Duration.ofHours(3)));

    Finding late = finding(TWO.plus(Duration.ofHours(4))).orElseThrow();
    assertThat(late.broken()).isTrue();
    assertThat(late.runId()).isEqualTo("r1");
    assertThat(late.message().get()).endsWith("started 3 h 00 min late");
  }

  @Test
  void a_fire_that_was_skipped_is_broken_unless_a_run_was_in_progress() {
    fired = answer(Code.FIRE_SKIPPED, "its route failed before its run", TWO);
    assertThat(finding(TWO)).map(finding -> finding.message().get()).contains(fired.reason());
    runs.add(
        new Entry(
            "r0",
            0,
            RunState.COMPLETE,
            null,
            null,
            TWO.minusSeconds(60),
            null,
            TWO.plusSeconds(60),
            1L,
            false,
            0,
            false));

    assertThat(finding(TWO)).map(Finding::broken).contains(false);
  }

  @Test
  void a_fire_whose_route_decided_for_no_run_is_well() {
    fired = null;

    assertThat(finding(TWO.plus(Duration.ofHours(1)))).map(Finding::broken).contains(false);
  }

  @Test
  void a_schedule_that_was_never_seen_says_nothing_and_one_of_several_is_enough() {
    Schedule hourly = schedule("hourly", "0 0 * * * ?");
    Instant late = TWO.plus(Duration.ofDays(2));
    assertThat(finding(late, hourly, nightly)).map(Finding::broken).contains(true);
    last = null;

    assertThat(finding(late)).isEmpty();
    assertThat(finding(late, hourly, nightly)).map(Finding::broken).contains(false);
  }
}
