package io.writeback.cli;

import io.writeback.belief.ProbeWrites;
import io.writeback.camel.WritebackMain;
import io.writeback.camel.routes.RouteEnds;
import io.writeback.run.Check;
import io.writeback.run.CheckReport;
import io.writeback.run.ProbeReport;
import io.writeback.run.ProgressListener;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check NAME}: what a run would do, without sending anything. */
@Command(
    name = "check",
    description = {
      "Checks one writeback without sending anything: both logins, the DataSet, where each column"
          + " goes and why, and the first 100 rows converted.",
      "Exit code 0 if a run could succeed, 2 if it could not.",
      "With --probe: also checks whether both services behave as docs/confidence.md says; exit"
          + " code 3 if one does not.",
    })
final class CheckCommand extends ConfiguredCommand {
  private static final int ROWS = 100;

  @Parameters(paramLabel = "NAME", description = "The name of the writeback: the id of its route.")
  private String name;

  @Option(
      names = "--probe",
      description =
          "Checks with both services whether what docs/confidence.md says about them"
              + " holds. Writes nothing.")
  private boolean probe;

  @Option(
      names = "--write-probe",
      paramLabel = "ID",
      description = {
        "Like --probe, and also writes this one object of the destination with its current"
            + " values, in the fields that the writeback writes. Not every destination has such"
            + " probes."
      })
  private String writeId;

  @Option(
      names = "--create-probe",
      description = {
        "Like --probe, and also creates one object of the destination, which is deleted again."
            + " Not every destination has such probes."
      })
  private boolean creates;

  @Override
  public Integer call() {
    try (WritebackMain main = main(ProgressListener.NONE)) {
      RouteEnds ends = main.ends(name);
      return probe || writeId != null || creates ? probe(ends) : check(ends);
    }
  }

  private int check(RouteEnds ends) {
    CheckReport report;
    try (OpenedLedger opened = OpenedLedger.ifThere(this).orElse(null)) {
      report =
          Check.of(
              name,
              ends.source(),
              ends.destination(),
              ends.safeguards(),
              ends.transform(),
              Optional.ofNullable(opened).map(OpenedLedger::ledger),
              ROWS);
    }
    print(report, CheckTable.of(report));
    report.problems().forEach(problem -> err().println(Output.line(problem)));
    return report.possible() ? 0 : WritebackCommand.USAGE;
  }

  private int probe(RouteEnds ends) {
    ProbeReport report =
        ProbeReport.of(
            name,
            ends.source(),
            ends.destination(),
            ends.transform(),
            new ProbeWrites(Optional.ofNullable(writeId), creates));
    print(ProbeTable.fields(report), ProbeTable.of(report));
    return report.isAnythingWrong() ? WritebackCommand.DIFFERS : 0;
  }
}
