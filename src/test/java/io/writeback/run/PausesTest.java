package io.writeback.run;

import static io.writeback.run.FakeDestination.answering;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.Destination;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.BatchEntry;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Paused runs, and when they resume. */
final class PausesTest extends RunFixture {
  private static final Duration DAY = Duration.ofHours(24);

  private int requests;

  PausesTest() {
    super(
        PausePolicy.STANDARD,
        new RetryPolicy(3, 4, Duration.ZERO, Duration.ofSeconds(10), Duration.ZERO));
  }

  /** Every try of every batch of ten. */
  private Function<List<Record>, Receipt> counted(Function<List<Record>, Receipt> answers) {
    return records -> {
      requests++;
      return answers.apply(records);
    };
  }

  private Report run(int rows, Function<List<Record>, Receipt> answers) {
    RunEntry accepted = runs.accept("project-status", runs.newId()).run();
    return execute(accepted, rows, answers);
  }

  private Report execute(RunEntry run, int rows, Function<List<Record>, Receipt> answers) {
    FakeDestination destination = answering(FakePlan.policy(10, 1_000_000, 1), counted(answers));
    return execute(
        run,
        destination.planning(),
        begun -> {
          begun.stageOnce(rows(rows, row -> "value " + row));
          begun.planOnce(destination);
          send(begun);
        });
  }

  private static Function<List<Record>, Receipt> failing(Outcome outcome) {
    return failing(outcome, null);
  }

  private static Function<List<Record>, Receipt> failing(Outcome outcome, Duration retryAfter) {
    return records -> {
      throw new CallFailure(outcome, "of a test", retryAfter, null);
    };
  }

  /** Fails from a row on, and writes what is before. */
  private static Function<List<Record>, Receipt> failingFrom(
      int row, Function<List<Record>, Receipt> failing) {
    return records ->
        records.get(0).row() >= row ? failing.apply(records) : FakePlan.taken(records);
  }

  private Report resume(Report paused, int rows, Function<List<Record>, Receipt> answers) {
    return execute(entry(paused), rows, answers);
  }

  private static Duration length(Report report, Instant from) {
    return Duration.between(from, Instant.parse(report.resumesAt()));
  }

  private void assertPaused(Report report, String kind, Code code) {
    assertThat(report.state()).as(report.toString()).isEqualTo(RunState.PAUSED);
    assertThat(report.pause()).isEqualTo(kind);
    assertThat(report.code()).isEqualTo(code);
    assertThat(report.exitCode()).isEqualTo(4);
    assertThat(report.finishedAt()).isNull();
    assertCloses(report);
  }

  private List<String> due() {
    return runs.endAbandoned().stream()
        .filter(run -> run.isWaitingAt(now))
        .map(RunEntry::id)
        .toList();
  }

  // --- throttled

  @Test
  void a_run_that_is_asked_to_wait_for_long_is_paused_until_then_and_resumes_with_every_row() {
    Report paused = run(50, failingFrom(31, failing(Outcome.THROTTLED, Duration.ofSeconds(600))));

    assertPaused(paused, "throttle", Code.DESTINATION_UNAVAILABLE);
    assertThat(requests).as("the others are not asked either").isEqualTo(4);
    assertThat(length(paused, now)).isEqualTo(Duration.ofSeconds(600));
    assertThat(paused.tally().confirmed()).isEqualTo(30);
    assertThat(paused.tally().notSent()).isEqualTo(20);
    now = now.plusSeconds(599);
    assertThat(due()).isEmpty();
    now = now.plusSeconds(1);
    assertThat(due()).containsExactly(paused.run());
    Report done = resume(paused, 50, FakePlan::taken);
    assertThat(done.state()).isEqualTo(RunState.COMPLETE);
    assertThat(done.pause()).isNull();
    assertThat(done.tally().confirmed()).isEqualTo(50);
    assertThat(done.recordsSent()).as("only what was refused goes out again").isEqualTo(60);
    assertCloses(done);
  }

