package io.writeback.destination.workfront.mapping;

import io.writeback.problem.Code;
import java.util.Optional;
import java.util.Set;

/** Which object a row without an ID means. */
public sealed interface Match {
  /** The IDs of the objects that it may mean; empty if it may be any. */
  Optional<Set<String>> objects();

  /** It has one. */
  record Found(String id) implements Match {
    @Override
    public Optional<Set<String>> objects() {
      return Optional.of(Set.of(id));
    }
  }

  /** It has none. */
  record Missing() implements Match {
    @Override
    public Optional<Set<String>> objects() {
      return Optional.of(Set.of());
    }
  }

  /** It cannot be said, or must not be written: the row is rejected. */
  record Refused(Code code, String reason, Optional<Set<String>> objects) implements Match {
    public Refused {
      objects = objects.map(Set::copyOf);
    }

    /** One that means one of some objects, or none. */
    public Refused(Code code, String reason, Set<String> ids) {
      this(code, reason, Optional.of(ids));
    }
  }

  Match MISSING = new Missing();
}
