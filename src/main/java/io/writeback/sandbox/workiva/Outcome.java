package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * How an operation ends.
 *
 * @param status completed, failed or cancelled
 * @param code of its only detail; unused if it completed
 * @param message of its only detail
 */
record Outcome(OperationStatus status, String code, String message) {
  static final Outcome COMPLETED = new Outcome(OperationStatus.COMPLETED, "", "");
  static final Outcome LOCKED = failed("InvalidOrder", "Attempted to modify locked cells");
  static final Outcome TOO_LARGE =
      failed("BadArgument", "A spreadsheet has 2,000,000 cells at most");
  static final Outcome REPLACED =
      new Outcome(OperationStatus.CANCELLED, "Cancelled", "The spreadsheet was replaced");

  Outcome {
    if (!status.isEnd()) {
      throw new IllegalArgumentException("An operation ends completed, failed or cancelled");
    }
  }

  static Outcome failed(String code, String message) {
    return new Outcome(OperationStatus.FAILED, code, message);
  }

  /** {@code {"status","code","message"}}, the last two only if they matter. */
  static Outcome of(JsonNode json) {
    OperationStatus status =
        OperationStatus.valueOf(json.required("status").asText().toUpperCase(Locale.ROOT));
    return new Outcome(
        status,
        json.path("code").asText("InternalError"),
        json.path("message").asText("The operation was " + status.label()));
  }
}
