package io.writeback.run;

import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.Sighting;
import io.writeback.ledger.Pause;
import io.writeback.ledger.SourceWait;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Decides how long a run is paused because its source does not have its rows yet. What the decision
 * depends on is in the ledger, so that no restart begins it again.
 */
final class SourcePauses {
  private final PausePolicy policy;
  private final InstantSource clock;
  private SourceWait waited;
  private StopReason decided;

  SourcePauses(PausePolicy policy, InstantSource clock, SourceWait waited) {
    this.policy = policy;
    this.clock = clock;
    this.waited = waited;
  }

  /** What the ledger has to know of the pause. */
  SourceWait waited() {
    return waited;
  }

  /** Whether the run waits until its source has settled. */
  boolean settles() {
    return waited.settles();
  }

  /** The state of the source that the run saw first. */
  Optional<Sighting> first() {
    return waited.version() == null
        ? Optional.empty()
        : Optional.of(new Sighting(waited.version(), waited.seenAt()));
  }

  /**
   * The pause that follows, or the end after the last one; the same however often the end of the
   * run asks.
   *
   * @param deadline when the run has to be over
   */
  StopReason stop(NotReadyException notReady, String reason, Instant deadline) {
    if (decided == null) {
      decided = decide(notReady, reason, deadline);
    }
    return decided;
  }

  private StopReason decide(NotReadyException notReady, String reason, Instant deadline) {
    Sighting seen = notReady.seen().or(this::first).orElse(null);
    int exports = waited.exports() + (notReady.until().isPresent() ? 0 : 1);
    waited =
        new SourceWait(
            waited.settles(),
            exports,
            seen == null ? null : seen.version(),
            seen == null ? null : seen.at());
    List<Duration> pauses = policy.exports();
    if (exports > pauses.size()) {
      return new StopReason(
          notReady.code(),
          exports == 1 ? reason : "%s; %d exports in a row did not fit".formatted(reason, exports),
          false);
    }
    Instant until = notReady.until().orElseGet(() -> clock.instant().plus(pauses.get(exports - 1)));
    return until.isAfter(deadline)
        ? Pauses.late(policy, reason)
        : StopReason.pausing(notReady.code(), reason, Pause.Kind.SOURCE).until(until);
  }
}
