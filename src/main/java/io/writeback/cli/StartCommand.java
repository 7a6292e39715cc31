package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.engine.EventLog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code start}: schedules fire, accepted and interrupted runs are executed, until a signal. */
@Command(
    name = "start",
    description =
        "Stays: schedules fire, interrupted runs resume, and what other commands accept is executed.",
    mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws Exception {
    WritebackMain main =
        new WritebackMain(common.configuration(), new EventLog(), InstantSource.system());
    return Signals.during(
        () -> {
          EventLog.event("ending: requests in flight are finished, no run is accepted any more");
          main.end().request("stopped by a signal");
        },
        () -> {
          try (main) {
            main.startAll();
            List<Object> facts = new ArrayList<>(List.of("pid", ProcessHandle.current().pid()));
            main.addresses().forEach((name, address) -> facts.addAll(List.of(name, address)));
            EventLog.event("Started; Ctrl-C or SIGTERM ends it", facts.toArray());
            main.end().await();
          }
          EventLog.event("ended");
          return 0;
        });
  }
}
