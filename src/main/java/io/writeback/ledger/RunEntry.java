package io.writeback.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A run as the ledger has it; what is not known yet is null.
 *
 * @param full every row was asked for, although the writeback may send changed ones
 * @param parent the run whose rejects it sends again, or null
 * @param pause why it stands still, or null if it does not
 */
public record RunEntry(
    String id,
    String runKey,
    String writeback,
    RunState state,
    long epoch,
    String code,
    String reason,
    Instant acceptedAt,
    Instant finishedAt,
    String source,
    String target,
    Long snapshotRows,
    boolean full,
    String parent,
    Instant scheduledAt,
    Pause pause) {
  /** The codes of runs that came to no end of their own: stopped from outside, or by a lease. */
  static final Set<String> LEFT_TO_OTHERS = Set.of("WB-504", "WB-520");

  /** The time that the schedule named which asked for it, if one did. */
  public Optional<Instant> scheduled() {
    return Optional.ofNullable(scheduledAt);
  }

  public Optional<Instant> finished() {
    return Optional.ofNullable(finishedAt);
  }

  /**
   * Whether it came to no end of its own: its process ended, or was held up for too long. Whoever
   * executes runs next resumes it.
   */
  public boolean isLeftToOthers() {
    return state == RunState.STOPPED && code != null && LEFT_TO_OTHERS.contains(code);
  }

  /** Whether only a person lets it go on. */
  public boolean waitsForPerson() {
    return state == RunState.PAUSED && (pause == null || pause.waitsForPerson());
  }

  /** Whether it waits until its source has its rows. */
  public boolean waitsForSource() {
    return state == RunState.PAUSED && pause != null && pause.kind() == Pause.Kind.SOURCE;
  }

  /** Whether it stands still, and is not to go on yet. */
  public boolean standsStill(Instant now) {
    return state == RunState.PAUSED && (pause == null || !pause.isOver(now));
  }
}
