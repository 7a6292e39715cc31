package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.batch.Batch;
import io.writeback.batch.Step;
import io.writeback.dataset.DatasetSource;
import io.writeback.destination.Destination;
import io.writeback.destination.Plan;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.WritebackException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a pipeline of plain Java in Camel's place, and a clock that the test sets. */
@Timeout(120)
abstract class RunFixture {
  /** Runs that end because they cannot continue. */
  static final PausePolicy STOPPING =
      new PausePolicy(List.of(), Duration.ofHours(24), PausePolicy.STANDARD.exports());

  @TempDir Path folder;
  Instant now = Instant.parse("2026-03-01T02:00:00Z");
  Ledger ledger;
  LiveRuns live;
  Runs runs;
  final List<Report> ended = new ArrayList<>();
  final ProgressListeners listeners =
      new ProgressListeners(
          new ProgressListener() {
            @Override
            public void ended(Run run, Report report) {
              ended.add(report);
            }
          });
  private final PausePolicy pauses;
  private final RetryPolicy tries;

  RunFixture() {
    this(STOPPING, new RetryPolicy(2, 3, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  RunFixture(PausePolicy pauses, RetryPolicy tries) {
    this.pauses = pauses;
    this.tries = tries;
  }

  @BeforeEach
  final void open() {
    open(pauses);
  }

  /** As a process does that starts: what an earlier one held is free. */
  final void open(PausePolicy pauses) {
    if (ledger != null) {
      ledger.close();
    }
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), () -> now);
    Targets targets =
        new Targets(ledger.leases(), LeaseTerms.ever(Duration.ZERO), System::nanoTime);
    targets.clear();
    live = new LiveRuns();
    runs =
        new Runs(
            ledger,
            live,
            targets,
            RunFolders.local(folder),
            () -> now,
            listeners,
            new Retention(ledger, RunFolders.local(folder), Retention.STANDARD, () -> now),
            pauses);
  }

  @AfterEach
  final void close() {
    ledger.close();
  }

  final Report execute(DatasetSource source, Destination destination) {
    return execute(
        run -> {
          run.stageOnce(source);
          run.planOnce(destination);
          send(run);
          runs.close(run);
        });
  }

  final Report execute(Runs.Route route) {
    return execute(runs.newId(), route);
  }

  final Report execute(String key, Runs.Route route) {
    return execute(runs.accept("project-status", key).run(), route);
  }

  final Report execute(RunEntry run, Runs.Route route) {
    return execute(
        run,
        () -> {
          throw new AssertionError("nothing was interrupted");
        },
        route);
  }

  /**
   * @param plan the plan of a run that was interrupted
   */
  final Report execute(RunEntry run, Supplier<Plan> plan, Runs.Route route) {
    return runs.execute(
        run, FakeDestination.TARGET, true, (name, stored, schema) -> plan.get(), route);
  }

  /** The run of a report, as the ledger has it now. */
  final RunEntry entry(Report report) {
    return ledger.history().find(report.run()).orElseThrow();
  }

  /** The pipeline: one batch after the other. */
  final void send(Run run) {
    Iterator<Batch> batches = run.batches();
    while (batches.hasNext()) {
      pass(batches.next());
    }
  }

  final void pass(Batch batch) {
    try {
      while (!(batch.next(now) instanceof Step.Done)) {
        tryUntilAnswered(batch);
      }
      batch.book().settle(batch);
    } catch (RuntimeException e) {
      batch.book().broken(e);
    } finally {
      batch.release();
    }
  }

  /** A step as Camel's redelivery tries it. */
  private void tryUntilAnswered(Batch batch) {
    boolean again = true;
    while (again) {
      try {
        batch.send();
        batch.answered(new HttpAnswer(200, Map.of(), new byte[0]));
        again = false;
      } catch (CallFailure | WritebackException e) {
        again = batch.failed(e, tries, new Random(1)).isPresent();
      }
    }
  }

  static void assertCloses(Report report) {
    assertThat(
            report.tally().confirmed()
                + report.tally().differs()
                + report.tally().unchanged()
                + report.tally().superseded()
                + report.tally().rejected()
                + report.tally().inDoubt()
                + report.tally().notSent())
        .as("rows accounted for")
        .isEqualTo(report.tally().rows());
  }
}
