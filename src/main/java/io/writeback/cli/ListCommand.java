package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.ledger.LedgerException;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.run.ProgressListener;
import io.writeback.schedule.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import picocli.CommandLine.Command;

/** {@code list}: the writebacks, what starts them and when, and what is wrong with them. */
@Command(
    name = "list",
    description = "Lists the writebacks of routes/ and what is wrong with them.")
final class ListCommand extends ConfiguredCommand {
  @Override
  public Integer call() {
    try (Opening opening = new Opening();
        WritebackMain main = main(ProgressListener.NONE)) {
      List<Schedule> schedules = main.routes().schedules();
      Optional<OpenedLedger> ledger = opening.ledger();
      Instant now = Instant.now();
      List<Listing> writebacks =
          main.routes().list().stream()
              .map(one -> Listing.of(one, schedules, ledger, now))
              .toList();
      List<Problem> problems = main.problems();
      if (json()) {
        List<String> texts = problems.stream().map(Problem::toString).toList();
        out().println(Output.json(Map.of("writebacks", writebacks, "problems", texts)));
        return 0;
      }
      writebacks.forEach(writeback -> writeback.lines().forEach(out()::println));
      if (!problems.isEmpty()) {
        out().println("\nTo fix before they can run:");
        problems.forEach(
            problem -> out().println("  " + Output.line(problem).replace("\n", "\n  ")));
      }
      return 0;
    }
  }

  /** A list has to be there also if the ledger cannot be read, or the keys say not where it is. */
  private Optional<OpenedLedger> ledger() {
    try {
      return OpenedLedger.ifThere(this);
    } catch (ConfigurationException | LedgerException e) {
      return Optional.empty();
    }
  }

  /** The ledger, opened while the route files are read: a person waits for both. */
  private final class Opening implements AutoCloseable {
    private final CompletableFuture<Optional<OpenedLedger>> opened =
        CompletableFuture.supplyAsync(ListCommand.this::ledger);

    Optional<OpenedLedger> ledger() {
      try {
        return opened.join();
      } catch (CompletionException e) {
        return ExceptionUtils.rethrow(e.getCause());
      }
    }

    @Override
    public void close() {
      ledger().ifPresent(OpenedLedger::close);
    }
  }
}
