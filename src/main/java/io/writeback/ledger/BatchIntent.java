package io.writeback.ledger;

/**
 * What is recorded before the first byte of a batch is sent: its rows, and what became of those
 * that are not records.
 *
 * @param place where it goes, for people; "" if its rows say so
 */
public record BatchIntent(
    String runId,
    int number,
    long firstRow,
    long lastRow,
    int records,
    long unchanged,
    long superseded,
    String place) {
  public BatchIntent {
    place = place == null ? "" : place;
  }

  /** The same of which more rows turned out to be as the destination has them. */
  public BatchIntent plusUnchanged(long more) {
    return new BatchIntent(
        runId, number, firstRow, lastRow, records, unchanged + more, superseded, place);
  }

  long rows() {
    return lastRow - firstRow + 1;
  }
}
