package io.writeback.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.writeback.ledger.BatchEntry;
import io.writeback.ledger.BatchTimes;
import io.writeback.ledger.RunHistory;
import io.writeback.ledger.RunSummary;
import io.writeback.ledger.RunTotals;
import io.writeback.rows.Tally;
import io.writeback.run.LedgerReport;
import io.writeback.run.Report;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code show RUN}: everything that is known of a run, and what to do about it. */
@Command(
    name = "show",
    description = "Shows what became of a run: its rows, batches, times, causes and files.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private static final int FEW = 10;

  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Option(
      names = "--batches",
      description = "Lists all batches, not only those in which something happened.")
  private boolean batches;

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

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
      String cancelAskedAt,
      String startedBy,
      long openRejects,
      long supersededRejects,
      String retryOf,
      String retriedBy,
      List<String> replays,
      long openBatches,
      Times times,
      List<Batch> batches,
      List<String> next) {}

  /** When its batches went out, as text, and how long they took. */
  record Times(
      String firstIntent,
      String lastSettled,
      Long averageMillis,
      Long slowestMillis,
      Integer slowestBatch) {}

  /** A batch; what is not known yet is null. */
  record Batch(
      int number,
      long firstRow,
      long lastRow,
      String state,
      int records,
      @JsonUnwrapped @JsonIgnoreProperties({"rows", "unchanged", "superseded"}) Tally tally,
      int requests,
      long recordsSent,
      String intentAt,
      Long millis,
      String range,
      String operation,
      String until) {}

  @Override
  public Integer call() {
    try (OpenedLedger opened = OpenedLedger.of(common)) {
      Shown shown = look(opened, opened.run(run));
      spec.commandLine()
          .getOut()
          .println(
              common.json() ? Output.json(shown) : ShowTable.of(shown, batches).stripTrailing());
      return 0;
    }
  }

  private Shown look(OpenedLedger opened, RunSummary summary) {
    String id = summary.run().id();
    RunHistory history = opened.history();
    Report report =
        LedgerReport.report(summary, opened.until(summary), opened.ledger(), opened.files(id));
    Instant cancelAsked = history.cancelAsked(id).orElse(null);
    List<BatchEntry> listed =
        batches || report.batches() <= FEW
            ? opened.ledger().batches().list(id)
            : opened.ledger().batches().notable(id, FEW);
    long openRejects = opened.ledger().rejects().countOpen(id);
    RunTotals totals = opened.ledger().batches().totals(id);
    return new Shown(
        report,
        StateText.interrupted(report.state(), opened.held(summary.run())),
        text(cancelAsked),
        StartedBy.of(summary.run(), opened.ledger()),
        openRejects,
        totals.rejectRows() - openRejects,
        opened.ledger().followUps().retryOf(id).orElse(null),
        opened.ledger().followUps().retriedBy(id).orElse(null),
        history.replaysOf(id),
        totals.openBatches(),
        times(opened.ledger().batches().times(id)),
        listed.stream().map(ShowCommand::batch).toList(),
        NextSteps.of(
            report,
            openRejects,
            opened.held(summary.run()),
            cancelAsked != null,
            history.overtakenBy(id),
            opened.files(id).takenRows()));
  }

  private static Times times(BatchTimes times) {
    return new Times(
        text(times.firstIntent()),
        text(times.lastSettled()),
        times.averageMillis(),
        times.slowestMillis(),
        times.slowest());
  }

  private static Batch batch(BatchEntry batch) {
    return new Batch(
        batch.number(),
        batch.firstRow(),
        batch.lastRow(),
        batch.state(),
        batch.records(),
        batch.tally(),
        batch.requests(),
        batch.recordsSent(),
        text(batch.intentAt()),
        batch
            .settled()
            .map(settled -> settled.toEpochMilli() - batch.intentAt().toEpochMilli())
            .orElse(null),
        batch.place(),
        batch.operation(),
        text(batch.until()));
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
