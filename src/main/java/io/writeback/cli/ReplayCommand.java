package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.engine.RunControl;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Count;
import io.writeback.problem.Problem;
import io.writeback.run.ExitCode;
import io.writeback.run.Report;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay RUN}: a new run of the rows that a run rejected and no later one has written. */
@Command(
    name = "replay",
    description = {
      "Sends the open rejects of a run again, as a run of their own with today's mapping:",
      "as they were, or as they are in a corrected file of rejects --csv.",
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Takes the rows from this file. Only rows that are open rejects of RUN are sent; the"
              + " columns _wb_... are not. The same file sent again is the same run.")
  private Path from;

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    RunEntry parent;
    try (OpenedLedger opened = OpenedLedger.of(common)) {
      parent = opened.entry(run);
    }
    try (ProgressDisplay progress = ProgressDisplay.on(spec.commandLine().getErr());
        WritebackMain main =
            new WritebackMain(common.configuration(), progress, InstantSource.system())) {
      List<Problem> others = main.start(parent.writeback());
      if (!others.isEmpty()) {
        spec.commandLine()
            .getErr()
            .printf(
                "%s in files that %s does not need; ./writeback list shows them%n",
                Count.of(others.size(), "problem"), parent.writeback());
      }
      return Signals.during(
          () -> main.end().request("stopped by a signal"), () -> replay(main, parent, progress));
    }
  }

  /** An interrupted run of the same writeback resumes first, as it does before a run. */
  private int replay(WritebackMain main, RunEntry parent, ProgressDisplay progress) {
    ExitCode before = ExitCode.COMPLETE;
    if (main.engine().mayExecute()) {
      for (Report earlier : main.control().resume(parent.writeback())) {
        spec.commandLine().getErr().println(ReportTable.of(earlier));
        if (earlier.outcome() == ExitCode.UNFINISHED) {
          return show(earlier, progress).number();
        }
        before = before.or(earlier.outcome());
      }
    }
    Optional<RunControl.Replay> replay = main.control().replay(parent, from);
    if (replay.isEmpty()) {
      nothing(parent, progress);
      return before.number();
    }
    if (replay.get().before()) {
      String id = replay.get().run().id();
      spec.commandLine()
          .getErr()
          .printf(
              "These rows were sent before, by run %s: nothing was sent now. What it rejected is sent again by ./writeback replay %s%n",
              id, id);
    }
    return show(main.control().finish(replay.get().run(), progress::elsewhere), progress)
        .or(before)
        .number();
  }

  private void nothing(RunEntry parent, ProgressDisplay progress) {
    progress.close();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", null);
    fields.put("parent", parent.id());
    fields.put("open", 0);
    spec.commandLine()
        .getOut()
        .println(
            common.json()
                ? Output.json(fields)
                : "Run " + parent.id() + " has no open rejects: there is nothing to send again.");
  }

  private ExitCode show(Report report, ProgressDisplay progress) {
    progress.close();
    spec.commandLine().getOut().println(common.json() ? report.toJson() : ReportTable.of(report));
    return report.outcome();
  }
}
