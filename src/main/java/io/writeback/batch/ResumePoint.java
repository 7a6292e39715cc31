package io.writeback.batch;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * How far an interrupted run came.
 *
 * @param open batches that have an intent and no account: their rows go out again
 * @param lastRow the last row that is in any batch; rows up to it that are in no open batch are
 *     settled
 * @param nextNumber the number of the first batch after it
 * @param cleanups how many cleanups have an intent
 */
public record ResumePoint(List<Open> open, long lastRow, int nextNumber, int cleanups) {
  /** A run that begins. */
  public static final ResumePoint BEGINNING = new ResumePoint(List.of(), 0, 0, 0);

  public ResumePoint {
    open =
        open.stream()
            .sorted(Comparator.comparingLong(Open::first).thenComparing(Open::number))
            .toList();
  }

  /**
   * A batch that may have been carried out.
   *
   * @param since when its first request was intended
   * @param operation where to ask the destination for the result; null if it has not said
   * @param unsent whether nothing of it was sent
   */
  public record Open(
      int number, long first, long last, Instant since, URI operation, boolean unsent) {
    /** One that may have been sent. */
    public Open(int number, long first, long last, Instant since, URI operation) {
      this(number, first, last, since, operation, false);
    }

    /** Whether it carries no row. */
    boolean isCleanup() {
      return last < first;
    }
  }
}
