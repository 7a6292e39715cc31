package io.writeback.run;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;

/** A run may not begin to send: a person has to resolve an earlier one on its target first. */
final class HeldException extends WritebackException {
  private static final long serialVersionUID = 1L;

  private final String runId;

  HeldException(String runId, String target) {
    super(
        Code.HELD,
        ("run %s of another writeback has not finished, waits for a person and writes some of the"
                + " same fields of %s: resume it with ./writeback resume, or cancel it with"
                + " ./writeback cancel %s")
            .formatted(runId, target, runId));
    this.runId = runId;
  }

  /** The run that has to be resolved. */
  String runId() {
    return runId;
  }
}
