package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code start}: schedules fire, accepted and interrupted runs are executed, until a signal. */
@Command(
    name = "start",
    description =
        "Stays: schedules fire, interrupted runs go on, and what other commands accept is executed.",
    mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ProgressDisplay lines = ProgressDisplay.lines(spec.commandLine().getErr());
    WritebackMain main = new WritebackMain(common.configuration(), lines, InstantSource.system());
    return Signals.during(
        () -> main.services().stopAll("stopped by a signal"),
        () -> {
          try (main) {
            main.startAll();
            lines.started();
            main.services().awaitEnd();
          }
          return 0;
        });
  }
}
