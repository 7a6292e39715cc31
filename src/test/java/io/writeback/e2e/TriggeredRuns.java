package io.writeback.e2e;

import io.writeback.camel.Inside;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.engine.EventLog;
import io.writeback.engine.MissedFireWatch;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunSummary;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.apache.camel.CamelContext;

/** A project with a sandbox and a server in this process, with its own clock. */
final class TriggeredRuns extends Home {
  static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  Sandbox sandbox;
  private volatile Duration ahead = Duration.ZERO;
  private final InstantSource clock = () -> Instant.now().plus(ahead);
  private WritebackMain server;
  private Ledger watched;

  @Override
  protected void opened() throws Exception {
    sandbox = sandbox(SandboxSettings.onFreePorts());
    closing(this::stop);
    csvToWorkfront("w", "w.csv").file("w.csv", "ID,Name\n" + ID + ",By trigger\n");
  }

  /** A schedule of the writeback w; parameters as lines of YAML. */
  TriggeredRuns schedule(String name, String when, String... action) {
    file(
        "routes/" + name + ".camel.yaml",
        """
        - route:
            id: %1$s
            from:
              uri: quartz:writeback/%1$s
              parameters:
                %2$s
                stateful: true
              steps:
                - to:
                    uri: kamelet:writeback-run-action
                    parameters:
                      writeback: w
                      %3$s
        """
            .formatted(
                name,
                when.startsWith("cron") && !when.contains("Zone")
                    ? when + "\n        trigger.timeZone: UTC"
                    : when,
                String.join("\n              ", action)));
    return this;
  }

  /** An hourly schedule of the writeback w with steps before its run, as lines of YAML. */
  TriggeredRuns scheduleBehind(String steps, String onMissed) {
    file(
        "routes/often.camel.yaml",
        """
        - route:
            id: often
            from:
              uri: quartz:writeback/often?trigger.repeatInterval=3600000
              steps:
                %s
                - to: kamelet:writeback-run-action?writeback=w&onMissed=%s
        """
            .formatted(steps.replace("\n", "\n        "), onMissed));
    return this;
  }

  /** The context of the server. */
  CamelContext context() {
    return Inside.context(server);
  }

  /** Catches up on missed fires. */
  MissedFireWatch fires() {
    return Inside.fires(server);
  }

  /** Advances the clock. */
  void later(Duration time) {
    ahead = ahead.plus(time);
  }

  void start() {
    server = new WritebackMain(configuration(), new EventLog(), clock);
    server.startAll();
  }

  void stop() {
    if (server != null) {
      server.end().request("stopped by the test");
      server.close();
      server = null;
    }
  }

  Ledger ledger() {
    return Ledger.open(new LedgerAddress.InDirectory(path("data")), clock);
  }

  private Ledger watched() {
    if (watched == null) {
      watched = closing(ledger());
    }
    return watched;
  }

  /** All runs, the oldest first. */
  List<RunSummary> runs() {
    List<RunSummary> runs =
        new ArrayList<>(watched().history().list("w", EnumSet.allOf(RunState.class), 1_000));
    Collections.reverse(runs);
    return runs;
  }

  List<RunState> states() {
    return runs().stream().map(summary -> summary.run().state()).toList();
  }

  String remarks(int run) {
    return String.join("\n", watched().history().remarks(runs().get(run).run().id()));
  }
}
