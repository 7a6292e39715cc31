package io.writeback.run;

import io.writeback.ledger.Pause;
import io.writeback.problem.Code;
import java.time.Instant;
import java.util.Objects;

/**
 * Why a run ends before its last row, or stands still.
 *
 * @param resumable whether the same run can go on later as it is
 * @param pause what it waits for; null if it does not stand still but ends
 * @param until when it may go on by itself; null if that is not known yet, or a person has to say
 */
public record Stop(Code code, String reason, boolean resumable, Pause.Kind pause, Instant until) {
  public Stop {
    Objects.requireNonNull(code);
    Objects.requireNonNull(reason);
  }

  /** An end. */
  public Stop(Code code, String reason, boolean resumable) {
    this(code, reason, resumable, null, null);
  }

  /** A pause. */
  static Stop pausing(Code code, String reason, Pause.Kind kind) {
    return new Stop(code, reason, true, kind, null);
  }

  /** The same, with a time to go on. */
  Stop until(Instant time) {
    return new Stop(code, reason, resumable, pause, time);
  }

  /** The same in other words. */
  Stop saying(String words) {
    return new Stop(code, words, resumable, pause, until);
  }
}
