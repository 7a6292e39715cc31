package io.writeback.destination;

import java.time.Instant;

/**
 * What a run is for.
 *
 * @param time what its schedule named, else when it was accepted
 * @param full whether every row was asked for, although the writeback may send changed ones
 * @param lastNumber the highest number that the plan of any run took on the target; 0 if none did
 */
public record RunContext(Instant time, boolean full, long lastNumber) {
  /** A run that would begin now, of which nothing else is known. */
  public static RunContext now() {
    return new RunContext(Instant.now(), false, 0);
  }
}
