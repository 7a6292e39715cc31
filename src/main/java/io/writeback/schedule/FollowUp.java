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
  /** It was the last try: a notification is sent. */
  NOTIFY,
  /** Nothing any more. */
  OVER;

  /** Decides by what the ledger has, so that a crash changes nothing. */
  public static FollowUp of(FollowUpStore.Ended ended, Instant now) {
    RunState state = ended.run().state();
    // A newer run succeeded: no alert for what was before.
    if (ended.newerComplete()) {
      return OVER;
    }
    if (state == RunState.PAUSED) {
      // Only a person can resume it, and has to know.
      return NOTIFY;
    }
    if (state != RunState.FAILED && state != RunState.STOPPED) {
      return OVER;
    }
    if (ended.run().isLeftToOthers()) {
      return WAIT;
    }
    // A newer run reads newer rows: to try the older again would come after it. Whether the newer
    // one succeeds is unknown yet, so the failure is reported.
    if (ended.newerRun() != null
        || ended.retriesLeft() == 0
        || ended.run().code() == Code.OVERTAKEN) {
      return NOTIFY;
    }
    Instant due = ended.run().finished().orElseThrow().plus(ended.every());
    if (due.isAfter(now)) {
      return WAIT;
    }
    return state == RunState.STOPPED ? RESUME : RETRY;
  }
}
