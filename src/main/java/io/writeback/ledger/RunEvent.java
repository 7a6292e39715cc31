package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Instant;

/**
 * A run reached a state, or answers a request.
 *
 * @param number 1 for the first event of the run, then one more each time
 * @param code why it ended early, or null
 * @param requestId the request that was accepted, or null if the event is about the run as a whole
 */
public record RunEvent(
    String runId,
    int number,
    String writeback,
    RunState state,
    Code code,
    String reason,
    String requestId,
    Instant at) {
  /** The same each time that the event is sent. */
  public String id() {
    return runId + "-" + number;
  }
}
