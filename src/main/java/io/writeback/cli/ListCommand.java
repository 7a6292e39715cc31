package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.problem.Problem;
import io.writeback.run.ProgressListener;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code list}: the writebacks, what starts them, and what is wrong with them. */
@Command(
    name = "list",
    description = "Lists the writebacks of routes/*.camel.yaml and what is wrong with them.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (WritebackMain main =
        new WritebackMain(common.configuration(), ProgressListener.NONE, InstantSource.system())) {
      List<WritebackMain.Listed> writebacks = main.list();
      List<Problem> problems = main.problems();
      if (common.json()) {
        out.println(
            Output.json(
                Map.of(
                    "writebacks",
                    writebacks,
                    "problems",
                    problems.stream().map(Problem::toString).toList())));
        return 0;
      }
      for (WritebackMain.Listed writeback : writebacks) {
        out.printf("%-24s %s (%s)%n", writeback.name(), writeback.description(), writeback.file());
        if (!writeback.triggers().isEmpty()) {
          out.printf("%-24s started by %s%n", "", String.join(", ", writeback.triggers()));
        }
      }
      if (!problems.isEmpty()) {
        out.println("\nTo be put right before they can run:");
        problems.forEach(problem -> out.println("  " + problem));
      }
      return 0;
    }
  }
}
