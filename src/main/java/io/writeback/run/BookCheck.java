package io.writeback.run;

import io.writeback.ledger.RunTotals;
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
    long accounted =
        totals.confirmed()
            + totals.differs()
            + totals.unchanged()
            + totals.superseded()
            + totals.rejected()
            + totals.inDoubt()
            + totals.notSent();
    equal(faults, "rows in batches", totals.rows(), "rows accounted for", accounted);
    equal(
        faults,
        "rejected rows",
        totals.rejected(),
        "rows in the reject table",
        totals.rejectRows());
    equal(faults, "rows in batches", totals.rows(), "the last row of a batch", totals.lastRow());
    equal(faults, "batches that leave a gap", totals.brokenRanges(), "expected", 0);
    if (!run.stopped()) {
      equal(faults, "batches without an account", totals.openBatches(), "expected", 0);
      equal(faults, "rows of the snapshot", run.rows(), "rows in batches", totals.rows());
      Tally tally = run.tally();
      equal(
          faults,
          "rows confirmed in the ledger",
          totals.confirmed(),
          "by the pipeline",
          tally.confirmed());
      equal(
          faults,
          "rows rejected in the ledger",
          totals.rejected(),
          "by the pipeline",
          tally.rejected());
      equal(faults, "rows in the ledger", totals.rows(), "by the pipeline", tally.rows());
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
