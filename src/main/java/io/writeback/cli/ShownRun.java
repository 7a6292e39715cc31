package io.writeback.cli;

import io.writeback.problem.Code;
import io.writeback.run.ExitCode;
import io.writeback.run.LedgerReport;
import io.writeback.run.Report;
import picocli.CommandLine.Mixin;

/** A command whose run shows what it would change, and waits for approval then. */
abstract class ShownRun extends ForegroundRun {
  @Mixin private ChangesOutput output;

  /** Executes the run of a writeback; gives the exit code. */
  @Override
  int run(String writeback) throws Exception {
    output.requireOptions();
    return super.run(writeback);
  }

  @Override
  ExitCode print(Report report) {
    if (report.code() != Code.APPROVAL_NEEDED) {
      return super.print(report);
    }
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      ChangesOutput.Shown shown =
          output.of(
              opened.entry(report.run()),
              opened.files(report.run()),
              LedgerReport.forecastNotes(report.run(), opened.ledger()));
      print(shown.json(), shown.text());
    }
    return ExitCode.COMPLETE;
  }
}
