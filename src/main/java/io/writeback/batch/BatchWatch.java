package io.writeback.batch;

/**
 * Observes batches on their way through the pipeline; called on the thread of the batch, so it has
 * to be quick.
 */
public interface BatchWatch {
  BatchWatch NONE = new BatchWatch() {};

  /** A batch enters the pipeline. */
  default void begins(Batch batch) {}

  /** It decides what comes next: the request before, if there was one, is over. */
  default void decides(Batch batch) {}

  /** A try of the request that it decided on goes out, the first one or another. */
  default void sends(Batch batch) {}

  /**
   * A try failed.
   *
   * @param again whether the same request is tried again
   */
  default void failed(Batch batch, RuntimeException failure, boolean again) {}

  /** Nothing more is sent: what became of its rows is recorded now. */
  default void settles(Batch batch) {}

  /** That is on disk, or could not be put there. */
  default void settled(Batch batch) {}

  /** It has left the pipeline, settled or not; on any thread. */
  default void left(Batch batch) {}
}
