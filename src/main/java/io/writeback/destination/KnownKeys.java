package io.writeback.destination;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** What a writeback knows of the objects that its earlier runs have written or tried to create. */
public interface KnownKeys {
  /** Nothing. */
  KnownKeys NONE =
      new KnownKeys() {
        @Override
        public Map<String, Set<String>> matching(Collection<String> values) {
          return Map.of();
        }

        @Override
        public Map<String, String> inDoubt(Collection<String> values) {
          return Map.of();
        }
      };

  /**
   * The keys of objects that were written for match values, see {@link Record#match}.
   *
   * @return each value that has some
   */
  Map<String, Set<String>> matching(Collection<String> values);

  /**
   * Match values for which an object may have been created without an answer that says so, each
   * with the run that tried.
   */
  Map<String, String> inDoubt(Collection<String> values);
}
