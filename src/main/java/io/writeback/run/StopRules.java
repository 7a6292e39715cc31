package io.writeback.run;

import io.writeback.batch.Batch;
import io.writeback.batch.Verdict;
import io.writeback.destination.BatchPolicy;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.rows.Tally;
import java.util.Locale;
import java.util.Optional;

/** The rules that end a run early; what is in flight is finished. */
final class StopRules {
  static final StopReason CANCELLED =
      new StopReason(Code.RUN_CANCELLED, "cancelled by a person", false);

  private StopRules() {}

  /**
   * @param tally of the run, this batch included
   */
  static Optional<StopReason> of(Batch batch, Verdict verdict, Tally tally) {
    BatchPolicy policy = batch.plan().policy();
    if (verdict.causeOfAll() != null) {
      return stop(
          Code.BATCH_REFUSED,
          "every record of rows %d to %d was refused with the same message: %s",
          batch.rows().first(),
          batch.rows().last(),
          verdict.causeOfAll());
    }
    if (policy.maxFailedRecords() >= 0 && tally.rejected() > policy.maxFailedRecords()) {
      return stop(
          Code.TOO_MANY_REJECTS,
          "%s rejected, maxFailedRecords allows %d",
          Count.of(tally.rejected(), "row was", "rows were"),
          policy.maxFailedRecords());
    }
    if (tally.rows() >= policy.thresholdAfter()
        && tally.rejected() > policy.errorThreshold() * tally.rows()) {
      return stop(
          Code.TOO_MANY_REJECTS,
          "%d of the first %d rows were rejected, errorThreshold=%s allows %.0f",
          tally.rejected(),
          tally.rows(),
          policy.errorThreshold(),
          policy.errorThreshold() * tally.rows());
    }
    return Optional.empty();
  }

  private static Optional<StopReason> stop(Code code, String reason, Object... facts) {
    return Optional.of(new StopReason(code, String.format(Locale.ROOT, reason, facts), false));
  }
}
