package io.writeback;

import io.writeback.cli.WritebackCommand;

/** The entry: one command, one exit code. */
public final class App {
  private App() {}

  public static void main(String[] args) {
    System.exit(WritebackCommand.execute(args));
  }
}
