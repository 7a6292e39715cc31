package io.writeback.run;

import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.RunTotals;
import java.util.List;

/**
 * How many rows became what.
 *
 * @param rows how many rows are counted here
 */
public record Tally(
    long rows,
    long confirmed,
    long differs,
    long unchanged,
    long superseded,
    long rejected,
    long inDoubt,
    long notSent) {
  public static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

  public Tally plus(Tally other) {
    return new Tally(
        rows + other.rows,
        confirmed + other.confirmed,
        differs + other.differs,
        unchanged + other.unchanged,
        superseded + other.superseded,
        rejected + other.rejected,
        inDoubt + other.inDoubt,
        notSent + other.notSent);
  }

  /** What the ledger has for the settled batches of a run; open ones are left out. */
  static Tally of(RunTotals totals, List<BatchIntent> open) {
    long openRows = 0;
    long openUnchanged = 0;
    long openSuperseded = 0;
    for (BatchIntent batch : open) {
      openRows += batch.lastRow() - batch.firstRow() + 1;
      openUnchanged += batch.unchanged();
      openSuperseded += batch.superseded();
    }
    return new Tally(
        totals.rows() - openRows,
        totals.confirmed(),
        totals.differs(),
        totals.unchanged() - openUnchanged,
        totals.superseded() - openSuperseded,
        totals.rejected(),
        0,
        0);
  }

  /** Whether every row is accounted for exactly once. */
  public boolean closes() {
    return rows == confirmed + differs + unchanged + superseded + rejected + inDoubt + notSent;
  }

  /** Rows that the destination holds now, with or without differences. */
  public long written() {
    return confirmed + differs;
  }

  /** Whether nothing is left to explain: the run is green. */
  public boolean green() {
    return differs == 0 && rejected == 0 && inDoubt == 0 && notSent == 0;
  }
}
