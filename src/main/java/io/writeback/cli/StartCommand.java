package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.engine.EventLog;
import io.writeback.engine.LogEvent;
import io.writeback.log.ServerLog;
import picocli.CommandLine.Command;

/** {@code start}: schedules fire, accepted and interrupted runs are executed, until a signal. */
@Command(
    name = "start",
    description =
        "Keeps running: schedules fire, interrupted runs resume, and runs that other commands"
            + " accept are executed.")
final class StartCommand extends ConfiguredCommand {
  @Override
  public Integer call() throws Exception {
    WritebackMain main = main(new EventLog());
    ServerLog.use(main.runtime().settings().log().format());
    return Signals.during(
        () -> {
          LogEvent.of("stopping: requests in flight are finished, no more runs are accepted")
              .info();
          main.end().request("stopped by a signal");
        },
        () -> {
          try (main) {
            main.startAll();
            LogEvent started =
                LogEvent.of("Started; Ctrl-C or SIGTERM stops it")
                    .with("pid", ProcessHandle.current().pid());
            main.addresses().forEach(started::with);
            started.info();
            if (!main.engine().data().isShared()) {
              LogEvent.of(
                      "max-concurrency of an account holds for this process alone, as its ledger is"
                          + " a file")
                  .info();
            }
            main.end().await();
          }
          LogEvent.of("ended").info();
          return 0;
        });
  }
}
