package io.writeback.run;

import static io.writeback.run.FakeDestination.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Sighting;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.FakePlan;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs whose source does not have its rows yet. */
final class SourcePausesTest extends RunFixture {
  private final Source source = new Source();

  SourcePausesTest() {
    super(PausePolicy.STANDARD, new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  /** Twenty rows, after what stands in the way. */
  private static final class Source extends FakeSource {
    private NotReadyException notReady;
    private String warning;
    private ReadContext last;
    private Optional<Sighting> first;
    private int tries;

    Source() {
      super(20, row -> "value " + row);
    }

    @Override
    public Snapshot stage(Path where, ReadContext reading) {
      tries++;
      last = reading;
      first = reading.first();
      if (warning != null) {
        reading.warn(warning);
      }
      if (notReady != null) {
        throw notReady;
      }
      return super.stage(where, reading);
    }
  }

  private static NotReadyException tooShort() {
    return NotReadyException.misfit(Code.EXPORT_INCOMPLETE, "the export has too few rows");
  }

  private NotReadyException settling(Duration wait, String version) {
    return NotReadyException.settling(
        "it was filled a moment ago", now.plus(wait), new Sighting(version, now));
  }

  private Report run(RunRequest request) {
    return execute(runs.accept(request).run().id());
  }

  private RunRequest request() {
    return RunRequest.of(runs.newId(), runs.newId(), "project-status");
  }

  private Report execute(String run) {
    FakeDestination destination = answering(FakePlan.policy(10, 1_000_000, 1), FakePlan::taken);
    return runs.execute(
        ledger.history().find(run).orElseThrow(),
        FakeDestination.TARGET,
        false,
        (name, stored, schema) -> destination.plan(null),
        begun -> {
          if (begun.stageOnce(source)) {
            begun.planOnce(destination);
            send(begun);
          }
        });
  }

  private List<String> due() {
    return runs.due().stream().map(RunEntry::id).toList();
  }

  private Duration pause(Report report) {
    return Duration.between(now, Instant.parse(report.resumesAt()));
  }

  // --- exports that do not fit

  @Test
  void exports_that_do_not_fit_are_made_again_after_one_five_and_ten_minutes() {
    source.notReady = tooShort();
    Report report = run(request());
    for (int minutes : new int[] {1, 5, 10}) {
      assertThat(report.state()).isEqualTo(RunState.PAUSED);
      assertThat(report.pause()).isEqualTo("source");
      assertThat(report.code()).isEqualTo(Code.EXPORT_INCOMPLETE);
      assertThat(pause(report)).isEqualTo(Duration.ofMinutes(minutes));
      now = now.plus(Duration.ofMinutes(minutes)).minusSeconds(1);
      assertThat(due()).isEmpty();
      now = now.plusSeconds(1);
      assertThat(due()).containsExactly(report.run());
      report = execute(report.run());
    }

    assertThat(source.tries).isEqualTo(4);
    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.EXPORT_INCOMPLETE);
    assertThat(report.reason())
        .isEqualTo("the export has too few rows; 4 exports in a row did not fit");
  }

  @Test
  void a_run_that_finds_its_rows_after_a_pause_writes_them() {
    source.notReady = tooShort();
    Report paused = run(request());
    now = now.plus(Duration.ofMinutes(1));
    source.notReady = null;

    Report done = execute(paused.run());

    assertThat(done.state()).isEqualTo(RunState.COMPLETE);
    assertThat(done.tally().confirmed()).isEqualTo(20);
  }

  @Test
  void what_was_waited_for_outlasts_the_process() {
    source.notReady = tooShort();
    Report report = run(request());
    now = now.plus(Duration.ofMinutes(1));
    execute(report.run());

    open(PausePolicy.STANDARD);

    assertThat(due()).isEmpty();
    now = now.plus(Duration.ofMinutes(5));
    assertThat(due()).containsExactly(report.run());
    assertThat(pause(execute(report.run()))).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void a_run_that_waits_for_its_rows_is_cancelled_at_once() {
    source.notReady = tooShort();
    Report paused = run(request());

    assertThat(ledger.runs().requestCancel(paused.run())).isTrue();

    assertThat(runs.report(paused.run()).state()).isEqualTo(RunState.CANCELLED);
    now = now.plus(Duration.ofMinutes(1));
    assertThat(due()).isEmpty();
  }

  @Test
  void a_run_that_a_person_resumes_has_all_exports_again() {
    source.notReady = tooShort();
    Report paused = run(request());
    now = now.plus(Duration.ofMinutes(1));
    execute(paused.run());

    runs.resume(entry(paused));

    assertThat(due()).containsExactly(paused.run());
    assertThat(pause(execute(paused.run()))).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void without_pauses_the_first_export_that_does_not_fit_ends_the_run() {
    open(new PausePolicy(List.of(), Duration.ofHours(24), List.of()));
    source.notReady = tooShort();

    Report report = run(request());

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.reason()).isEqualTo("the export has too few rows");
  }

  @Test
  void a_pause_that_would_outlast_the_deadline_waits_for_a_person() {
    open(new PausePolicy(List.of(), Duration.ofSeconds(30), PausePolicy.STANDARD.exports()));
    source.notReady = tooShort();

    Report report = run(request());

    assertThat(report.state()).isEqualTo(RunState.PAUSED);
    assertThat(report.code()).isEqualTo(Code.RUN_DEADLINE);
    assertThat(report.waitsForPerson()).isTrue();
  }

  @Test
  void other_runs_write_to_the_target_meanwhile() {
    source.notReady = tooShort();
    Report paused = run(request());
    source.notReady = null;

    Report other = run(RunRequest.of(runs.newId(), "another", "other"));

    assertThat(other.state()).isEqualTo(RunState.COMPLETE);
    now = now.plus(Duration.ofMinutes(1));
    assertThat(execute(paused.run()).state()).isEqualTo(RunState.COMPLETE);
  }

  // --- a source that has not settled

  @Test
  void a_run_waits_until_the_source_has_settled_however_often_it_moves() {
    source.notReady = settling(Duration.ofMinutes(15), "v1");
    Report report = run(request().settling());
    for (int i = 0; i < 5; i++) {
      assertThat(report.state()).isEqualTo(RunState.PAUSED);
      assertThat(report.code()).isEqualTo(Code.DATASET_SETTLING);
      assertThat(report.pause()).isEqualTo("source");
      assertThat(pause(report)).isEqualTo(Duration.ofMinutes(15));
      now = now.plus(Duration.ofMinutes(15));
      source.notReady = settling(Duration.ofMinutes(15), "v" + (i + 2));
      report = execute(report.run());
    }
    now = now.plus(Duration.ofMinutes(15));
    source.notReady = null;

    assertThat(execute(report.run()).state()).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void a_wait_for_the_source_to_settle_costs_no_export() {
    source.notReady = settling(Duration.ofMinutes(15), "v1");
    Report report = run(request().settling());
    now = now.plus(Duration.ofMinutes(15));
    source.notReady = tooShort();

    assertThat(pause(execute(report.run()))).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void what_was_seen_first_is_known_to_the_next_try_also_after_a_restart() {
    source.notReady = settling(Duration.ofMinutes(15), "v1");
    Instant begun = now;
    Report report = run(request().settling());
    assertThat(source.last.waits()).isTrue();
    assertThat(source.first).isEmpty();
    open(PausePolicy.STANDARD);
    now = now.plus(Duration.ofMinutes(15));
    source.notReady = null;

    execute(report.run());

    assertThat(source.first).contains(new Sighting("v1", begun));
    assertThat(source.last.since()).isEqualTo(begun);
  }

  @Test
  void a_run_of_a_person_does_not_wait_and_is_warned_once() {
    source.warning = "it was filled a moment ago";
    source.notReady = tooShort();
    Report paused = run(request());
    assertThat(source.last.waits()).isFalse();
    now = now.plus(Duration.ofMinutes(1));
    source.notReady = null;

    Report done = execute(paused.run());

    assertThat(done.warnings()).filteredOn("it was filled a moment ago"::equals).hasSize(1);
  }

  @Test
  void a_run_that_a_person_resumes_waits_no_longer() {
    source.notReady = settling(Duration.ofMinutes(15), "v1");
    Report paused = run(request().settling());

    runs.resume(entry(paused));
    source.notReady = null;
    execute(paused.run());

    assertThat(source.last.waits()).isFalse();
  }

  @Test
  void a_trigger_that_a_run_answers_makes_it_wait() {
    RunEntry waiting = runs.accept(request()).run();

    RunEntry joined = runs.accept(request().settling()).run();
    execute(waiting.id());

    assertThat(joined.id()).isEqualTo(waiting.id());
    assertThat(source.last.waits()).isTrue();
  }
}
