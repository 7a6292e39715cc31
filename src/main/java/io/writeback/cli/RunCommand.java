package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.changes.ChangeReader;
import io.writeback.changes.ChangeSummary;
import io.writeback.changes.SummaryTable;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.run.Report;
import io.writeback.run.RunFiles;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run NAME}: one writeback now, to its end; no schedule fires, no queue is read. */
@Command(
    name = "run",
    description = "Runs one writeback now and reports what happened to every row.")
final class RunCommand extends ForegroundRun {
  /** Changes that are shown one by one. */
  private static final int FEW = 20;

  @Parameters(paramLabel = "NAME", description = "The name of the writeback: the id of its route.")
  private String name;

  @Option(
      names = "--full",
      description =
          "Sends every row, although the writeback sends changed ones (mode=changed): values that"
              + " people changed at the destination are overwritten.")
  private boolean full;

  @Option(
      names = "--accept-columns",
      description =
          "Runs although columns that the last complete run wrote are missing, or fit no field"
              + " any more (WB-414): their fields keep the values that they have.")
  private boolean acceptColumns;

  @Option(
      names = "--yes",
      description =
          "Does not ask. Else, on a terminal, the first run of a writeback and the first after a"
              + " change of its route show what they would change, and ask whether to send it.")
  private boolean yes;

  private boolean asks;

  @Override
  public Integer call() throws Exception {
    return run(name);
  }

  @Override
  Optional<RunEntry> accept(WritebackMain main, ProgressDisplay progress) {
    asks = asks(main);
    RunEntry accepted =
        asks
            ? main.control().plan(name, full, acceptColumns)
            : main.control().accept(name, full, acceptColumns);
    if (!main.engine().mayExecute()) {
      progress.handedOver(accepted);
    }
    return Optional.of(accepted);
  }

  /** Scripts are not asked, nor is anybody about what was done before. */
  private boolean asks(WritebackMain main) {
    if (yes || json() || !Question.isPossible(err()) || !main.control().isNew(name)) {
      return false;
    }
    boolean shown = main.control().isLookedAt(name);
    if (!shown) {
      err()
          .printf(
              "%s: what its first run changes is not shown before, as its destination does not say what it holds%n",
              name);
    }
    return shown;
  }

  @Override
  Report decided(WritebackMain main, Report report, ProgressDisplay progress) {
    if (!asks || report.code() != Code.APPROVAL_NEEDED) {
      return report;
    }
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      RunEntry planned = opened.entry(report.run());
      return switch (answer(main, opened.files(report.run()))) {
        case YES -> {
          main.control().approve(planned, who());
          yield main.control().finish(planned, progress::elsewhere);
        }
        case NO -> {
          main.control().reject(planned, who());
          yield main.control().finish(planned, progress::elsewhere);
        }
        case NONE -> report;
      };
    }
  }

  /** Nobody is asked about nothing. */
  private Question.Answer answer(WritebackMain main, RunFiles files) {
    ChangeSummary changes = files.planned().orElseThrow().changes();
    try (ChangeReader all = files.changes().open()) {
      err().println("\n" + SummaryTable.of(changes, all, FEW));
    }
    return changes.rows().written() == 0
        ? Question.Answer.YES
        : Question.ask(err(), "Send these changes?", main.end()::isEnding);
  }
}
