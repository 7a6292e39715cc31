package io.writeback.destination.workfront.mapping;

import io.writeback.problem.Code;

/** Which object a row without an ID means. */
public sealed interface Match {
  /** It has one. */
  record Found(String id) implements Match {}

  /** It has none. */
  record Missing() implements Match {}

  /** It cannot be said, or must not be written: the row is rejected. */
  record Refused(Code code, String reason) implements Match {}

  Match MISSING = new Missing();
}
