package io.writeback.run;

import io.writeback.problem.Code;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that this process executes now: its end stops them all, and lets none begin. */
public final class LiveRuns {
  private final Set<Run> runs = ConcurrentHashMap.newKeySet();

  /** Why this process ends; null while it does not. */
  private volatile StopReason ending;

  void add(Run run) {
    runs.add(run);
    // Asked for while the run was made ready, when it was not among those that were stopped.
    StopReason end = ending;
    if (end != null) {
      run.stop(end);
    }
  }

  void remove(Run run) {
    runs.remove(run);
  }

  /** What is in flight is finished, and the runs can be resumed later. */
  public void stopAll(String reason) {
    StopReason end = new StopReason(Code.INTERRUPTED, reason, true);
    ending = end;
    runs.forEach(run -> run.stop(end));
  }

  boolean isEnding() {
    return ending != null;
  }
}
