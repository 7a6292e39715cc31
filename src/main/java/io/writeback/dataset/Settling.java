package io.writeback.dataset;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How old a state of a source has to be before its rows are taken for those of the state.
 *
 * <p>A vendor's metadata can be ahead of the data: an export right after the change brings too few
 * rows, or as many old ones (Domo: up to about 15 minutes, domo-python-sdk#36).
 *
 * <p>The age is measured by one clock. That is the source's, if it sends its time beside the time
 * of the change: ours may be wrong. Else the age counts from when we first saw the state, which is
 * never before the change. All are instants, so no change to summer time matters.
 *
 * @param time zero: every state is old enough
 */
public record Settling(Duration time) {
  public static final Duration STANDARD = Duration.ofMinutes(15);

  /** A source that changes again and again never settles; after so many times that is accepted. */
  private static final int MOST = 4;

  public Settling {
    if (time.isNegative()) {
      throw new IllegalArgumentException("settle is " + time);
    }
  }

  /**
   * How old a state is.
   *
   * @param left how long until it is old enough; zero if it is
   * @param first when it was first seen
   */
  public record Age(Duration left, Sighting first) {
    public boolean isSettled() {
      return left.isZero();
    }
  }

  /** Whether anything is waited for at all. */
  public boolean isOff() {
    return time.isZero();
  }

  /**
   * The age of a state.
   *
   * @param before what was seen by an earlier look; another version, or a time that a clock that
   *     was set back has still to come to, does not count
   * @param now by our clock
   */
  public Age age(SourceState state, Optional<Sighting> before, Instant now) {
    Instant here = state.askedAt() == null ? now : state.askedAt();
    Sighting first =
        before
            .filter(seen -> seen.version().equals(state.version()) && !seen.at().isAfter(here))
            .orElse(new Sighting(state.version(), here));
    boolean dated = state.askedAt() != null && state.movedAt() != null;
    Instant moved = dated && state.movedAt().isBefore(first.at()) ? state.movedAt() : first.at();
    Duration left = time.minus(Duration.between(moved, here));
    return new Age(left.isNegative() ? Duration.ZERO : left, first);
  }

  /** Until when a source that never settles is waited for. */
  public Instant end(Instant since) {
    return since.isAfter(Instant.MAX.minus(limit())) ? Instant.MAX : since.plus(limit());
  }

  /** How long a source that never settles is waited for. */
  public Duration limit() {
    return time.multipliedBy(MOST);
  }
}
