package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.ledger.RunEntry;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code apply PLAN}: a run that waits for approval sends what it has shown, and nothing else. */
@Command(
    name = "apply",
    aliases = "approve",
    description = {
      "Applies a plan: sends the changes that it has shown, and nothing else.",
      "What someone changed since then at the destination is not overwritten, and is reported.",
    })
final class ApplyCommand extends ForegroundRun {
  @Parameters(paramLabel = "PLAN", description = "The id of a plan, the beginning of one, or last.")
  private String plan;

  private RunEntry planned;

  @Override
  public Integer call() throws Exception {
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      planned = opened.entry(plan);
    }
    return run(planned.writeback());
  }

  @Override
  Optional<RunEntry> accept(WritebackMain main, ProgressDisplay progress) {
    main.control().approve(planned, who());
    if (!main.engine().mayExecute()) {
      progress.handedOver(planned);
    }
    return Optional.of(planned);
  }
}
