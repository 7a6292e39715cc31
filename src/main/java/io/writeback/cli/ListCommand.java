package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.ledger.LedgerException;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.run.ProgressListener;
import io.writeback.schedule.Schedule;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code list}: the writebacks, what starts them and when, and what is wrong with them. */
@Command(
    name = "list",
    description = "Lists the writebacks of routes/*.camel.yaml and what is wrong with them.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (WritebackMain main =
        new WritebackMain(common.configuration(), ProgressListener.NONE, InstantSource.system())) {
      List<Listing> writebacks = listings(main);
      List<Problem> problems = main.problems();
      if (common.json()) {
        out.println(
            Output.json(
                Map.of(
                    "writebacks",
                    writebacks,
                    "problems",
                    problems.stream().map(Problem::toString).toList())));
        return 0;
      }
      writebacks.forEach(writeback -> writeback.lines().forEach(out::println));
      if (!problems.isEmpty()) {
        out.println("\nTo fix before they can run:");
        problems.forEach(problem -> out.println("  " + Output.line(problem).replace("\n", "\n  ")));
      }
      return 0;
    }
  }

  private List<Listing> listings(WritebackMain main) {
    List<Schedule> schedules = main.routes().schedules();
    Instant now = Instant.now();
    try (Closed ledger = new Closed(ledger())) {
      return main.routes().list().stream()
          .map(writeback -> Listing.of(writeback, schedules, ledger.opened(), now))
          .toList();
    }
  }

  /** A list has to be there also if the ledger cannot be read, or the keys say not where it is. */
  private Optional<OpenedLedger> ledger() {
    try {
      return OpenedLedger.ifThere(common);
    } catch (ConfigurationException | LedgerException e) {
      return Optional.empty();
    }
  }

  private record Closed(Optional<OpenedLedger> opened) implements AutoCloseable {
    @Override
    public void close() {
      opened.ifPresent(OpenedLedger::close);
    }
  }
}
