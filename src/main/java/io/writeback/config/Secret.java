package io.writeback.config;

import java.util.Objects;

/** A credential: it can be used, but never printed. */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = Objects.requireNonNull(value);
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The credential itself; only for the request that carries it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "•••";
  }
}
