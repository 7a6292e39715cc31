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
      "Gives a run up: rows that were not sent stay unsent, and nothing resumes it.",
      "If a process may be working on it, that one is asked to.",
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
                      : "is asked to end: what is in flight is finished, ./writeback show "
                          + entry.id()
                          + " shows when"));
      return 0;
    }
  }
}
