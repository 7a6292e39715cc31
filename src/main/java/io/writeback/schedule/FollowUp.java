package io.writeback.schedule;

import io.writeback.ledger.FollowUpStore;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import java.time.Instant;

/** What follows the end of a run that a trigger began. */
public enum FollowUp {
  /** Nothing yet. */
  WAIT,
  /** A new run tries the same. */
  RETRY,
  /** The run itself resumes where it stopped. */
  RESUME,
  /** Nothing any more: there is no try left, or no need for one. */
  OVER;

  /** Decides by what the ledger has, so that a crash changes nothing. */
  public static FollowUp of(FollowUpStore.Ended ended, Instant now) {
    RunState state = ended.run().state();
    if (ended.newerComplete() || (state != RunState.FAILED && state != RunState.STOPPED)) {
      return OVER;
    }
    if (ended.run().isLeftToOthers()) {
      return WAIT;
    }
    // A newer run reads newer rows: to try the older again would come after it.
    if (ended.newerRun() != null
        || ended.retriesLeft() == 0
        || ended.run().code() == Code.OVERTAKEN) {
      return OVER;
    }
    Instant due = ended.run().finished().orElseThrow().plus(ended.every());
    if (due.isAfter(now)) {
      return WAIT;
    }
    return state == RunState.STOPPED ? RESUME : RETRY;
  }
}
