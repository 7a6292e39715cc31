package io.writeback.ledger;

import io.writeback.rows.Tally;
import java.util.List;
import org.jdbi.v3.core.mapper.Nested;

/**
 * The sums over the batches of a run.
 *
 * @param lastRow the last row that is in a batch
 * @param openBatches batches that have an intent and no account
 * @param brokenRanges batches that do not begin where the one before ended
 * @param rejectRows rows in the reject table, to be equal to the rejected ones
 */
public record RunTotals(
    @Nested Tally tally,
    long lastRow,
    long batches,
    long openBatches,
    long brokenRanges,
    long rejectRows,
    long requests,
    long recordsSent,
    long bytes) {
  /**
   * The tally of all rows of the snapshot: those after the last batch were not sent.
   *
   * @param rows how many the snapshot has
   */
  public Tally tally(long rows) {
    return tally.plus(
        new Tally(rows - tally.rows(), 0, 0, 0, 0, 0, 0, Math.max(0, rows - lastRow)));
  }

  /** The tally of the settled batches alone, of which nothing is in doubt or not sent. */
  public Tally settled(List<BatchIntent> open) {
    Tally settled = tally.plus(new Tally(0, 0, 0, 0, 0, 0, -tally.inDoubt(), -tally.notSent()));
    for (BatchIntent batch : open) {
      settled =
          settled.plus(
              new Tally(-batch.rows(), 0, 0, -batch.unchanged(), -batch.superseded(), 0, 0, 0));
    }
    return settled;
  }
}
