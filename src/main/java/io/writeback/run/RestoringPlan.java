package io.writeback.run;

import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Plan;

/** The plan of an undo: a person has seen what is kept, so that no number of such rows stops it. */
final class RestoringPlan extends ApprovedPlan {
  RestoringPlan(Plan plan, ApprovedRows rows) {
    super(plan, rows);
  }

  @Override
  public BatchPolicy policy() {
    BatchPolicy policy = plan.policy();
    return new BatchPolicy(
        policy.records(),
        policy.bytes(),
        policy.concurrency(),
        -1,
        1,
        policy.thresholdAfter(),
        policy.bisects(),
        policy.span());
  }
}
