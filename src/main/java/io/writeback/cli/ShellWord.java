package io.writeback.cli;

/** A text as one word of a command that a person copies into a shell. */
final class ShellWord {
  private ShellWord() {}

  static String of(String text) {
    return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
