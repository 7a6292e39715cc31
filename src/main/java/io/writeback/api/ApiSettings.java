package io.writeback.api;

import io.writeback.config.Configuration;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The keys below {@code api.}.
 *
 * @param token what a caller has to know; without it there is no API
 * @param healthPort where health is served, on 127.0.0.1; empty for nowhere
 * @param maxBodyBytes the most that a request may have
 */
public record ApiSettings(
    Optional<Secret> token,
    String host,
    int port,
    Optional<Integer> healthPort,
    int maxBodyBytes,
    List<Problem> problems) {
  /** Shorter ones can be guessed. */
  private static final int SHORTEST = 16;

  public static ApiSettings of(Configuration configuration, UnaryOperator<String> placeholders) {
    Settings own = configuration.settings("api.", placeholders);
    Optional<Secret> token = token(own);
    String host =
        own.parsed(
            "host",
            "127.0.0.1",
            "a name or address of this machine",
            text -> {
              if (!text.matches("[A-Za-z0-9.:_-]+")) {
                throw new IllegalArgumentException();
              }
              return text;
            });
    int health = own.integer("health-port", 0, 0, 65_535);
    return new ApiSettings(
        token,
        host,
        own.integer("port", 8210, 1, 65_535),
        health == 0 ? Optional.empty() : Optional.of(health),
        (int) own.bytes("max-body-bytes", 65_536),
        own.close());
  }

  private static Optional<Secret> token(Settings own) {
    Optional<String> text = own.secretText("token");
    if (text.filter(value -> value.length() < SHORTEST).isPresent()) {
      own.problem(
          Code.BAD_VALUE, "token", "has fewer than " + SHORTEST + " characters: it can be guessed");
    }
    return text.map(Secret::of);
  }
}
