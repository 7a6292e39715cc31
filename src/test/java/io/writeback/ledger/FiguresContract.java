package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.RunFigures.Phase;
import io.writeback.ledger.RunFigures.Unfinished;
import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What monitoring reads. */
abstract class FiguresContract {
  private Ledger ledger;
  private RunFigures figures;
  private int runs;

  abstract LedgerAddress address();

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), InstantSource.system());
    figures = ledger.figures();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private RunEntry accept(String writeback) {
    String id = "run-" + ++runs;
    return ledger.requests().accept(RunRequest.of(id, id, writeback)).run();
  }

  /** A run that has its target. */
  private RunEntry begin(String writeback) {
    LeaseTerms terms = new LeaseTerms("here", Duration.ofHours(1), Duration.ZERO);
    RunEntry run = accept(writeback);
    Claim claim = ledger.leases().claim(run, writeback + "-" + run.id(), terms);
    return ((Claim.Taken) claim).run().run();
  }

  private RunEntry end(String writeback, RunState state) {
    RunEntry run = begin(writeback);
    ledger.runs().end(run.id(), run.epoch(), state, null, null);
    return run;
  }

  private void pause(String writeback, Pause.Kind kind, Instant until) {
    RunEntry run = begin(writeback);
    ledger
        .runs()
        .pause(run.id(), run.epoch(), kind, until, 1, Code.DESTINATION_UNAVAILABLE, "of a test");
  }

  private List<String> phases() {
    return figures.unfinished().stream()
        .map(some -> some.writeback() + " " + some.phase() + " " + some.runs())
        .sorted()
        .toList();
  }

  @Test
  void unfinished_runs_are_counted_by_writeback_and_phase() {
    end("a", RunState.COMPLETE);
    end("a", RunState.FAILED);
    end("a", RunState.STOPPED);
    begin("a");
    pause("b", Pause.Kind.THROTTLE, Instant.now().plusSeconds(60));
    pause("b", Pause.Kind.AUTH, null);
    pause("b", Pause.Kind.SHRUNK, null);
    pause("b", Pause.Kind.APPROVAL, null);
    pause("b", Pause.Kind.REQUESTED, null);
    accept("b");

    assertThat(phases())
        .containsExactly(
            "a RUNNING 1",
            "a STOPPED 1",
            "b PAUSED 1",
            "b PAUSED_BY_PERSON 1",
            "b WAITING 1",
            "b WAITS_FOR_PERSON 3");
  }

  @Test
  void the_oldest_of_a_phase_is_since_its_acceptance() {
    RunEntry waiting = accept("a");

    assertThat(figures.unfinished())
        .containsExactly(new Unfinished("a", Phase.WAITING, 1, waiting.acceptedAt()));
  }

  @Test
  void a_writeback_without_runs_has_no_history() {
    assertThat(figures.histories(List.of("a")))
        .containsExactly(new RunFigures.History("a", null, null, null));
    assertThat(figures.histories(List.of())).isEmpty();
  }

  @Test
  void the_last_success_is_of_the_last_run_that_reached_its_last_row() {
    RunEntry first = end("a", RunState.COMPLETE);
    RunEntry second = end("a", RunState.COMPLETE_WITH_REJECTS);
    end("a", RunState.FAILED);
    end("b", RunState.COMPLETE);

    RunFigures.History history = figures.histories(List.of("b", "a")).get(1);

    assertThat(history.succeeded())
        .isEqualTo(ledger.history().find(second.id()).orElseThrow().finishedAt());
    assertThat(history.first()).isEqualTo(first.acceptedAt());
    assertThat(history.last()).isEqualTo(RunState.FAILED);
  }

  @Test
  void a_cancelled_run_and_one_in_progress_leave_the_last_result_as_it_is() {
    end("a", RunState.COMPLETE_WITH_REJECTS);
    RunEntry cancelled = begin("a");
    ledger.runs().cancel(cancelled.id());
    begin("a");

    assertThat(figures.histories(List.of("a")).get(0).last())
        .isEqualTo(RunState.COMPLETE_WITH_REJECTS);
  }

  @Test
  void the_snapshots_that_are_kept_are_added_up() {
    for (int bytes : new int[] {100, 20, 3}) {
      RunEntry run = begin("a");
      ledger
          .runs()
          .snapshotTaken(
              run.id(), run.epoch(), new SnapshotEntry("csv", "1", "snapshot.csv", 1, bytes, "0"));
      if (bytes == 20) {
        ledger.runs().snapshotRemoved(run.id());
      }
    }

    assertThat(figures.snapshotBytes()).isEqualTo(103);
  }

  @Test
  void events_are_unsent_until_the_broker_has_them() {
    ledger.outbox().open();
    accept("a");
    accept("b");
    List<RunEvent> events = ledger.outbox().unsent(10, Set.of());
    assertThat(figures.unsent()).isEqualTo(new RunFigures.Unsent(2, events.get(0).at()));

    ledger.outbox().sent(events);

    assertThat(figures.unsent()).isEqualTo(new RunFigures.Unsent(0, null));
  }

  @Test
  void events_that_no_process_will_publish_do_not_count() {
    ledger.outbox().open();
    accept("a");
    ledger.outbox().close();

    assertThat(figures.unsent().events()).isZero();
  }
}
