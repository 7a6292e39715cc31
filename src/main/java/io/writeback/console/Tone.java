package io.writeback.console;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;

/** How good or bad a state is: its colour. */
public enum Tone {
  GOOD,
  /** Something for a person to look at. */
  WARN,
  BAD,
  /** It is under way. */
  BUSY,
  IDLE;

  /**
   * @param interrupted whether no process works on it although it has not ended
   */
  static Tone of(RunEntry run, boolean interrupted) {
    if (interrupted) {
      return WARN;
    }
    RunState state = run.state();
    return switch (state) {
      case COMPLETE -> GOOD;
      case COMPLETE_WITH_REJECTS -> WARN;
      case FAILED -> BAD;
      case STOPPED -> run.isLeftToOthers() ? IDLE : BAD;
      case PAUSED -> run.waitsForPerson() && !run.waitsForApproval() ? BAD : WARN;
      case CANCELLED -> IDLE;
      case ACCEPTED, SNAPSHOT, RUNNING -> BUSY;
    };
  }

  /** The class of its colour in the style sheet. */
  public String css() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
