package io.writeback.view;

import io.writeback.ledger.BatchStore;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunHistory;
import io.writeback.ledger.RunSummary;
import io.writeback.ledger.RunTotals;
import io.writeback.run.LedgerReport;
import io.writeback.run.Report;
import io.writeback.run.RunFiles;
import io.writeback.run.RunFolders;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Looks at the runs of a ledger as people do, from a command or in the console. */
public final class RunViews {
  /** Batches that are shown of a run unless all are asked for. */
  private static final int FEW = 10;

  private final Ledger ledger;
  private final RunFolders folders;
  private final Predicate<RunEntry> held;
  private final Surface surface;

  /**
   * @param folders where the files of runs are
   * @param held whether a process may be working on a run that has not ended
   * @param surface where it is read
   */
  public RunViews(Ledger ledger, RunFolders folders, Predicate<RunEntry> held, Surface surface) {
    this.ledger = ledger;
    this.folders = folders;
    this.held = held;
    this.surface = surface;
  }

  /** Whether a process may be working on a run now. */
  public boolean isHeld(RunEntry run) {
    return !run.state().ended() && held.test(run);
  }

  /** Its state as people read it, see {@link StateText#state}. */
  public String state(RunEntry run) {
    return StateText.state(run.state(), isHeld(run));
  }

  /** Until when a run took its time: its end, its last sign of life, or now. */
  public Instant until(RunSummary summary) {
    return isHeld(summary.run()) && !summary.run().state().ended()
        ? Instant.now()
        : summary.lastEvent();
  }

  /** What the destination said of a run before its first record was sent, one sentence each. */
  public List<String> forecastNotes(String runId) {
    return LedgerReport.forecastNotes(runId, ledger);
  }

  public RunFiles files(String runId) {
    return folders.files(runId);
  }

  /**
   * Everything that is known of a run.
   *
   * @param allBatches or only those in which something happened
   */
  public RunDetails details(RunSummary summary, boolean allBatches) {
    String id = summary.run().id();
    RunHistory history = ledger.history();
    BatchStore batches = ledger.batches();
    Report report = LedgerReport.report(summary, until(summary), ledger, files(id));
    Instant cancelAsked = history.cancelAsked(id).orElse(null);
    long openRejects = ledger.rejects().countOpen(id);
    RunTotals totals = batches.totals(id);
    return new RunDetails(
        report,
        StateText.interrupted(report.state(), isHeld(summary.run())),
        cancelAsked,
        summary.run().approvedAt(),
        summary.run().approvedBy(),
        StartedBy.of(summary.run(), ledger),
        openRejects,
        totals.rejectRows() - openRejects,
        ledger.followUps().retryOf(id).orElse(null),
        ledger.followUps().retriedBy(id).orElse(null),
        history.replaysOf(id),
        history.undosOf(id),
        totals.openBatches(),
        batches.times(id),
        allBatches || report.batches() <= FEW ? batches.list(id) : batches.notable(id, FEW),
        ledger.prepared().count(id),
        ledger.knownObjects().goneCounts(id),
        ledger.results().of(id),
        new NextSteps(
                surface,
                report,
                openRejects,
                isHeld(summary.run()),
                cancelAsked != null,
                history.overtakenBy(id),
                files(id).takenRows())
            .list());
  }
}
