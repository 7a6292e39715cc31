package io.writeback.problem;

import java.util.Objects;

/**
 * One thing that is wrong, for the person who can fix it.
 *
 * @param code the stable code
 * @param where the file, route, key, row or address it is about; empty if the message says it all
 * @param message what is wrong and, where it helps, what is allowed
 */
public record Problem(Code code, String where, String message) {
  public Problem {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(where, "where");
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return code.id() + " " + (where.isEmpty() ? "" : where + ": ") + message;
  }
}
