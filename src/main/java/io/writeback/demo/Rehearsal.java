package io.writeback.demo;

import io.writeback.cli.WritebackCommand;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Executes the commands that people wait for against the sandbox, so that Java can keep the classes
 * that they load in an archive ({@code -XX:ArchiveClassesAtExit}).
 */
public final class Rehearsal {
  private static final String WRITEBACK = "rehearsal";
  private static final String ID = "0".repeat(32);
  private static final long MOST_SECONDS = 120;

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("help"),
          List.of("list"),
          List.of("check", WRITEBACK),
          List.of("run", WRITEBACK, "--yes"),
          List.of("runs"),
          List.of("show", "last"));

  private Rehearsal() {}

  /**
   * Ends the process: with 0 if each command succeeded.
   *
   * @param args an empty folder, for a project of its own; what is unpacked for later starts is in
   *     {@code native} there
   */
  public static void main(String[] args) throws InterruptedException {
    WritebackCommand.prepareProcess();
    boolean[] succeeded = {false};
    Thread rehearsal = new Thread(() -> succeeded[0] = rehearse(Path.of(args[0])), "rehearsal");
    rehearsal.setDaemon(true);
    rehearsal.start();
    // What hangs here must not keep the command from starting that a person is waiting for.
    rehearsal.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
    System.exit(succeeded[0] ? 0 : 1);
  }

  private static boolean rehearse(Path home) {
    try {
      WritebackCommand.unpack(home.resolve("native"));
    } catch (IOException e) {
      return false;
    }
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false))) {
      sandbox.putObject("PROJ", Map.of("ID", ID, "name", "before"));
      write(home, sandbox);
      System.setProperty("writeback.home", home.toString());
      return COMMANDS.stream()
          .allMatch(command -> WritebackCommand.execute(command.toArray(String[]::new)) == 0);
    } catch (IOException e) {
      return false;
    }
  }

  private static void write(Path home, Sandbox sandbox) throws IOException {
    Files.writeString(
        home.resolve("application.properties"),
        """
        account.workfront.url=%s
        account.workfront.allow-private=true
        account.workfront.api-key=%s
        writeback.pauses=none
        """
            .formatted(sandbox.workfrontUrl(), Workfront.API_KEY));
    Files.writeString(home.resolve("rows.csv"), "ID,Name\n" + ID + ",after\n");
    Files.writeString(
        Files.createDirectories(home.resolve("routes")).resolve(WRITEBACK + ".camel.yaml"),
        """
        - route:
            id: %1$s
            group: writeback
            from:
              uri: direct:%1$s
              steps:
                - to:
                    uri: kamelet:csv-dataset-action
                    parameters: {file: rows.csv}
                - to:
                    uri: kamelet:workfront-update-sink
                    parameters: {object: project}
        - route:
            id: %1$s-nightly
            from:
              uri: quartz:writeback/%1$s
              parameters:
                cron: 0 0 2 * * ?
              steps:
                - to:
                    uri: kamelet:writeback-run-action
                    parameters: {writeback: %1$s}
        """
            .formatted(WRITEBACK));
  }
}
