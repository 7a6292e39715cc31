package io.writeback.http;

import java.io.IOException;
import java.time.Duration;

/** A host asked us to wait for longer than a request waits on the spot: it was not sent. */
public final class HostThrottledException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Duration left;

  HostThrottledException(String host, Duration left) {
    super(host + " answered 429 and asked us to retry in " + Math.max(1, left.toSeconds()) + " s");
    this.left = left;
  }

  /** How long it still asks us to wait. */
  public Duration left() {
    return left;
  }
}