  @Test
  void a_run_that_another_machine_left_when_it_was_asked_to_end_is_resumed() {
    Report left =
        run(
            50,
            records -> {
              if (records.get(0).row() == 21) {
                live.stopAll("stopped by a signal");
              }
              return FakePlan.taken(records);
            });
    assertThat(left.state()).isEqualTo(RunState.STOPPED);
    assertThat(left.tally().notSent()).isEqualTo(20);

    open(PausePolicy.STANDARD);

    assertThat(due()).containsExactly(left.run());
    Report done = resume(left, 50, FakePlan::taken);
    assertThat(done.state()).isEqualTo(RunState.COMPLETE);
    assertThat(done.recordsSent()).as("nothing went out twice").isEqualTo(50);
  }

  @Test
  void a_run_that_is_throttled_without_a_hint_is_paused_when_its_tries_are_used_up() {
    Report paused = run(50, failing(Outcome.THROTTLED));

    assertPaused(paused, "throttle", Code.DESTINATION_UNAVAILABLE);
    assertThat(requests).isEqualTo(4);
    assertThat(length(paused, now)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void an_outage_that_says_how_long_it_lasts_is_paused_for_that_long() {
    Report paused = run(50, failing(Outcome.UNKNOWN, Duration.ofSeconds(300)));

    assertPaused(paused, "outage", Code.ANSWER_UNKNOWN);
    assertThat(requests).isEqualTo(1);
    assertThat(length(paused, now)).isEqualTo(Duration.ofSeconds(300));
    assertThat(paused.tally().inDoubt()).isEqualTo(10);
  }

  // --- down

  @Test
  void five_batches_in_a_row_without_an_answer_are_an_outage_and_not_more_are_sent() {
    Report paused = run(500, failing(Outcome.UNREACHED));

    assertPaused(paused, "outage", Code.DESTINATION_UNAVAILABLE);
    assertThat(paused.reason())
        .isEqualTo("fake is down: of a test; 5 batches in a row went unanswered");
    assertThat(requests).as("five batches of three tries").isEqualTo(15);
    assertThat(paused.tally().notSent()).isEqualTo(500);
    assertThat(paused.tally().inDoubt()).isZero();
  }

  @Test
  void pauses_in_a_row_grow_and_begin_again_when_something_was_written() {
    List<Long> minutes = new ArrayList<>();
    Report report = run(500, failing(Outcome.UNREACHED));
    for (int i = 0; i < 6; i++) {
      minutes.add(length(report, now).toMinutes());
      now = Instant.parse(report.resumesAt());
      report =
          resume(
              report,
              500,
              i < 4
                  ? failing(Outcome.UNREACHED)
                  : failingFrom(i == 4 ? 101 : 1, failing(Outcome.UNREACHED)));
    }

    assertThat(minutes).containsExactly(1L, 5L, 15L, 60L, 60L, 1L);
    assertThat(length(report, now)).isEqualTo(Duration.ofMinutes(5));
    now = Instant.parse(report.resumesAt());
    Report done = resume(report, 500, FakePlan::taken);
    assertThat(done.state()).isEqualTo(RunState.COMPLETE);
    assertThat(done.tally().confirmed()).isEqualTo(500);
  }

  @Test
  void a_batch_that_stays_without_an_answer_is_postponed_while_the_others_continue() {
    Report paused =
        run(
            100,
            records ->
                records.get(0).row() == 21
                    ? failing(Outcome.UNKNOWN).apply(records)
                    : FakePlan.taken(records));

    assertPaused(paused, "outage", Code.ANSWER_UNKNOWN);
    assertThat(paused.tally().confirmed()).isEqualTo(90);
    assertThat(paused.tally().inDoubt()).isEqualTo(10);
    assertThat(ledger.batches().list(paused.run()))
        .filteredOn(batch -> batch.until() != null)
        .singleElement()
        .satisfies(
            batch -> {
              assertThat(batch.firstRow()).isEqualTo(21);
              assertThat(batch.state()).isEqualTo("OPEN");
              assertThat(batch.until()).isEqualTo(now.plusSeconds(60));
            });
    requests = 0;
    now = now.plusSeconds(60);
    Report done = resume(paused, 100, FakePlan::taken);
    assertThat(requests).isEqualTo(1);
    assertThat(done.state()).isEqualTo(RunState.COMPLETE);
    assertThat(done.tally().confirmed()).isEqualTo(100);
    assertThat(ledger.batches().list(paused.run()))
        .extracting(BatchEntry::until)
        .allMatch(Objects::isNull);
  }

  @Test
  void batches_that_are_left_for_later_here_and_there_are_no_outage() {
    Report paused =
        run(
            1_000,
            records ->
                records.get(0).row() % 200 == 1
                    ? failing(Outcome.UNREACHED).apply(records)
                    : FakePlan.taken(records));

    assertThat(paused.tally().confirmed()).isEqualTo(950);
    assertThat(paused.reason()).isEqualTo("fake is down: of a test");
    now = Instant.parse(paused.resumesAt());
    assertThat(resume(paused, 1_000, FakePlan::taken).tally().confirmed()).isEqualTo(1_000);
  }

  // --- tries and time

  @Test
  void a_run_whose_tries_are_used_up_is_paused_instead_of_storming_the_destination() {
    Report paused =
        run(
            1_000,
            records -> {
              if (requests % 2 == 1) {
                throw new CallFailure(Outcome.UNKNOWN, "of a test");
              }
              return FakePlan.taken(records);
            });

    assertPaused(paused, "outage", Code.RETRY_BUDGET);
    assertThat(paused.reason())
        .isEqualTo(
            "fake does not answer: of a test; 10 retries (of 21 requests) in 0 ms were not enough");
    assertThat(requests).isEqualTo(21);
    assertThat(paused.tally().confirmed()).isEqualTo(100);
    assertThat(length(paused, now)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void a_pause_that_would_end_after_the_deadline_waits_for_a_person() {
    open(new PausePolicy(List.of(Duration.ofHours(10)), DAY, PausePolicy.STANDARD.exports()));
    Report report = run(50, failing(Outcome.UNREACHED));
    now = Instant.parse(report.resumesAt());
    report = resume(report, 50, failing(Outcome.UNREACHED));
    now = Instant.parse(report.resumesAt());
    report = resume(report, 50, failing(Outcome.UNREACHED));

    assertPaused(report, "deadline", Code.RUN_DEADLINE);
    assertThat(report.resumesAt()).isNull();
    assertThat(report.reason()).contains("writeback.run-deadline=24h").contains("of a test");
    now = now.plus(Duration.ofDays(9));
    assertThat(due()).isEmpty();
    runs.resume(entry(report));
    report = resume(report, 50, failing(Outcome.UNREACHED));
    assertThat(report.pause()).as("a person resumed it, with a new deadline").isEqualTo("outage");
    now = Instant.parse(report.resumesAt());
    assertThat(resume(report, 50, FakePlan::taken).state()).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void a_run_that_sends_for_longer_than_the_deadline_is_paused_until_a_person_comes() {
    Report paused =
        run(
            100,
            records -> {
              now = now.plus(Duration.ofHours(5));
              return FakePlan.taken(records);
            });

    assertPaused(paused, "deadline", Code.RUN_DEADLINE);
    assertThat(paused.tally().confirmed()).as("five batches of ten").isEqualTo(50);
    runs.resume(entry(paused));
    assertThat(due()).containsExactly(paused.run());
    assertThat(resume(paused, 100, FakePlan::taken).tally().confirmed()).isEqualTo(100);
  }

  @Test
  void where_nothing_is_waited_for_the_run_stops_and_a_person_lets_it_resume() {
    open(new PausePolicy(List.of(), DAY, PausePolicy.STANDARD.exports()));
    Report stopped = run(50, failing(Outcome.THROTTLED, Duration.ofSeconds(600)));

    assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
    assertThat(stopped.pause()).isNull();
    assertCloses(stopped);
    assertThat(due()).isEmpty();
  }

  // --- a person

  @Test
  void a_run_whose_credentials_are_refused_waits_for_a_person_and_then_sends_the_rest() {
    Report paused = run(50, failingFrom(31, failing(Outcome.UNAUTHORISED)));

    assertPaused(paused, "auth", Code.DESTINATION_LOGIN);
    assertThat(paused.resumesAt()).isNull();
    now = now.plus(Duration.ofDays(90));
    assertThat(runs.due()).isEmpty();
    runs.resume(entry(paused));
    assertThat(due()).containsExactly(paused.run());
    Report done = resume(paused, 50, FakePlan::taken);
    assertThat(done.state()).isEqualTo(RunState.COMPLETE);
    assertThat(done.tally().confirmed()).isEqualTo(50);
  }

  @Test
  void a_run_that_is_sent_elsewhere_waits_for_a_person() {
    Report paused = run(50, failing(Outcome.MISDIRECTED));

    assertPaused(paused, "configuration", Code.DESTINATION_REDIRECTS);
    assertThat(requests).isEqualTo(1);
    assertThat(runs.due()).isEmpty();
  }

  @Test
  void a_data_set_that_lost_many_rows_waits_for_a_person_who_may_have_it_read_again() {
    Report paused =
        execute(
            begun -> {
              begun.stageOnce(rows(3, row -> "value"));
              throw thatShrank(begun);
            });

    assertPaused(paused, "shrunk", Code.SHRUNK);
    assertThat(paused.tally().notSent()).isEqualTo(3);
    runs.resume(entry(paused));
    Report done = resume(paused, 500, FakePlan::taken);
    assertThat(done.state()).isEqualTo(RunState.COMPLETE);
    assertThat(done.tally().confirmed()).isEqualTo(500);
  }

  private static RuntimeException thatShrank(Run run) {
    Destination shrinking =
        new FakeDestination(
            () -> {
              throw new WritebackException(Code.SHRUNK, "3 rows, and 500 before");
            });
    try {
      run.planOnce(shrinking);
    } catch (WritebackException e) {
      return e;
    }
    throw new AssertionError("it was planned");
  }

  @Test
  void a_paused_run_is_resumed_at_once() {
    Report paused = run(50, failing(Outcome.THROTTLED, Duration.ofSeconds(600)));
    runs.resume(entry(paused));

    assertThat(due()).containsExactly(paused.run());
    assertThat(resume(paused, 50, FakePlan::taken).state()).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void a_paused_run_is_cancelled_at_once() {
    Report paused = run(50, failing(Outcome.THROTTLED, Duration.ofSeconds(600)));
    assertThat(ledger.runs().requestCancel(paused.run())).isTrue();

    Report cancelled = runs.report(paused.run());
    assertThat(cancelled.state()).isEqualTo(RunState.CANCELLED);
    assertThat(cancelled.pause()).isNull();
    assertCloses(cancelled);
    now = now.plusSeconds(600);
    assertThat(due()).isEmpty();
    requests = 0;
    assertThat(resume(paused, 50, FakePlan::taken).state()).isEqualTo(RunState.CANCELLED);
    assertThat(requests).isZero();
  }

  @Test
  void a_run_that_was_asked_to_end_is_not_paused_but_ends() {
    Report report =
        run(
            50,
            records -> {
              ledger.runs().requestCancel(live());
              throw new CallFailure(Outcome.THROTTLED, "later", Duration.ofSeconds(600), null);
            });

    assertThat(report.state()).isEqualTo(RunState.CANCELLED);
    assertThat(report.pause()).isNull();
    assertCloses(report);
  }

  private String live() {
    return ledger.leases().live().iterator().next();
  }

  // --- a crash

  @Test
  void a_run_stays_paused_until_its_time_also_if_its_process_dies() {
    Report paused = run(50, failing(Outcome.THROTTLED, Duration.ofSeconds(600)));
    open(PausePolicy.STANDARD);

    assertThat(runs.due()).isEmpty();
    now = now.plusSeconds(600);
    assertThat(runs.due()).extracting(RunEntry::id).containsExactly(paused.run());
    Report done = resume(paused, 50, FakePlan::taken);
    assertThat(done.tally().confirmed()).isEqualTo(50);
    assertCloses(done);
  }
}
