package io.writeback.http;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that has no usable answer: what it means, and when the other side wants to be asked
 * again.
 */
public final class CallFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;
  private final Duration retryAfter;
  private final String refusal;

  public CallFailure(Outcome outcome, String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.outcome = Objects.requireNonNull(outcome);
    this.retryAfter = retryAfter;
    this.refusal = null;
  }

  private CallFailure(CallFailure failure, String refusal) {
    super(failure.getMessage(), failure.getCause());
    this.outcome = failure.outcome;
    this.retryAfter = failure.retryAfter;
    this.refusal = refusal;
  }

  /**
   * The same, from an answer that has the application's own words: perhaps a record is to blame.
   */
  public CallFailure withRefusal(String words) {
    return new CallFailure(this, words);
  }

  /** The same in other words, and without those of the application. */
  public CallFailure saying(String message) {
    return new CallFailure(outcome, message, retryAfter, getCause());
  }

  /**
   * The application's own words in an answer with a server's status: if it is the same again, a
   * record of the request may be what the server cannot bear.
   */
  public Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  public CallFailure(Outcome outcome, String message) {
    this(outcome, message, null, null);
  }

  public Outcome outcome() {
    return outcome;
  }

  /** What the answer's Retry-After asked for, if it had one. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
