package io.writeback.dataset;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What a source may know of the run that reads it, and what it reports to the run. */
@FunctionalInterface
public interface ReadContext {
  /** Called now and then with the number of rows that are staged so far. */
  void staged(long rows);

  /** Whether the run waits for a source that has not settled; else it is warned and reads. */
  default boolean waits() {
    return false;
  }

  /** The state in which an earlier try of the run found the source, if there was one. */
  default Optional<Sighting> first() {
    return Optional.empty();
  }

  /** Since when the run may have waited. */
  default Instant since() {
    return Instant.MAX;
  }

  /**
   * The highest number of what was appended to the source, as a run of the same writeback on the
   * same target has read it that completed; empty if there is none, or all is to be read.
   *
   * @param source as {@link DatasetSource#describe}
   */
  default OptionalLong lastBatch(String source) {
    return OptionalLong.empty();
  }

  /**
   * The highest such number that is read: the next run begins behind it once this one completes.
   */
  default void reached(long batch) {}

  /** Something that the report of the run has to say, one sentence. */
  default void warn(String sentence) {}
}
