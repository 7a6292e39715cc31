package io.writeback.destination;

/**
 * How the records of a run are gathered and how many rejects it tolerates.
 *
 * @param records the most records in one batch
 * @param bytes the most bytes in one request
 * @param concurrency how many batches are in flight at most
 * @param maxFailedRecords more rejected rows than this stop the run; -1 for any number
 * @param errorThreshold a larger part of rejected rows than this stops the run
 * @param thresholdAfter how many rows are seen before the threshold is judged
 * @param bisects whether a refused batch is searched for its culprits; if not, a batch of which
 *     nothing was written is rejected whole, and any other ends the run with the destination's
 *     words
 * @param span from the first row of a batch to its last one are no more rows than this, whether
 *     they are sent or not
 */
public record BatchPolicy(
    int records,
    long bytes,
    int concurrency,
    long maxFailedRecords,
    double errorThreshold,
    long thresholdAfter,
    boolean bisects,
    long span) {
  public BatchPolicy {
    if (records < 1 || bytes < 1 || concurrency < 1 || span < 1) {
      throw new IllegalArgumentException("records, bytes, concurrency and span are 1 or more");
    }
  }

  /** Where records need not be near each other. */
  public BatchPolicy(
      int records,
      long bytes,
      int concurrency,
      long maxFailedRecords,
      double errorThreshold,
      long thresholdAfter,
      boolean bisects) {
    this(
        records,
        bytes,
        concurrency,
        maxFailedRecords,
        errorThreshold,
        thresholdAfter,
        bisects,
        Long.MAX_VALUE);
  }
}
