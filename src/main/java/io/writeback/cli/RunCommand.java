package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.ledger.RunEntry;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run NAME}: one writeback now, to its end; no schedule fires, no queue is read. */
@Command(
    name = "run",
    description = "Runs one writeback now and reports what happened to every row.")
final class RunCommand extends ForegroundRun {
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

  @Override
  public Integer call() throws Exception {
    return run(name);
  }

  @Override
  Optional<RunEntry> accept(WritebackMain main, ProgressDisplay progress) {
    RunEntry accepted = main.control().accept(name, full, acceptColumns);
    if (!main.engine().mayExecute()) {
      progress.handedOver(accepted);
    }
    return Optional.of(accepted);
  }
}
