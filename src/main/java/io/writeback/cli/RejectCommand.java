package io.writeback.cli;

import io.writeback.ledger.RunEntry;
import io.writeback.run.Runs;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reject RUN}: nothing of a run that waits for approval is sent. */
@Command(
    name = "reject",
    description = {
      "Rejects a plan, or a run that waits for approval: nothing of it is sent.",
      "Who rejected it is recorded as the reason of its end.",
    })
final class RejectCommand extends ConfiguredCommand {
  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Override
  public Integer call() {
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      RunEntry entry = opened.entry(run);
      Runs.reject(opened.ledger(), entry, who());
      print(
          Map.of("run", entry.id(), "state", opened.entry(entry.id()).state()),
          "Run %s of %s is rejected; nothing of it was sent."
              .formatted(entry.id(), entry.writeback()));
      return 0;
    }
  }
}
