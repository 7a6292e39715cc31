package io.writeback.e2e;

import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.engine.EventLog;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunSummary;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;

/** A project with a sandbox, example routes, and a server in this process. */
final class SourcesHome extends Home {
  static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  Sandbox sandbox;
  private WritebackMain server;
  private Ledger watched;

  @Override
  protected void opened() throws Exception {
    sandbox = sandbox(SandboxSettings.onFreePorts());
    closing(this::stop);
  }

  /** Takes over an example of routes/examples, as a user does. */
  SourcesHome example(String name) {
    try {
      String file = name + ".camel.yaml";
      file("routes/" + file, Files.readString(Path.of("routes/examples").resolve(file)));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the project in Workfront. */
  String nameAtDestination() {
    return sandbox.object("PROJ", ID).orElseThrow().get("name").asText();
  }

  void start() {
    server = new WritebackMain(configuration(), new EventLog(), InstantSource.system());
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
    if (watched == null) {
      watched =
          closing(Ledger.open(new LedgerAddress.InDirectory(path("data")), InstantSource.system()));
    }
    return watched;
  }

  /** All runs of a writeback, the oldest first. */
  List<RunEntry> runs(String writeback) {
    List<RunEntry> runs =
        new ArrayList<>(
            ledger().history().list(writeback, EnumSet.allOf(RunState.class), 1_000).stream()
                .map(RunSummary::run)
                .toList());
    Collections.reverse(runs);
    return runs;
  }

  List<RunState> states(String writeback) {
    return runs(writeback).stream().map(RunEntry::state).toList();
  }
}
