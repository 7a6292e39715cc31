package io.writeback.http;

import java.io.IOException;

/** What a response, or none, means for the request; {@link OutcomeTable} decides which it is. */
public enum Outcome {
  /** 2xx: the body has to prove that the request was carried out. */
  ANSWERED(
      "Read: the body must prove what happened to each record. A body that proves nothing is UNKNOWN"),
  /** The destination refused what was sent. */
  REFUSED("Not sent again as it is: the batch is bisected until the offending record is isolated"),
  /** The credentials are not valid, or no longer. */
  UNAUTHORISED("One new login for all threads, then sent once more"),
  /** Too many requests: says nothing about this one. */
  THROTTLED(
      "Sent again after Retry-After, or else after `http.throttled-delay`, up to `http.throttled-tries` times; if that is longer than `http.max-retry-delay`, the run pauses"),
  /** The request never arrived. */
  UNREACHED(
      "Sent again up to `http.tries` times; then the batch is postponed, and after five in a row the run pauses"),
  /** It may have been carried out. */
  UNKNOWN(
      "As UNREACHED, with the same values; a run that resumes later first reads back what the destination holds, where that is possible"),
  /** Another try cannot help before a person has fixed the cause. */
  MISDIRECTED("Not sent again, and nothing else is sent: the run pauses until you resume it");

  private final String action;

  Outcome(String action) {
    this.action = action;
  }

  /** What is done then, for operators. */
  public String action() {
    return action;
  }

  /** From the status of a response. */
  public static Outcome of(int status) {
    return OutcomeTable.first(OutcomeTable.STATUSES, status);
  }

  /** From why there is no response. */
  public static Outcome of(IOException failure) {
    return OutcomeTable.first(OutcomeTable.FAILURES, failure);
  }

  /** Whether the same request may get another answer later. */
  public boolean passing() {
    return this == THROTTLED || this == UNREACHED || this == UNKNOWN;
  }
}
