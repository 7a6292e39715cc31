package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.writeback.Child;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules in a server process: fires, missed fires, retries, notifications. */
final class ScheduledRunsTest {
  private static final String NIGHTLY = "cron: 0 0 2 * * ?";
  private static final String HOURLY = "trigger.repeatInterval: 3600000";

  @RegisterExtension private final TriggeredRuns team = new TriggeredRuns();

  private void awaitStates(RunState... states) {
    await().untilAsserted(() -> assertThat(team.states()).containsExactly(states));
  }

  @Test
  void an_interval_fires_at_the_first_start_and_keeps_its_step_over_a_restart() {
    team.schedule("often", HOURLY).start();
    awaitStates(RunState.COMPLETE);
    Instant first = fired("writeback/often:w", "every PT1H");
    assertThat(team.runs().get(0).run().runKey()).isEqualTo("w@" + first);
    team.stop();
    team.csvToWorkfront("probe", "w.csv");
    team.file(
        "routes/probe-now.camel.yaml",
        """
        - route:
            id: probe-now
            from:
              uri: quartz:writeback/probe
              parameters:
                trigger.repeatInterval: 3600000
              steps:
                - to: kamelet:writeback-run-action?writeback=probe
        """);

    team.start();
    // The new one has fired, so Quartz is up and the other had its chance.
    await().until(() -> fired("writeback/probe", "every PT1H") != null);

    assertThat(team.states()).containsExactly(RunState.COMPLETE);
    assertThat(fired("writeback/often:w", "every PT1H")).isEqualTo(first);
    assertThat(team.run("list").out())
        .contains(first.plus(1, ChronoUnit.HOURS).toString().substring(11, 19) + " UTC by often");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "skip"})
  void a_fire_whose_route_takes_long_before_its_run_runs_once_and_after_it(String onMissed)
      throws Exception {
    team.scheduleBehind("- to: seda:gate?waitForTaskToComplete=Always&timeout=0", onMissed).start();
    SedaEndpoint gate = team.context().getEndpoint("seda:gate", SedaEndpoint.class);
    await().until(() -> gate.getCurrentQueueSize() == 1);
    firedAnHourBefore();
    team.later(Duration.ofSeconds(100));

    team.fires().catchUp();
    List<RunState> meanwhile = team.states();
    // Opened before anything is judged: the context does not stop while an exchange waits.
    team.context()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("seda:gate").setBody(constant("open"));
              }
            });

    assertThat(meanwhile).as("the fire is on its way, and was not missed").isEmpty();
    awaitStates(RunState.COMPLETE);
    team.fires().catchUp();
    assertThat(team.states()).containsExactly(RunState.COMPLETE);
    assertThat(team.remarks(0)).isEmpty();
  }

  /** A schedule that never fired has missed nothing. */
  private void firedAnHourBefore() {
    try (Ledger ledger = team.ledger()) {
      ledger
          .schedules()
          .begins("writeback/often:w", "every PT1H", Instant.now().minus(1, ChronoUnit.HOURS));
    }
  }

  @Test
  void a_fire_whose_route_decides_against_a_run_is_not_made_up_for() {
    team.scheduleBehind("- stop: {}", "run").start();
    await().until(() -> fired("writeback/often:w", "every PT1H") != null);
    team.later(Duration.ofSeconds(100));

    team.fires().catchUp();

    assertThat(team.states()).isEmpty();
  }

  @Test
  void a_fire_whose_route_fails_before_its_run_is_skipped_and_runs_says_so() {
    team.scheduleBehind(
            "- throwException:\n"
                + "    exceptionType: java.lang.IllegalStateException\n"
                + "    message: no",
            "run")
        .start();

    awaitStates(RunState.CANCELLED);
    team.later(Duration.ofSeconds(100));
    team.fires().catchUp();

    assertThat(team.states()).containsExactly(RunState.CANCELLED);
    assertThat(team.runs().get(0).run().code()).isEqualTo(Code.FIRE_SKIPPED);
    assertThat(team.runs().get(0).run().reason())
        .contains("its route failed before its run: IllegalStateException");
  }

  private Instant fired(String schedule, String timing) {
    try (Ledger ledger = team.ledger()) {
      return ledger.schedules().lastFire(schedule, timing).orElse(null);
    }
  }

  @Test
  void fires_of_the_time_in_which_nothing_ran_are_one_run_and_runs_says_so() {
    team.schedule("nightly", NIGHTLY).start();
    team.stop();
    assertThat(team.states()).isEmpty();
    team.later(Duration.ofDays(3));

    team.start();
    awaitStates(RunState.COMPLETE);
    team.stop();
    team.start();
    team.stop();

    assertThat(team.states()).containsExactly(RunState.COMPLETE);
    assertThat(team.remarks(0)).contains("02:00:00Z, which was missed, as were 2 before it");
    assertThat(team.run("runs").out()).contains("which was missed");
  }

  @Test
  void missed_fires_are_skipped_if_the_schedule_says_so_and_runs_says_so_too() {
    team.schedule("nightly", NIGHTLY, "onMissed: skip").start();
    team.stop();
    team.later(Duration.ofDays(1));

    team.start();
    team.stop();

    assertThat(team.states()).containsExactly(RunState.CANCELLED);
    assertThat(team.run("runs").out()).contains("WB-137").contains("onMissed=skip");
    assertThat(team.run("show", "last").out()).contains("was skipped: the fire of");
    assertThat(team.sandbox.stats().recordsWritten()).isZero();
  }

  @Test
  void a_clock_that_is_set_back_behind_a_fire_does_not_run_it_again() {
    team.schedule("nightly", NIGHTLY).start();
    team.stop();
    team.later(Duration.ofDays(1));
    team.start();
    awaitStates(RunState.COMPLETE);
    team.stop();

    team.later(Duration.ofDays(-1));
    team.start();
    team.stop();
    team.later(Duration.ofDays(1));
    team.start();
    team.stop();

    assertThat(team.states()).containsExactly(RunState.COMPLETE);
  }

  @Test
  void schedules_that_are_due_at_once_are_one_run_and_one_that_skips_is_reported() {
    team.schedule("a", NIGHTLY)
        .schedule("b", "cron: 0 0 3 * * ?")
        .schedule("c", "cron: 0 0 4 * * ?", "overlap: skip")
        .start();
    team.stop();
    team.later(Duration.ofDays(1));

    team.start();

    await()
        .untilAsserted(
            () ->
                assertThat(team.states())
                    .containsExactlyInAnyOrder(RunState.COMPLETE, RunState.CANCELLED));
    String runs = team.run("runs").out();
    assertThat(runs)
        .contains("it also answers the fire of")
        .contains("T04:00:00Z was skipped, as run");
    assertThat(team.sandbox.stats().recordsWritten()).isEqualTo(1);
  }

  @Test
  void two_schedules_that_fire_during_a_long_run_wait_and_are_answered_by_one_run() {
    team.schedule("b", HOURLY).schedule("c", HOURLY);
    try (Ledger ledger = team.ledger()) {
      RunEntry longRun = ledger.requests().accept(RunRequest.of("long", "long", "other")).run();
      ledger
          .leases()
          .claim(
              longRun,
              "workfront:" + team.sandbox.workfrontUrl().getAuthority() + "/PROJ",
              new LeaseTerms("elsewhere", Duration.ofHours(1), Duration.ZERO));

      team.start();
      await()
          .untilAsserted(
              () -> {
                Instant b = fired("writeback/b:w", "every PT1H");
                Instant c = fired("writeback/c:w", "every PT1H");
                assertThat(team.states()).containsExactly(RunState.ACCEPTED);
                assertThat(b).isNotNull();
                assertThat(c).isNotNull();
                // Two fires of one instant are one fire of the writeback: nothing to remark.
                assertThat(b.equals(c) || team.remarks(0).contains("it also answers the fire of"))
                    .isTrue();
              });
      ledger.runs().cancel("long");
      ledger.leases().release("long", "elsewhere");
    }

    awaitStates(RunState.COMPLETE);
    assertThat(team.sandbox.stats().recordsWritten()).isEqualTo(1);
  }

  @Test
  void a_run_that_failed_is_tried_again_by_a_new_run_also_after_a_restart() throws Exception {
    Files.delete(team.path("w.csv"));
    team.schedule("often", HOURLY, "retries: 2", "retryEvery: 15m").start();
    awaitStates(RunState.FAILED);
    team.stop();
    team.file("w.csv", "ID,Name\n" + TriggeredRuns.ID + ",Again\n");
    team.later(Duration.ofMinutes(15));

    team.start();

    awaitStates(RunState.FAILED, RunState.COMPLETE);
    String failed = team.runs().get(0).run().id();
    assertThat(team.run("show", team.runs().get(1).run().id()).out())
        .contains("started by   retry of run " + failed)
        .contains("retry 1 of 2 of run " + failed);
    assertThat(team.run("show", failed).out())
        .contains("retried by   " + team.runs().get(1).run().id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACCEPT:before:1", "ACCEPT:after:1"})
  void killed_around_the_accept_the_fire_is_one_run_all_the_same(String failPoint)
      throws Exception {
    team.schedule("nightly", NIGHTLY);
    try (Ledger ledger = team.ledger()) {
      ledger
          .schedules()
          .begins(
              "writeback/nightly:w",
              "cron 0 0 2 * * ? in UTC",
              Instant.now().minus(1, ChronoUnit.DAYS));
    }
    Process killed = Child.start(team, Child.failingAt(team, failPoint), "start");
    assertThat(killed.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(killed.exitValue()).as(Child.tail(team)).isEqualTo(137);
    assertThat(team.runs()).hasSize(failPoint.contains("before") ? 0 : 1);

    team.start();

    awaitStates(RunState.COMPLETE);
    assertThat(team.sandbox.stats().recordsWritten()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cron: 0 2 * * *",
        "cron: 0 0 2 * * ?\n        trigger.timeZone: Europe/Viena",
        "cron: 0 0 2 30 2 ?",
        "cron: 0 0 2 * * ?\n"
            + "        trigger.startAt: 2026-12-06T02:00:00UTC\n"
            + "        trigger.endAt: 2026-12-05T02:00:00UTC",
        "trigger.repeatInterval: 1209600000\n        trigger.startAt: 2026-12-06T02:00:00UTC",
        "trigger.repeatInterval: 1209600000\n        trigger.endAt: 2026-12-06T02:00:00UTC",
        "trigger.repeatInterval: 15m",
        "triggerStartDelay: 5"
      })
  void a_schedule_that_would_fire_at_other_times_than_meant_is_refused(String when) {
    team.schedule("bad", when);

    assertThatThrownBy(team::start)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("WB-136")
        .hasMessageContaining("routes/bad.camel.yaml, route bad");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cron: 0 0 2 31 12 ? 2020 | cron 0 0 2 31 12 ? 2020 in UTC",
        "cron: 0 0 2 * * ?~trigger.endAt: 2020-12-31T12:00:00UTC"
            + " | cron 0 0 2 * * ? in UTC until 2020-12-31T12:00:00Z",
        "cron: 0 0 2 * * ?~trigger.startAt: 2020-01-01T00:00:00UTC"
            + "~trigger.endAt: 2020-12-31T12:00:00UTC"
            + " | cron 0 0 2 * * ? in UTC from 2020-01-01T00:00:00Z until 2020-12-31T12:00:00Z"
      })
  void a_schedule_that_is_over_keeps_nothing_from_starting_and_its_last_fire_is_made_up_for(
      String when, String timing) {
    team.schedule("over", when.replace("~", "\n        "), "retries: 2");
    try (Ledger ledger = team.ledger()) {
      ledger.schedules().begins("writeback/over:w", timing, Instant.parse("2020-12-30T12:00:00Z"));
    }

    team.start();

    awaitStates(RunState.COMPLETE);
    assertThat(team.runs().get(0).run().runKey()).isEqualTo("w@2020-12-31T02:00:00Z");
    assertThat(team.run("list").out()).contains("never again by over");
  }

  @Test
  void list_shows_the_next_fire_in_the_zone_of_the_trigger_without_starting_anything() {
    team.file(
        "routes/nth.camel.yaml",
        """
        - route:
            id: nth
            from:
              uri: quartz:writeback/nth
              parameters:
                cron: 0 0 2 ? * SUN#2
                trigger.timeZone: Europe/Vienna
              steps:
                - to: kamelet:writeback-run-action?writeback=w
        """);

    String listed = team.run("list").out();

    assertThat(listed)
        .containsPattern("next run   Sun \\d{4}-\\d\\d-\\d\\d 02:00:00 Europe/Vienna by nth")
        .contains("cron 0 0 2 ? * SUN#2 in Europe/Vienna");
    assertThat(team.run("list", "--json").out()).contains("\"schedules\"", "T02:00+0");
    assertThat(List.of(team.folder().toFile().list())).doesNotContain("data");
  }
}
