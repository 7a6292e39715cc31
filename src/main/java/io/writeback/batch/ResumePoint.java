package io.writeback.batch;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * How far an interrupted run had come.
 *
 * @param open batches that have an intent and no account: their rows go out again
 * @param lastRow the last row that is in any batch; rows up to it that are in no open batch are
 *     settled
 * @param nextNumber the number of the first batch after it
 */
public record ResumePoint(List<Open> open, long lastRow, int nextNumber) {
  /** A run that begins. */
  public static final ResumePoint BEGINNING = new ResumePoint(List.of(), 0, 0);

  public ResumePoint {
    open = open.stream().sorted(Comparator.comparingLong(Open::first)).toList();
  }

  /**
   * A batch that may have been carried out.
   *
   * @param since when its first request was intended
   */
  public record Open(int number, long first, long last, Instant since) {}
}
