package io.writeback.http;

import java.io.IOException;

/** What an answer, or no answer, means for the request; {@link OutcomeTable} says which it is. */
public enum Outcome {
  /** 2xx: the body has to prove that the request was carried out. */
  ANSWERED(
      "Read: the body has to prove what became of each record. One that proves nothing is UNKNOWN"),
  /** The destination refused what was sent. */
  REFUSED("Not sent again as it is: the batch is divided until the record to blame is alone"),
  /** The credentials are not, or no longer, good. */
  UNAUTHORISED("One new login for all threads, then sent once more"),
  /** Later; says nothing of what was sent. */
  THROTTLED(
      "Sent again after Retry-After, else `http.throttled-delay`, up to `http.throttled-tries`"
          + " times; for more than `http.max-retry-delay` the run pauses"),
  /** The request never arrived. */
  UNREACHED(
      "Sent again up to `http.tries` times; then the batch is left for later, and after five in a"
          + " row the run pauses"),
  /** It may have been carried out. */
  UNKNOWN(
      "As UNREACHED, with the same values; a run that resumes later first reads back what the"
          + " destination holds, where it can be read"),
  /** Another try cannot help; a person has to act. */
  MISDIRECTED("Not sent again, and nothing else is: the run pauses until a person comes");

  private final String deed;

  Outcome(String deed) {
    this.deed = deed;
  }

  /** What is done about it, for operators. */
  public String deed() {
    return deed;
  }

  /** From the status of an answer. */
  public static Outcome of(int status) {
    return OutcomeTable.first(OutcomeTable.STATUSES, status);
  }

  /** From what stood in the way of an answer. */
  public static Outcome of(IOException failure) {
    return OutcomeTable.first(OutcomeTable.FAILURES, failure);
  }

  /** Whether the same request may get another answer later. */
  public boolean passing() {
    return this == THROTTLED || this == UNREACHED || this == UNKNOWN;
  }
}
