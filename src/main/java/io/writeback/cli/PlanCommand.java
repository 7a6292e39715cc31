package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.run.ExitCode;
import io.writeback.run.Report;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plan NAME}: what a run would change, before it does; nothing is written. */
@Command(
    name = "plan",
    description = {
      "Shows what a run would change, field by field, and writes nothing to the destination.",
      "apply sends exactly that; reject ends it.",
    })
final class PlanCommand extends ForegroundRun {
  @Parameters(paramLabel = "NAME", description = "The name of the writeback: the id of its route.")
  private String name;

  @Mixin private ChangesOutput output;

  @Override
  public Integer call() throws Exception {
    output.requireOptions();
    return run(name);
  }

  @Override
  Optional<RunEntry> accept(WritebackMain main, ProgressDisplay progress) {
    RunEntry accepted = main.control().plan(name);
    if (!main.engine().mayExecute()) {
      progress.handedOver(accepted);
    }
    return Optional.of(accepted);
  }

  /** Interrupted runs are left alone: a plan writes nothing, not even what others had begun. */
  @Override
  boolean resumesEarlier() {
    return false;
  }

  @Override
  ExitCode print(Report report) {
    if (report.code() != Code.APPROVAL_NEEDED) {
      return super.print(report);
    }
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      ChangesOutput.Shown shown = output.of(opened.entry(report.run()), opened.files(report.run()));
      print(shown.json(), shown.text());
    }
    return ExitCode.COMPLETE;
  }
}
