package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.run.ExitCode;
import io.writeback.run.Report;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code resume}: interrupted runs resume where they stopped, with their stored plan and rows. */
@Command(
    name = "resume",
    description = "Resumes every interrupted run, with the plan and the rows that it began with.",
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (ProgressDisplay progress = ProgressDisplay.on(spec.commandLine().getErr());
        WritebackMain main =
            new WritebackMain(common.configuration(), progress, InstantSource.system())) {
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
    if (common.json()) {
      spec.commandLine().getOut().println(Output.json(reports));
    } else if (reports.isEmpty()) {
      spec.commandLine().getOut().println("No run is interrupted.");
    } else {
      reports.forEach(report -> spec.commandLine().getOut().println(ReportTable.of(report)));
    }
    return ExitCode.worst(reports.stream().map(Report::outcome).toList()).number();
  }
}
