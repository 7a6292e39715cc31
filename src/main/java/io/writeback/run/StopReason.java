package io.writeback.run;

import io.writeback.ledger.Pause;
import io.writeback.problem.Code;
import java.time.Instant;
import java.util.Objects;

/**
 * Why a run ends before its last row, or is paused.
 *
 * @param resumable whether the run can be resumed as it is
 * @param pause what it waits for; null if it is not paused but ends
 * @param until when it resumes by itself; null if that is not known yet, or a person has to resume
 *     it
 */
public record StopReason(
    Code code, String reason, boolean resumable, Pause.Kind pause, Instant until) {
  public StopReason {
    Objects.requireNonNull(code);
    Objects.requireNonNull(reason);
  }

  /** An end. */
  public StopReason(Code code, String reason, boolean resumable) {
    this(code, reason, resumable, null, null);
  }

  /** A pause. */
  static StopReason pausing(Code code, String reason, Pause.Kind kind) {
    return new StopReason(code, reason, true, kind, null);
  }

  /** The same, with a time to resume. */
  StopReason until(Instant time) {
    return new StopReason(code, reason, resumable, pause, time);
  }

  /** The same in other words. */
  StopReason saying(String words) {
    return new StopReason(code, words, resumable, pause, until);
  }
}
