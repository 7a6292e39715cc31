package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.camel.routes.RouteEnds;
import io.writeback.run.Check;
import io.writeback.run.CheckReport;
import io.writeback.run.ProbeReport;
import io.writeback.run.ProgressListener;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check NAME}: what a run would do, without sending anything. */
@Command(
    name = "check",
    description = {
      "Checks one writeback without sending anything: both logins, the DataSet, where each column"
          + " goes and why, and the first 100 rows converted.",
      "Exit code 0 if a run could succeed, 2 if it could not.",
      "With --probe: asks both services whether they are as docs/confidence.md says that they are;"
          + " exit code 3 if one is not.",
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final int ROWS = 100;

  @Parameters(paramLabel = "NAME", description = "The name of the writeback: the id of its route.")
  private String name;

  @Option(
      names = "--probe",
      description = "Asks both services whether what is believed about them holds. Writes nothing.")
  private boolean probe;

  @Option(
      names = "--write-probe",
      paramLabel = "ID",
      description = {
        "As --probe, and writes this one object of the destination with the values that it has, in"
            + " the fields that the writeback writes. Not every destination has such probes."
      })
  private String writeId;

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (WritebackMain main =
        new WritebackMain(common.configuration(), ProgressListener.NONE, InstantSource.system())) {
      RouteEnds ends = main.ends(name);
      if (probe || writeId != null) {
        return probe(ends);
      }
      CheckReport report = check(ends);
      spec.commandLine()
          .getOut()
          .println(common.json() ? Output.json(report) : CheckTable.of(report));
      report
          .problems()
          .forEach(problem -> spec.commandLine().getErr().println(Output.line(problem)));
      return report.possible() ? 0 : WritebackCommand.USAGE;
    }
  }

  private CheckReport check(RouteEnds ends) {
    Optional<OpenedLedger> opened = OpenedLedger.ifThere(common);
    try {
      return Check.of(
          name, ends.source(), ends.destination(), opened.map(OpenedLedger::ledger), ROWS);
    } finally {
      opened.ifPresent(OpenedLedger::close);
    }
  }

  private int probe(RouteEnds ends) {
    ProbeReport report =
        ProbeReport.of(name, ends.source(), ends.destination(), Optional.ofNullable(writeId));
    PrintWriter out = spec.commandLine().getOut();
    out.println(common.json() ? ProbeTable.json(report) : ProbeTable.of(report));
    return report.isAnythingWrong() ? WritebackCommand.DIFFERS : 0;
  }
}
