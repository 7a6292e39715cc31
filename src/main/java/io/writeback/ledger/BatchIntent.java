package io.writeback.ledger;

/**
 * What is written down before the first byte of a batch is sent: its rows, and what became of those
 * that are no records.
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
  public BatchIntent(
      String runId,
      int number,
      long firstRow,
      long lastRow,
      int records,
      long unchanged,
      long superseded) {
    this(runId, number, firstRow, lastRow, records, unchanged, superseded, "");
  }
}
