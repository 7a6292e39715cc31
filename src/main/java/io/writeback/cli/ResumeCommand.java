package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.run.ExitCode;
import io.writeback.run.Report;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code resume}: interrupted runs resume where they stopped, with their stored plan and rows. */
@Command(
    name = "resume",
    description = "Resumes every interrupted run, with the plan and the rows that it began with.")
final class ResumeCommand extends ConfiguredCommand {
  @Override
  public Integer call() throws Exception {
    try (ProgressDisplay progress = new ProgressDisplay(err());
        WritebackMain main = main(progress)) {
      return Signals.during(
          () -> main.end().request("stopped by a signal"),
          () -> {
            main.startForResume();
            List<Report> reports = main.control().resume();
            progress.close();
            return print(reports);
          });
    }
  }

  private int print(List<Report> reports) {
    List<String> texts = reports.stream().map(ReportTable::of).toList();
    print(reports, texts.isEmpty() ? "No run is interrupted." : String.join("\n", texts));
    return ExitCode.worst(reports.stream().map(Report::outcome).toList()).number();
  }
}
