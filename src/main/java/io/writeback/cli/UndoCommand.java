package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.ledger.RunEntry;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undo RUN}: a run of its own that puts back what a run overwrote. */
@Command(
    name = "undo",
    description = {
      "Puts back what a run overwrote, as a run of its own, which is shown first: apply sends it.",
      "What someone changed since is kept, and named. The DataSet is not read.",
    })
final class UndoCommand extends ShownRun {
  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Option(names = "--yes", description = "Applies it at once, without asking: for scripts.")
  private boolean yes;

  private RunEntry undone;

  @Override
  public Integer call() throws Exception {
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      undone = opened.entry(run);
    }
    return run(undone.writeback());
  }

  @Override
  Optional<RunEntry> accept(WritebackMain main, ProgressDisplay progress) {
    RunEntry undo = main.control().undo(undone, yes ? who() : null);
    if (!main.engine().mayExecute()) {
      progress.handedOver(undo);
    }
    return Optional.of(undo);
  }

  /** What is only shown writes nothing, not even what others had begun. */
  @Override
  boolean resumesEarlier() {
    return yes;
  }
}
