package io.writeback.sandbox.domo;

import java.time.Duration;

/**
 * What streams simulate.
 *
 * @param append how long after its commit an execution is ACTIVE, its rows not seen
 * @param fails whether it then fails
 */
record StreamKnobs(Duration append, boolean fails) {
  /** As a small DataSet, most probably: the time is not published. */
  static final StreamKnobs NONE = new StreamKnobs(Duration.ofMillis(100), false);
}
