package io.writeback.cli;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cancel RUN}: a run that is not over is given up. */
@Command(
    name = "cancel",
    description = {
      "Cancels a run: rows that were not sent stay unsent, and it cannot be resumed.",
      "If a process is executing it, that process is asked to cancel it.",
    })
final class CancelCommand extends ConfiguredCommand {
  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Override
  public Integer call() {
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      RunEntry entry = opened.entry(run);
      boolean ask = opened.held(entry) && !entry.state().ended();
      boolean done =
          ask
              ? opened.ledger().runs().requestCancel(entry.id())
              : opened.ledger().runs().cancel(entry.id());
      RunState state = opened.entry(entry.id()).state();
      if (!done) {
        throw new ConfigurationException(
            Code.RUN_OVER,
            "",
            "run %s is %s: there is nothing left to cancel".formatted(entry.id(), state));
      }
      print(
          Map.of("run", entry.id(), "state", state.ended() ? "CANCELLED" : "CANCEL_ASKED"),
          "Run %s of %s %s."
              .formatted(
                  entry.id(),
                  entry.writeback(),
                  state.ended()
                      ? "is cancelled"
                      : "is being cancelled, its requests in flight are finished first:"
                          + " ./writeback show "
                          + entry.id()
                          + " shows when it ended"));
      return 0;
    }
  }
}
