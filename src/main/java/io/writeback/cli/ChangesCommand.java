package io.writeback.cli;

import io.writeback.ledger.RunEntry;
import io.writeback.run.LedgerReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code changes RUN}: what a plan, or a run that waits for approval, would change. */
@Command(
    name = "changes",
    description = "Shows again what a plan, or a run that waits for approval, would change.")
final class ChangesCommand extends ConfiguredCommand {
  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Mixin private ChangesOutput output;

  @Override
  public Integer call() {
    output.requireOptions();
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      RunEntry entry = opened.entry(run);
      ChangesOutput.Shown shown =
          output.of(
              entry,
              opened.files(entry.id()),
              LedgerReport.forecastNotes(entry.id(), opened.ledger()));
      print(shown.json(), shown.text());
      return 0;
    }
  }
}
