package io.writeback.schedule;

import io.writeback.ledger.FollowUpStore;
import io.writeback.ledger.RunState;
import java.time.Instant;

/** What follows the end of a run that a trigger began. */
public enum FollowUp {
  /** Nothing yet. */
  WAIT,
  /** A new run tries the same. */
  RETRY,
  /** The run itself goes on where it stopped. */
  GO_ON,
  /** It was the last try: whoever wants to know is told. */
  NOTIFY,
  /** Nothing any more. */
  OVER;

  /** The code of a run whose target has newer rows by now: it does not go on. */
  private static final String OVERTAKEN = "WB-511";

  /** Decides by what the ledger has, so that a crash changes nothing. */
  public static FollowUp of(FollowUpStore.Ended ended, Instant now) {
    RunState state = ended.run().state();
    // All is well by now: nobody has to get up for what was before.
    if (ended.newerComplete()) {
      return OVER;
    }
    if (state == RunState.PAUSED) {
      // Only a person lets it go on, and has to know.
      return NOTIFY;
    }
    if (state != RunState.FAILED && state != RunState.STOPPED) {
      return OVER;
    }
    if (ended.run().isLeftToOthers()) {
      return WAIT;
    }
    // A newer run reads newer rows: to try the older again would come after it. Whether the newer
    // one comes to anything nobody knows yet, so the failure is told.
    if (ended.newerRun() != null
        || ended.retriesLeft() == 0
        || OVERTAKEN.equals(ended.run().code())) {
      return NOTIFY;
    }
    Instant due = ended.run().finished().orElseThrow().plus(ended.every());
    if (due.isAfter(now)) {
      return WAIT;
    }
    return state == RunState.STOPPED ? GO_ON : RETRY;
  }
}
