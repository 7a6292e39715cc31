package io.writeback.run;

import io.writeback.ledger.RunTotals;
import io.writeback.rows.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the books of a run close: the same rows counted in independent ways.
 *
 * <p>The ledger's sums against the snapshot, the ranges of the batches against each other, the
 * reject table against its count, and the ledger against what the pipeline added up on its way.
 */
final class BookCheck {
  private BookCheck() {}

  /** What does not add up, in words; "" if the books close. */
  static String open(Run run, RunTotals totals) {
    List<String> faults = new ArrayList<>();
    Tally ledger = totals.tally();
    long rows = ledger.rows();
    equal(faults, "rows in batches", rows, "rows accounted for", ledger.accounted());
    equal(
        faults,
        "rejected rows",
        ledger.rejected(),
        "rows in the reject table",
        totals.rejectRows());
    equal(faults, "rows in batches", rows, "the last row of a batch", totals.lastRow());
    equal(faults, "batches that leave a gap", totals.brokenRanges(), "expected", 0);
    if (!run.stopped()) {
      equal(faults, "batches without an account", totals.openBatches(), "expected", 0);
      equal(faults, "rows of the snapshot", run.rows(), "rows in batches", rows);
      Tally pipeline = run.tally();
      equal(
          faults,
          "rows confirmed in the ledger",
          ledger.confirmed(),
          "by the pipeline",
          pipeline.confirmed());
      equal(
          faults,
          "rows rejected in the ledger",
          ledger.rejected(),
          "by the pipeline",
          pipeline.rejected());
      equal(faults, "rows in the ledger", rows, "by the pipeline", pipeline.rows());
    }
    return String.join("; ", faults);
  }

  private static void equal(
      List<String> faults, String what, long count, String against, long other) {
    if (count != other) {
      faults.add(what + ": " + count + ", " + against + ": " + other);
    }
  }
}
