package io.writeback.cli;

import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cancel RUN}: a run that is not over is given up. */
@Command(
    name = "cancel",
    description = {
      "Gives a run up: rows that were not sent stay unsent, and nothing resumes it.",
      "If a process may be working on it, that one is asked to.",
    },
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (OpenedLedger opened = OpenedLedger.of(common)) {
      RunEntry entry = opened.entry(run);
      boolean ask = opened.held(entry) && !entry.state().ended();
      boolean done =
          ask
              ? opened.ledger().runs().requestCancel(entry.id())
              : opened.ledger().runs().cancel(entry.id());
      if (!done) {
        throw new ConfigurationException(
            Code.RUN_OVER,
            "",
            "run %s is %s: there is nothing left to cancel"
                .formatted(entry.id(), opened.entry(entry.id()).state()));
      }
      boolean asked = !opened.entry(entry.id()).state().ended();
      String state = asked ? "CANCEL_ASKED" : "CANCELLED";
      spec.commandLine()
          .getOut()
          .println(
              common.json()
                  ? Output.json(Map.of("run", entry.id(), "state", state))
                  : "Run %s of %s %s."
                      .formatted(
                          entry.id(),
                          entry.writeback(),
                          asked
                              ? "is asked to end: what is in flight is finished, ./writeback show "
                                  + entry.id()
                                  + " shows when"
                              : "is cancelled"));
      return 0;
    }
  }
}
