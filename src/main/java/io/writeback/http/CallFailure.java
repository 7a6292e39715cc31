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

  public CallFailure(Outcome outcome, String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.outcome = Objects.requireNonNull(outcome);
    this.retryAfter = retryAfter;
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
