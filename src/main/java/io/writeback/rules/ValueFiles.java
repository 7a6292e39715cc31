package io.writeback.rules;

import java.util.Map;

/** Where the values come from that a rule takes from a file. */
@FunctionalInterface
interface ValueFiles {
  /**
   * The entries of a file with two columns, cell to value.
   *
   * @throws Unusable saying what is wrong with it
   */
  Map<String, String> read(String name) throws Unusable;

  /** A file that cannot be used. */
  final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message, null, false, false);
    }
  }
}
