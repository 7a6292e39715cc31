package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.engine.RunControl;
import io.writeback.ledger.RunEntry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay RUN}: a new run of the rows that a run rejected and no later one has written. */
@Command(
    name = "replay",
    description = {
      "Sends the open rejects of a run again, as a run of their own with the current mapping:",
      "as they were, or as they are in a corrected file of rejects --csv.",
    })
final class ReplayCommand extends ForegroundRun {
  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Takes the rows from this file. Only rows that are open rejects of RUN are sent; the"
              + " columns _wb_... are not. The same file sent again is the same run.")
  private Path from;

  private RunEntry parent;

  @Override
  public Integer call() throws Exception {
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      parent = opened.entry(run);
    }
    return run(parent.writeback());
  }

  @Override
  Optional<RunEntry> accept(WritebackMain main, ProgressDisplay progress) {
    Optional<RunControl.Replay> replay = main.control().replay(parent, from);
    if (replay.isEmpty()) {
      progress.close();
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("run", null);
      fields.put("parent", parent.id());
      fields.put("open", 0);
      print(fields, "Run " + parent.id() + " has no open rejects: there is nothing to send again.");
    } else if (replay.get().before()) {
      String id = replay.get().run().id();
      err()
          .printf(
              "These rows were sent before, by run %s: nothing was sent now. What it rejected is sent again by ./writeback replay %s%n",
              id, id);
    }
    return replay.map(RunControl.Replay::run);
  }
}
