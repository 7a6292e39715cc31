package io.writeback.console;

import io.writeback.ledger.Cause;
import io.writeback.problem.Code;

/** Says why a run ended early, with or without what may be a value of its rows. */
final class Reasons {
  private Reasons() {}

  /**
   * @param code may be null
   * @param reason may be null
   */
  static String shown(String code, String reason, boolean showValues) {
    // Why a person ended it is not from its rows.
    if (showValues || Code.RUN_CANCELLED.id().equals(code)) {
      return reason == null ? "" : reason;
    }
    return Code.of(code == null ? "" : code).map(Code::meaning).orElse("");
  }

  /** What rejects have in common; their cause may have a value in it that nobody quoted. */
  static String cause(Cause cause, boolean showValues) {
    return showValues ? cause.cause() : Code.of(cause.code()).map(Code::meaning).orElse("");
  }
}
