package io.writeback.auth;

import io.writeback.config.Secret;
import java.time.Duration;
import java.time.Instant;

/**
 * What a login gave.
 *
 * @param value the whole header value
 * @param expires from when it is not used any more; {@link Instant#MAX} if only a 401 ends it
 */
public record Token(Secret value, Instant expires) {
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** How long a token is used that a login gives for a time: a minute less, or half of it. */
  public static Duration trusted(Duration lifetime) {
    Duration half = lifetime.dividedBy(2);
    return lifetime.minus(half.compareTo(MARGIN) < 0 ? half : MARGIN);
  }
}
