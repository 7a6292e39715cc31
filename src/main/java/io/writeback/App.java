package io.writeback;

import io.writeback.cli.WritebackCommand;
import io.writeback.process.FatalErrors;

/** The entry: one command, one exit code. */
public final class App {
  private App() {}

  public static void main(String[] args) {
    WritebackCommand.prepareProcess();
    FatalErrors.ownProcess();
    System.exit(FatalErrors.exitCode(execute(args)));
  }

  private static int execute(String... args) {
    try {
      return WritebackCommand.execute(args);
    } catch (Error e) {
      FatalErrors.caught(e);
      throw e;
    }
  }
}
