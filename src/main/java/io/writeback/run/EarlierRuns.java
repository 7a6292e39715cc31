package io.writeback.run;

import io.writeback.destination.ColumnChanges;
import io.writeback.destination.PlanInput;
import io.writeback.ledger.RunHistory;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger knows of the earlier runs of a writeback on a target.
 *
 * @param butRun the run that asks; "" if it has none
 */
record EarlierRuns(RunHistory history, String writeback, String target, String butRun) {
  /** See {@link PlanInput#past()}. */
  List<PlanInput.Past> past() {
    return history.sentSinceComplete(writeback, target, butRun).stream()
        .flatMap(run -> StoredRunPlan.find(run).map(plan -> plan.past(run.run().state())).stream())
        .toList();
  }

  /** What the last complete run wrote, if there was one and its plan says so. */
  Optional<ColumnChanges.LastRun> lastComplete() {
    return history.lastComplete(writeback, target, butRun).flatMap(StoredRunPlan::lastRun);
  }
}
