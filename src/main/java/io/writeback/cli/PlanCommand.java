package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.ledger.RunEntry;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code plan NAME}: what a run would change, before it does; nothing is written. */
@Command(
    name = "plan",
    description = {
      "Shows what a run would change, field by field, and writes nothing to the destination.",
      "apply sends exactly that; reject ends it.",
    })
final class PlanCommand extends ShownRun {
  @Parameters(paramLabel = "NAME", description = "The name of the writeback: the id of its route.")
  private String name;

  @Override
  public Integer call() throws Exception {
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

  /** Interrupted runs are not resumed: a plan writes nothing, not even what others had begun. */
  @Override
  boolean resumesEarlier() {
    return false;
  }
}
