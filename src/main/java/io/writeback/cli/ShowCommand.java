package io.writeback.cli;

import io.writeback.camel.ProcessSettings;
import io.writeback.console.HtmlReport;
import io.writeback.ledger.RunSummary;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Reason;
import io.writeback.view.RunDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
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

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Writes the same as a page into this file: with charts, in one piece, fit for a mail."
              + " It has cell values if console.show-values is true.")
  private Path html;

  @Override
  public Integer call() {
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      if (html != null) {
        return write(opened);
      }
      RunDetails shown = opened.views().details(opened.run(run), batches);
      print(shown, ShowTable.of(shown, batches).stripTrailing());
      return 0;
    }
  }

  private int write(OpenedLedger opened) {
    RunSummary summary = opened.run(run);
    boolean values = ProcessSettings.showsValues(configuration());
    String page =
        HtmlReport.of(summary, opened.ledger(), opened.views(), InstantSource.system(), values);
    try {
      Files.writeString(html, page);
    } catch (IOException e) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          "--html",
          "the file %s cannot be written: %s".formatted(html, Reason.root(e)));
    }
    print(
        Map.of("run", summary.run().id(), "file", html.toAbsolutePath().toString()),
        "Run %s of %s is in %s"
            .formatted(summary.run().id(), summary.run().writeback(), html.toAbsolutePath()));
    return 0;
  }
}
