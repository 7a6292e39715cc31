package io.writeback.cli;

import io.writeback.camel.ProcessSettings;
import io.writeback.console.HtmlReport;
import io.writeback.ledger.RunSummary;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Reason;
import io.writeback.run.ExitCode;
import io.writeback.view.RunDetails;
import io.writeback.view.StateText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

  @Option(
      names = "--follow",
      description =
          "Shows the run again as it progresses, until it has ended or waits for a person; the"
              + " exit code is that of the run. Ctrl-C ends it, and nothing happens to the run.")
  private boolean follow;

  @Override
  public Integer call() throws Exception {
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      if (html != null) {
        return write(opened);
      }
      if (follow) {
        return followed(opened).number();
      }
      RunDetails shown = opened.views().details(opened.run(run), batches);
      print(shown, text(shown));
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

  private String text(RunDetails shown) {
    return ShowTable.of(shown, batches).stripTrailing();
  }

  /** Follows the one run that is meant now, although a later one may become the last. */
  private ExitCode followed(OpenedLedger opened) throws Exception {
    FollowedRun followed =
        new FollowedRun(opened, opened.entry(run).id(), batches, InstantSource.system());
    boolean redraws = out().terminal().isThere() && out().terminal().canRedraw() && !json();
    int exitCode =
        Signals.during(
            followed::stop,
            () -> {
              RunDetails last =
                  followed.follow(
                      (shown, changed) -> {
                        if (redraws) {
                          out().redraw(text(shown));
                        } else if (changed) {
                          print(shown, line(shown));
                        }
                      });
              if (redraws) {
                out().redraw("");
              }
              if (!json()) {
                out().println((redraws ? "" : "\n") + text(last));
              }
              return last.report().outcome().number();
            });
    return ExitCode.of(exitCode);
  }

  private static String line(RunDetails shown) {
    return StateText.time(Instant.now()) + "  " + FollowedRun.line(shown);
  }
}
