package io.writeback.engine;

import io.writeback.dataset.Settling;
import io.writeback.dataset.Sighting;
import io.writeback.dataset.SourceState;
import io.writeback.ledger.WatchedDataset;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a refresh of a DataSet has settled.
 *
 * @param left how long until a run starts for it; zero if it has settled
 * @param moved what to record for the next poll
 * @param isTooLong whether a run has been due for so long that it starts all the same
 */
record RefreshWait(Duration left, WatchedDataset.Moved moved, boolean isTooLong) {
  /**
   * Evaluates a state that no run was started for. Another refresh restarts the wait; the time
   * since which a run is due stays.
   *
   * @param before what the previous poll recorded
   * @param now by our clock
   */
  static RefreshWait of(
      Settling settling, Optional<WatchedDataset.Moved> before, SourceState state, Instant now) {
    Optional<Sighting> seen = before.map(moved -> new Sighting(moved.version(), moved.seenAt()));
    Settling.Age age = settling.age(state, seen, now);
    Instant since =
        before.map(WatchedDataset.Moved::since).filter(time -> !time.isAfter(now)).orElse(now);
    return new RefreshWait(
        age.left(),
        new WatchedDataset.Moved(state.version(), age.first().at(), since),
        !now.isBefore(settling.end(since)));
  }

  boolean isSettled() {
    return left.isZero();
  }
}
