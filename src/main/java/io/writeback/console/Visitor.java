package io.writeback.console;

import io.writeback.console.ConsoleSettings.Role;

/**
 * Who looks at a page.
 *
 * @param name null where nobody has to log in
 * @param csrf the token that its forms send back
 */
public record Visitor(String name, Role role, String csrf) {
  /** Whether it may start, stop and replay runs. */
  public boolean isOperator() {
    return role == Role.OPERATOR;
  }

  /** As the ledger and the log name who did something. */
  String who() {
    return name == null ? "the console" : name + " in the console";
  }
}
