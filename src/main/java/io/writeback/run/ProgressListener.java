package io.writeback.run;

import io.writeback.destination.Plan;
import io.writeback.ledger.Claim;
import io.writeback.ledger.RunEntry;
import io.writeback.rows.Tally;

/** Watches a run; called from its threads, so it has to be quick. */
public interface ProgressListener {
  ProgressListener NONE = new ProgressListener() {};

  default void accepted(Run run) {}

  /** Another process executes runs of the same data directory; this one waits for it. */
  default void waiting(java.nio.file.Path data) {}

  /** A run waits for its target. */
  default void queued(RunEntry run, Claim claim) {}

  /** An interrupted run resumes. */
  default void resumed(Run run) {}

  /**
   * A run begins to read its rows.
   *
   * @param source where they come from
   */
  default void staging(Run run, String source) {}

  /** Rows staged so far. */
  default void staged(Run run, long rows) {}

  /** All rows are staged; the destination is asked what it takes. */
  default void planning(Run run, long rows) {}

  default void planned(Run run, Plan plan) {}

  /** The destination has a batch, and takes its time to carry it out. */
  default void working(Run run) {}

  /** A batch was settled. */
  default void settled(Run run, Tally tally) {}

  default void ended(Run run, Report report) {}
}
