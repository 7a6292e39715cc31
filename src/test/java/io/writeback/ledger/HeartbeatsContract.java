package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.ledger.HeartbeatStore.Beat;
import io.writeback.ledger.HeartbeatStore.Living;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which processes share a ledger, which has a duty, and in which the route of a fire begins. */
abstract class HeartbeatsContract {
  private static final Duration LONG = Duration.ofHours(1);
  private static final LeaseTerms MINE = new LeaseTerms("mine", LONG, Duration.ZERO);
  private static final LeaseTerms THEIRS = new LeaseTerms("theirs", LONG, Duration.ZERO);
  private static final LeaseTerms DEAD = new LeaseTerms("dead", Duration.ZERO, Duration.ZERO);

  private Ledger ledger;
  private HeartbeatStore store;

  abstract LedgerAddress address();

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), InstantSource.system());
    store = ledger.heartbeats();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private HeartbeatStore.Held beat(LeaseTerms terms, boolean serves, String... duties) {
    return store.beat(terms, new Beat("program 1", serves, Set.of(), Set.of(duties)));
  }

  @Test
  void processes_that_stay_and_are_alive_are_counted() {
    beat(THEIRS, true);
    beat(DEAD, true);
    store.beat(
        new LeaseTerms("a command", LONG, Duration.ZERO),
        new Beat("program 1", false, Set.of(), Set.of()));

    assertThat(beat(MINE, true).servers())
        .containsExactly(new Living("mine", "program 1"), new Living("theirs", "program 1"));
  }

  @Test
  void a_process_that_ends_is_not_counted_and_leaves_its_duties() {
    beat(THEIRS, true);
    store.take("watch", "theirs", LONG);

    store.end("theirs");

    assertThat(beat(MINE, true).servers()).containsExactly(new Living("mine", "program 1"));
    assertThat(store.take("watch", "mine", LONG)).isTrue();
  }

  @Test
  void a_duty_is_that_of_one_process_while_that_is_alive() {
    assertThat(store.take("watch", "mine", LONG)).isTrue();

    assertThat(store.take("watch", "theirs", LONG)).isFalse();
    assertThat(store.take("rows", "theirs", LONG)).isTrue();
    assertThat(beat(MINE, true, "watch", "rows").duties()).containsExactly("watch");
  }

  @Test
  void a_duty_of_a_process_that_says_nothing_is_taken_over_and_not_renewed_any_more() {
    assertThat(store.take("watch", "dead", Duration.ofMillis(100))).isTrue();
    await().until(() -> store.take("watch", "mine", LONG));

    assertThat(beat(new LeaseTerms("dead", LONG, Duration.ZERO), true, "watch").duties()).isEmpty();
    assertThat(beat(MINE, true, "watch").duties()).containsExactly("watch");
  }

  @Test
  void a_duty_that_is_over_is_renewed_if_no_other_process_has_taken_it() {
    store.take("watch", "mine", Duration.ZERO);

    assertThat(beat(MINE, true, "watch").duties()).containsExactly("watch");
    assertThat(store.take("watch", "theirs", LONG)).isFalse();
  }

  private static Fire fire(String schedule, Instant at) {
    return new Fire(schedule, "every hour", at, "", "", false, Fire.Tries.NONE);
  }

  private static final Instant AT = Instant.parse("2026-11-30T02:00:00Z");

  @Test
  void the_route_of_a_fire_begins_in_one_process() {
    ScheduleStore schedules = ledger.schedules();
    assertThat(schedules.begin(List.of(fire("s", AT)), "mine")).isTrue();

    assertThat(schedules.begin(List.of(fire("s", AT)), "theirs")).isFalse();
    assertThat(schedules.begin(List.of(fire("s", AT.plusSeconds(3_600))), "theirs")).isTrue();
    assertThat(schedules.begin(List.of(fire("other", AT)), "theirs")).isTrue();
    assertThat(schedules.begin(List.of(fire("s", AT.minusSeconds(3_600))), "theirs"))
        .as("a clock that was set back costs no fire")
        .isTrue();
  }

  @Test
  void a_fire_whose_process_died_before_its_run_is_found_until_it_has_a_run() {
    ScheduleStore schedules = ledger.schedules();
    beat(MINE, true);
    beat(DEAD, true);
    Instant later = AT.plusSeconds(3_600);
    schedules.begin(List.of(fire("s", AT), fire("second of the trigger", AT)), "dead");
    schedules.begin(List.of(fire("s", later)), "mine");

    assertThat(schedules.abandoned("s")).containsExactly(AT);
    assertThat(schedules.abandoned("second of the trigger")).containsExactly(AT);
    assertThat(schedules.lastBegun("s"))
        .as("on its way in a process that is alive")
        .contains(later);
    assertThat(schedules.lastBegun("unknown")).isEmpty();

    schedules.accept(new RunRequest("run", Fire.key("w", AT), "w", false, null, AT), fire("s", AT));
    schedules.endsWithoutRun(fire("second of the trigger", AT));

    assertThat(schedules.abandoned("s")).isEmpty();
    assertThat(schedules.abandoned("second of the trigger")).isEmpty();
  }
}
