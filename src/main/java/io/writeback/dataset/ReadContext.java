package io.writeback.dataset;

import java.time.Instant;
import java.util.Optional;

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

  /** Something that the report of the run has to say, one sentence. */
  default void warn(String sentence) {}
}
