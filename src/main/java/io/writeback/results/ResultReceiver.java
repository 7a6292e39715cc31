package io.writeback.results;

import java.io.IOException;

/** Where results go: a delivery arrives whole and once, however often it is tried. */
@FunctionalInterface
interface ResultReceiver {
  /**
   * Delivers lines, and returns once they are there.
   *
   * @throws io.writeback.problem.WritebackException if they are not, or it is unknown
   */
  void deliver(ResultLines lines) throws IOException;
}
