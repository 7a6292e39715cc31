package io.writeback.console;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an operator can do with a run. */
public enum RunAction {
  PAUSE("Pause"),
  RESUME("Resume"),
  APPROVE("Approve"),
  REJECT("Reject"),
  CANCEL("Cancel"),
  UNDO("Undo"),
  REPLAY("Replay");

  private final String label;

  RunAction(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** The last part of its address. */
  public String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<RunAction> of(String path) {
    return Arrays.stream(values()).filter(action -> action.path().equals(path)).findFirst();
  }

  /**
   * Those that make sense now.
   *
   * @param executed whether this process executes it
   * @param openRejects how many of its rejects no later run has written
   * @param kept whether what it overwrote was kept
   */
  static List<RunAction> of(RunEntry run, boolean executed, long openRejects, boolean kept) {
    if (run.waitsForApproval()) {
      return List.of(APPROVE, REJECT);
    }
    List<RunAction> actions = new ArrayList<>();
    RunState state = run.state();
    boolean unfinished = !state.ended() || state == RunState.STOPPED;
    if (executed && !state.ended()) {
      actions.add(PAUSE);
    }
    if (state == RunState.PAUSED || state == RunState.STOPPED) {
      actions.add(RESUME);
    }
    if (unfinished) {
      actions.add(CANCEL);
    }
    if (openRejects > 0 && !unfinished) {
      actions.add(REPLAY);
    }
    if (kept && !unfinished) {
      actions.add(UNDO);
    }
    return actions;
  }
}
