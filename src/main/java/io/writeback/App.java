package io.writeback;

import io.writeback.cli.WritebackCommand;
import io.writeback.process.FatalErrors;
import java.util.Locale;

/** The entry: one command, one exit code. */
public final class App {
  private static final String LOGGING = "logback.configurationFile";

  private App() {}

  public static void main(String[] args) {
    // What is printed and written is the same on every machine, whatever language it speaks.
    Locale.setDefault(Locale.ROOT);
    // The library brings no logging configuration of its own; the command does.
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "io/writeback/logback.xml");
    }
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
