package io.writeback.auth;

import io.writeback.config.Secret;
import java.time.Instant;
import java.util.Objects;

/**
 * What a login gave.
 *
 * @param value the whole header value
 * @param expires from when it is not used any more; {@link Instant#MAX} if only a 401 tells
 */
public record Token(Secret value, Instant expires) {
  public Token {
    Objects.requireNonNull(value);
    Objects.requireNonNull(expires);
  }
}
