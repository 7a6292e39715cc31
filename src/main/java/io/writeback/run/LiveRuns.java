package io.writeback.run;

import io.writeback.ledger.Pause;
import io.writeback.problem.Code;
import java.util.Optional;
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

  /**
   * Pauses a run until a person resumes it: what is in flight is finished.
   *
   * @return false if this process does not execute it
   */
  public boolean pause(String runId, String reason) {
    Optional<Run> found = runs.stream().filter(run -> run.id().equals(runId)).findFirst();
    found.ifPresent(
        run -> run.stop(StopReason.pausing(Code.PAUSED_BY_PERSON, reason, Pause.Kind.REQUESTED)));
    return found.isPresent();
  }

  /** Whether this process executes a run. */
  public boolean has(String runId) {
    return runs.stream().anyMatch(run -> run.id().equals(runId));
  }

  boolean isEnding() {
    return ending != null;
  }
}
