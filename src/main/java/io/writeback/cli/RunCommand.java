package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Count;
import io.writeback.problem.Problem;
import io.writeback.run.ExitCode;
import io.writeback.run.Report;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run NAME}: one writeback now, to its end; no schedule fires, no queue is read. */
@Command(
    name = "run",
    description = "Runs one writeback now and reports what became of every row.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The name of the writeback: the id of its route.")
  private String name;

  @Option(
      names = "--full",
      description =
          "Sends every row, although the writeback sends changed ones (mode=changed): values that"
              + " people changed at the destination are overwritten.")
  private boolean full;

  @Option(
      names = "--accept-columns",
      description =
          "Goes ahead although columns that the last complete run wrote are missing, or fit no field"
              + " any more (WB-414): their fields keep the values that they have.")
  private boolean acceptColumns;

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (ProgressDisplay progress = ProgressDisplay.on(spec.commandLine().getErr());
        WritebackMain main =
            new WritebackMain(common.configuration(), progress, InstantSource.system())) {
      List<Problem> others = main.start(name);
      if (!others.isEmpty()) {
        spec.commandLine()
            .getErr()
            .printf(
                "%s in files that %s does not need; ./writeback list shows them%n",
                Count.of(others.size(), "problem"), name);
      }
      return Signals.during(
          () -> main.end().request("stopped by a signal"), () -> run(main, progress));
    }
  }

  /** An interrupted run of the same writeback resumes first, as its rows are older. */
  private int run(WritebackMain main, ProgressDisplay progress) {
    ExitCode before = ExitCode.COMPLETE;
    if (main.engine().mayExecute()) {
      for (Report earlier : main.control().resume(name)) {
        spec.commandLine().getErr().println(ReportTable.of(earlier));
        if (earlier.outcome() == ExitCode.UNFINISHED) {
          return show(earlier, progress).number();
        }
        before = before.or(earlier.outcome());
      }
    }
    RunEntry accepted = main.control().accept(name, full, acceptColumns);
    if (!main.engine().mayExecute()) {
      progress.handedOver(accepted);
    }
    return show(main.control().finish(accepted, progress::elsewhere), progress).or(before).number();
  }

  private ExitCode show(Report report, ProgressDisplay progress) {
    progress.close();
    spec.commandLine().getOut().println(common.json() ? report.toJson() : ReportTable.of(report));
    return report.outcome();
  }
}
