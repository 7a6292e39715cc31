package io.writeback.cli;

import io.writeback.view.RunDetails;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code show RUN}: everything that is known of a run, and what to do about it. */
@Command(
    name = "show",
    description = "Shows what became of a run: its rows, batches, times, causes and files.")
final class ShowCommand extends ConfiguredCommand {
  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Option(
      names = "--batches",
      description = "Lists all batches, not only those in which something happened.")
  private boolean batches;

  @Override
  public Integer call() {
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      RunDetails shown = opened.views().details(opened.run(run), batches);
      print(shown, ShowTable.of(shown, batches).stripTrailing());
      return 0;
    }
  }
}
