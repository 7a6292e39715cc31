package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Count;
import io.writeback.problem.Problem;
import io.writeback.run.ExitCode;
import io.writeback.run.Report;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that accepts a run of a writeback and waits until it has ended. */
abstract class ForegroundRun extends ConfiguredCommand {
  private static final Logger LOG = LoggerFactory.getLogger(ForegroundRun.class);

  /**
   * Accepts the run.
   *
   * @return empty if there is nothing to run, which was printed
   */
  abstract Optional<RunEntry> accept(WritebackMain main, ProgressDisplay progress);

  /** Whether interrupted runs of the writeback resume first: what they send is older. */
  boolean resumesEarlier() {
    return true;
  }

  /**
   * What a run becomes that has come to where a person decides about it.
   *
   * @return the same report if nobody does
   */
  Report decided(WritebackMain main, Report report, ProgressDisplay progress) {
    return report;
  }

  /** Prints what became of the run. */
  ExitCode print(Report report) {
    out().println(json() ? report.toJson() : ReportTable.of(report));
    return report.outcome();
  }

  /** Executes the run of a writeback; gives the exit code. */
  int run(String writeback) throws Exception {
    try (ProgressDisplay progress = new ProgressDisplay(err());
        WritebackMain main = main(progress)) {
      List<Problem> others = main.start(writeback);
      if (!others.isEmpty()) {
        err()
            .printf(
                "%s in files that %s does not need; ./writeback list shows them%n",
                Count.of(others.size(), "problem"), writeback);
      }
      return Signals.during(
          () -> main.end().request("stopped by a signal"),
          () -> run(writeback, main, progress).number());
    }
  }

  /** An interrupted run of the same writeback resumes first, as its rows are older. */
  private ExitCode run(String writeback, WritebackMain main, ProgressDisplay progress) {
    ExitCode before = ExitCode.COMPLETE;
    if (resumesEarlier() && main.engine().mayExecute()) {
      for (Report earlier : main.control().resume(writeback)) {
        err().println(ReportTable.of(earlier));
        if (earlier.outcome() == ExitCode.UNFINISHED) {
          return show(earlier, progress);
        }
        before = before.or(earlier.outcome());
      }
    }
    Optional<RunEntry> accepted = accept(main, progress);
    if (accepted.isEmpty()) {
      return before;
    }
    Report report = main.control().finish(accepted.get(), progress::elsewhere);
    ExitCode code = end(decided(main, report, progress), progress).or(before);
    deliverResults(main);
    return code;
  }

  /** What is known of the run is printed by then: this changes nothing about it. */
  private static void deliverResults(WritebackMain main) {
    try {
      if (main.engine().mayExecute()) {
        main.engine().deliverResults(main.end()::isEnding);
      }
    } catch (LedgerException e) {
      LOG.warn("results of runs are not delivered: {}", e.getMessage());
    }
  }

  private ExitCode end(Report report, ProgressDisplay progress) {
    progress.close();
    return print(report);
  }

  private ExitCode show(Report report, ProgressDisplay progress) {
    progress.close();
    out().println(json() ? report.toJson() : ReportTable.of(report));
    return report.outcome();
  }
}
