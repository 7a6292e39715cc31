package io.writeback.cli;

import io.writeback.ledger.BatchEntry;
import io.writeback.ledger.BatchStore;
import io.writeback.ledger.BatchTimes;
import io.writeback.ledger.RunHistory;
import io.writeback.ledger.RunSummary;
import io.writeback.ledger.RunTotals;
import io.writeback.run.LedgerReport;
import io.writeback.run.Report;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code show RUN}: everything that is known of a run, and what to do about it. */
@Command(
    name = "show",
    description = "Shows what became of a run: its rows, batches, times, causes and files.")
final class ShowCommand extends ConfiguredCommand {
  private static final int FEW = 10;

  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Option(
      names = "--batches",
      description = "Lists all batches, not only those in which something happened.")
  private boolean batches;

  /**
   * What is shown.
   *
   * @param interrupted whether it is marked as running although no process executes it
   * @param cancelAskedAt when it was asked to cancel, or null
   * @param startedBy the schedule, request, command or run that asked for it
   * @param openRejects rejects that no later run has written
   * @param supersededRejects rejects that a later run has written
   * @param retryOf the run that this one tries again, or null
   * @param retriedBy the run that tried this one again, or null
   * @param replays the runs that sent its rejects again
   * @param openBatches batches with an intent and no account
   * @param batches all, or those to look at
   * @param next what to do, the first thing first
   */
  record Shown(
      Report report,
      boolean interrupted,
      Instant cancelAskedAt,
      String startedBy,
      long openRejects,
      long supersededRejects,
      String retryOf,
      String retriedBy,
      List<String> replays,
      long openBatches,
      BatchTimes times,
      List<BatchEntry> batches,
      List<String> next) {}

  @Override
  public Integer call() {
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      Shown shown = look(opened, opened.run(run));
      print(shown, ShowTable.of(shown, batches).stripTrailing());
      return 0;
    }
  }

  private Shown look(OpenedLedger opened, RunSummary summary) {
    String id = summary.run().id();
    RunHistory history = opened.history();
    BatchStore batchStore = opened.ledger().batches();
    Report report =
        LedgerReport.report(summary, opened.until(summary), opened.ledger(), opened.files(id));
    Instant cancelAsked = history.cancelAsked(id).orElse(null);
    long openRejects = opened.ledger().rejects().countOpen(id);
    RunTotals totals = batchStore.totals(id);
    return new Shown(
        report,
        StateText.interrupted(report.state(), opened.held(summary.run())),
        cancelAsked,
        StartedBy.of(summary.run(), opened.ledger()),
        openRejects,
        totals.rejectRows() - openRejects,
        opened.ledger().followUps().retryOf(id).orElse(null),
        opened.ledger().followUps().retriedBy(id).orElse(null),
        history.replaysOf(id),
        totals.openBatches(),
        batchStore.times(id),
        batches || report.batches() <= FEW ? batchStore.list(id) : batchStore.notable(id, FEW),
        new NextSteps(
                report,
                openRejects,
                opened.held(summary.run()),
                cancelAsked != null,
                history.overtakenBy(id),
                opened.files(id).takenRows())
            .list());
  }
}
