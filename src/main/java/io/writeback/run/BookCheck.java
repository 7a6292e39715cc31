package io.writeback.run;

import io.writeback.ledger.RunTotals;
import io.writeback.rows.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the books of a run close: the same rows counted in independent ways.
 *
 * <p>The ledger's sums against the snapshot, the ranges of the batches against each other, the
 * reject table against its count, the ledger against what the pipeline added up on its way, and the
 * objects whose rows are gone against what became of them.
 */
final class BookCheck {
  private final List<String> faults = new ArrayList<>();

  private BookCheck() {}

  /** What does not add up, in words; "" if the books close. */
  static String open(Run run, RunTotals totals, GoneOutcomes gone) {
    BookCheck check = new BookCheck();
    check.ledger(totals);
    if (!run.stopped()) {
      check.pipeline(run, totals);
      check.gone(run, gone);
    }
    return String.join("; ", check.faults);
  }

  private void ledger(RunTotals totals) {
    Tally ledger = totals.tally();
    equal("rows in batches", ledger.rows(), "rows accounted for", ledger.accounted());
    equal("rejected rows", ledger.rejected(), "rows in the reject table", totals.rejectRows());
    equal("rows in batches", ledger.rows(), "the last row of a batch", totals.lastRow());
    equal("batches that leave a gap", totals.brokenRanges(), "expected", 0);
  }

  private void pipeline(Run run, RunTotals totals) {
    Tally ledger = totals.tally();
    Tally pipeline = run.tally();
    String by = "by the pipeline";
    equal("batches without an account", totals.openBatches(), "expected", 0);
    equal("rows of the snapshot", run.rows(), "rows in batches", ledger.rows());
    equal("rows confirmed in the ledger", ledger.confirmed(), by, pipeline.confirmed());
    equal("rows rejected in the ledger", ledger.rejected(), by, pipeline.rejected());
    equal("rows in the ledger", ledger.rows(), by, pipeline.rows());
  }

  /** Each of them has one outcome once the run is over. */
  private void gone(Run run, GoneOutcomes gone) {
    long objects =
        run.plan()
            .filter(GonePlan.class::isInstance)
            .map(plan -> ((GonePlan) plan).objects())
            .orElse(0L);
    equal("objects whose rows are gone", objects, "of them with an outcome", gone.count());
  }

  private void equal(String what, long count, String against, long other) {
    if (count != other) {
      faults.add(what + ": " + count + ", " + against + ": " + other);
    }
  }
}
