package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * A run as the ledger has it; what is not known yet is null.
 *
 * @param full every row was asked for, although the writeback may send changed ones
 * @param parent the run whose rejects it sends again, or null
 * @param undoes the run whose changes it takes back, or null
 * @param asks whether it waits, once it is planned, until a person has approved what it would
 *     change
 * @param approvedAt when a person approved that, or null
 * @param approvedBy who did, or null
 * @param pause why it is paused, or null if it is not
 */
public record RunEntry(
    String id,
    String runKey,
    String writeback,
    RunState state,
    long epoch,
    Code code,
    String reason,
    Instant acceptedAt,
    Instant finishedAt,
    String source,
    String target,
    Long snapshotRows,
    @ColumnName("full_asked") boolean full,
    String parent,
    Instant scheduledAt,
    String undoes,
    boolean asks,
    Instant approvedAt,
    String approvedBy,
    @Nested Pause pause) {
  public RunEntry {
    pause = state == RunState.PAUSED ? pause : null;
  }

  /** The codes of runs that did not end by themselves: stopped from outside, or by a lease. */
  static final Set<Code> LEFT_TO_OTHERS = Set.of(Code.INTERRUPTED, Code.TARGET_LOST);

  /** Whether it has begun once, and was not resumed since. */
  public boolean isFirstTry() {
    // It is accepted with 1, and each beginning adds one.
    return epoch == 2;
  }

  /** Whether it takes back what another run changed. */
  public boolean isUndo() {
    return undoes != null;
  }

  /** The time that the schedule named which asked for it, if one did. */
  public Optional<Instant> scheduled() {
    return Optional.ofNullable(scheduledAt);
  }

  public Optional<Instant> finished() {
    return Optional.ofNullable(finishedAt);
  }

  /**
   * Whether it did not end by itself: its process ended, or was held up for too long. The next
   * process that executes runs resumes it.
   */
  public boolean isLeftToOthers() {
    return state == RunState.STOPPED && code != null && LEFT_TO_OTHERS.contains(code);
  }

  /** Whether nothing of it may be sent yet, as a person has to approve it. */
  public boolean needsApproval() {
    return asks && approvedAt == null;
  }

  /** Whether it is planned, and waits until a person has approved what it would change. */
  public boolean waitsForApproval() {
    return state == RunState.PAUSED && pause != null && pause.kind() == Pause.Kind.APPROVAL;
  }

  /** Whether a person has to resume it. */
  public boolean waitsForPerson() {
    return state == RunState.PAUSED && (pause == null || pause.waitsForPerson());
  }

  /** Whether it waits until its source has its rows. */
  public boolean waitsForSource() {
    return state == RunState.PAUSED && pause != null && pause.kind() == Pause.Kind.SOURCE;
  }

  /** Whether it is paused, and not to be resumed yet. */
  public boolean isPausedAt(Instant now) {
    return state == RunState.PAUSED && (pause == null || !pause.isOver(now));
  }

  /** Whether it was accepted or begun, or left by another machine, and resumes without a person. */
  public boolean isWaitingAt(Instant now) {
    return (!state.ended() || isLeftToOthers()) && !isPausedAt(now);
  }
}
