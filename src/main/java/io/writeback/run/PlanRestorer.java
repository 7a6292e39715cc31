package io.writeback.run;

import io.writeback.dataset.Snapshot;
import io.writeback.destination.Plan;
import java.util.Map;

/** Makes the plan of an interrupted run out of what was stored of it. */
@FunctionalInterface
public interface PlanRestorer {
  /**
   * @param destination the kind of destination: {@code workfront}
   * @throws io.writeback.problem.WritebackException saying why it cannot be restored
   */
  Plan restore(String destination, Map<String, Object> stored, Snapshot snapshot);
}
