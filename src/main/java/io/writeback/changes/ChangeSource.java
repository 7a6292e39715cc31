package io.writeback.changes;

/** Changes in the order of their rows, to be read any number of times. */
@FunctionalInterface
public interface ChangeSource {
  /**
   * Its changes, from the first one.
   *
   * @throws io.writeback.problem.WritebackException WB-526 if they cannot be read, now or later
   */
  ChangeCursor open();
}
