package io.writeback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.config.Configuration;
import io.writeback.ledger.AlertChange;
import io.writeback.ledger.AlertMessage;
import io.writeback.ledger.AlertRule;
import io.writeback.ledger.Claim;
import io.writeback.ledger.Fire;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.OpenAlert;
import io.writeback.ledger.Pause;
import io.writeback.ledger.ResultDelivery;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.problem.Code;
import io.writeback.schedule.CronTiming;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of a ledger, from run to run, with a clock that the test sets. */
final class AlertWatchTest {
  private static final Instant TWO = Instant.parse("2026-11-25T02:00:00Z");
  private static final Schedule NIGHTLY =
      new Schedule(
          "nightly",
          "nightly",
          "w",
          new CronTiming(
              "0 0 2 * * ?", TimeZone.getTimeZone("UTC"), CronTiming.ALWAYS, CronTiming.EVER),
          null,
          SchedulePolicy.STANDARD);

  @TempDir Path folder;
  private final Map<String, String> keys = new TreeMap<>();
  private final List<String> changes = new ArrayList<>();
  private Instant now = TWO;
  private Ledger ledger;
  private int runs;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), () -> now);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private AlertWatch watch(Schedule... schedules) {
    return new AlertWatch(
        ledger,
        AlertSettings.of(new Configuration(folder, "f", keys, Map.of())),
        List.of("mail"),
        List.of("w"),
        List.of(schedules));
  }

  private void examine(Schedule... schedules) {
    watch(schedules)
        .examine(change -> changes.add(change.kind() + " " + change.rule() + " " + change.runId()));
  }

  private String begin(long rows) {
    String id = "r" + ++runs;
    ledger.requests().accept(RunRequest.of(id, "key of " + id, "w"));
    RunEntry run = ledger.history().find(id).orElseThrow();
    LeaseTerms terms = new LeaseTerms("me", Duration.ofHours(1), Duration.ZERO);
    long epoch = ((Claim.Taken) ledger.leases().claim(run, "t", terms)).run().run().epoch();
    ledger.runs().snapshotTaken(id, epoch, new SnapshotEntry("s", "v", "f", rows, 1, "ab"));
    return id;
  }

  private void end(String id, RunState state, Code code) {
    long epoch = ledger.history().find(id).orElseThrow().epoch();
    ledger.runs().end(id, epoch, state, code, code == null ? null : "reason");
    ledger.leases().release(id, "me");
  }

  private void run(RunState state, Code code) {
    String id = begin(100);
    now = now.plus(Duration.ofMinutes(10));
    end(id, state, code);
  }

  private List<String> messages() {
    List<String> all = new ArrayList<>();
    Optional<AlertMessage> next = ledger.alerts().claim("mail", Duration.ofDays(9));
    while (next.isPresent()) {
      all.add((next.get().recovered() ? "recovered " : "raised ") + next.get().rule());
      ledger.alerts().done(next.get());
      next = ledger.alerts().claim("mail", Duration.ofDays(9));
    }
    return all;
  }

  @Test
  void failures_in_a_row_are_one_message_and_the_next_good_run_is_another() {
    run(RunState.COMPLETE, null);
    examine();
    run(RunState.FAILED, Code.DESTINATION_LOGIN);
    examine();
    examine();
    run(RunState.FAILED, Code.DESTINATION_LOGIN);
    examine();

    OpenAlert open = ledger.alerts().open().get(0);
    assertThat(open.runId()).isEqualTo("r3");
    assertThat(open.since()).isEqualTo(TWO.plus(Duration.ofMinutes(20)));
    run(RunState.COMPLETE, null);
    examine();
    examine();

    assertThat(changes)
        .containsExactly("RAISED failed r2", "REPEATED failed r3", "RECOVERED failed r4");
    assertThat(messages()).containsExactly("raised failed", "recovered failed");
    assertThat(ledger.alerts().open()).isEmpty();
  }

  @Test
  void a_run_that_a_person_resumes_recovers_only_once_it_is_complete() {
    run(RunState.COMPLETE, null);
    run(RunState.STOPPED, Code.DESTINATION_UNAVAILABLE);
    examine();
    ledger.runs().resume("r2");
    examine();
    assertThat(ledger.alerts().open()).hasSize(1);

    end("r2", RunState.COMPLETE, null);
    examine();

    assertThat(changes).containsExactly("RAISED failed r2", "RECOVERED failed r2");
  }

  @Test
  void a_failure_before_a_newer_run_that_is_in_progress_is_reported_at_once() {
    run(RunState.FAILED, Code.DESTINATION_LOGIN);
    begin(100);

    examine();

    assertThat(messages()).containsExactly("raised failed");
  }

  @Test
  void a_failure_before_a_newer_run_that_is_complete_is_not_reported() {
    run(RunState.FAILED, Code.DESTINATION_LOGIN);
    run(RunState.COMPLETE, null);

    examine();

    assertThat(messages()).isEmpty();
  }

  @Test
  void a_run_that_waits_for_a_person_is_reported_until_it_is_resumed_and_again_after_that() {
    String id = begin(100);
    ledger.runs().pause(id, epoch(id), Pause.Kind.AUTH, null, 1, Code.DESTINATION_LOGIN, "no");
    examine();
    ledger.runs().resume(id);
    examine();
    ledger.runs().pause(id, epoch(id), Pause.Kind.AUTH, null, 1, Code.DESTINATION_LOGIN, "no");
    examine();

    assertThat(messages()).containsExactly("raised paused", "recovered paused", "raised paused");
  }

  private long epoch(String id) {
    return ledger.history().find(id).orElseThrow().epoch();
  }

  @Test
  void a_run_that_is_slow_is_reported_while_it_is_in_progress() {
    for (int i = 0; i < 5; i++) {
      run(RunState.COMPLETE, null);
    }
    String id = begin(100);
    now = now.plus(Duration.ofMinutes(29));
    examine();
    assertThat(changes).isEmpty();
    now = now.plus(Duration.ofMinutes(2));
    examine();
    end(id, RunState.COMPLETE, null);
    examine();
    assertThat(changes).containsExactly("RAISED slow r6");
    run(RunState.COMPLETE, null);
    examine();

    assertThat(messages()).containsExactly("raised slow", "recovered slow");
  }

  @Test
  void few_rows_are_reported_as_soon_as_they_are_read() {
    for (int i = 0; i < 5; i++) {
      run(RunState.COMPLETE, null);
    }
    begin(10);

    examine();

    assertThat(ledger.alerts().open())
        .extracting(OpenAlert::rule, OpenAlert::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                AlertRule.FEW_ROWS, "run r6 has 10 rows, usual are 100; see ./writeback show r6"));
  }

  private void fire(Instant at) {
    String id = "r" + ++runs;
    ledger
        .schedules()
        .accept(
            new RunRequest(id, Fire.key("w", at), "w", false, null, at),
            new Fire(NIGHTLY.name(), NIGHTLY.timing(), at, "", "", false, Fire.Tries.NONE));
    ledger.runs().end(id, epoch(id), RunState.COMPLETE, null, null);
  }

  @Test
  void a_fire_without_a_run_is_reported_and_so_is_the_next_one_that_comes_in_time() {
    fire(TWO);
    now = TWO.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(14));
    examine(NIGHTLY);
    assertThat(changes).isEmpty();
    now = now.plus(Duration.ofMinutes(1));
    examine(NIGHTLY);
    // Caught up, too late.
    fire(TWO.plus(Duration.ofDays(1)));
    now = now.plus(Duration.ofHours(1));
    examine(NIGHTLY);
    now = TWO.plus(Duration.ofDays(2));
    fire(now);
    examine(NIGHTLY);

    assertThat(changes).containsExactly("RAISED not-started null", "RECOVERED not-started null");
    assertThat(messages()).containsExactly("raised not-started", "recovered not-started");
  }

  private ResultDelivery claimed() {
    ResultDelivery due = ledger.results().due().orElseThrow();
    assertThat(ledger.results().claim(due, Duration.ofMinutes(30))).isTrue();
    return due.claimed();
  }

  @Test
  void results_are_reported_after_an_hour_and_when_they_have_arrived() {
    ledger.results().deliver("w", "domo:Results", "domo");
    run(RunState.COMPLETE, null);
    ResultDelivery rows = claimed();
    ledger.results().done(claimed());
    ledger.results().again(rows, "status 503", Duration.ofMinutes(40));
    now = now.plus(Duration.ofMinutes(59));
    examine();
    assertThat(changes).isEmpty();
    now = now.plus(Duration.ofMinutes(1));
    examine();
    examine();

    assertThat(ledger.alerts().open()).singleElement().extracting(OpenAlert::runId).isEqualTo("r1");
    ledger.results().done(claimed());
    examine();

    assertThat(changes)
        .containsExactly("RAISED results-undelivered r1", "RECOVERED results-undelivered null");
    assertThat(messages())
        .containsExactly("raised results-undelivered", "recovered results-undelivered");
  }

  @Test
  void results_that_were_given_up_are_reported_until_those_of_a_later_run_arrive() {
    ledger.results().deliver("w", "domo:Results", "domo");
    run(RunState.COMPLETE, null);
    ledger.results().giveUp(claimed(), "status 503");
    ledger.results().done(claimed());
    examine();
    run(RunState.COMPLETE, null);
    examine();
    ledger.results().done(claimed());
    ledger.results().done(claimed());
    examine();

    assertThat(changes)
        .containsExactly("RAISED results-undelivered r1", "RECOVERED results-undelivered null");
  }

  @Test
  void a_rule_that_is_turned_off_closes_its_alert_without_a_message() {
    run(RunState.FAILED, Code.DESTINATION_LOGIN);
    examine();
    messages();
    keys.put("alert.w.failed", "off");

    examine();

    assertThat(changes).containsExactly("RAISED failed r1", "DROPPED failed r1");
    assertThat(messages()).isEmpty();
    assertThat(ledger.alerts().open()).isEmpty();
  }

  @Test
  void alerts_of_a_writeback_that_does_not_exist_any_more_are_closed() {
    ledger
        .alerts()
        .update(
            "gone",
            history ->
                List.of(
                    new AlertChange(
                        AlertChange.Kind.RAISED, "gone", AlertRule.PAUSED, null, 0, "m")),
            List.of());

    watch().forgetOthers();

    assertThat(ledger.alerts().open()).isEmpty();
  }
}
