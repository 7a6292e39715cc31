package io.writeback.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.config.Secret;
import io.writeback.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * A login whose request is the same each time.
 *
 * @param secrets what the request carries
 * @param token where the token is in the answer: {@code /data/sessionID}
 * @param clock null for a token that only a 401 ends; else it is a bearer token
 * @param usual how long a bearer token lives if the answer does not say; zero if only a 401 ends it
 *     then
 */
public record FixedLogin(
    TokenEndpoint endpoint,
    HttpRequest request,
    List<Secret> secrets,
    String token,
    InstantSource clock,
    Duration usual)
    implements Supplier<Token> {
  public FixedLogin {
    secrets = List.copyOf(secrets);
  }

  /** One whose token only a 401 ends. */
  public FixedLogin(
      TokenEndpoint endpoint, HttpRequest request, List<Secret> secrets, String token) {
    this(endpoint, request, secrets, token, null, Duration.ZERO);
  }

  /** One of OAuth2, whose bearer token lives as long as {@code expires_in} says. */
  public static FixedLogin bearer(
      TokenEndpoint endpoint,
      HttpRequest request,
      List<Secret> secrets,
      InstantSource clock,
      Duration usual) {
    return new FixedLogin(endpoint, request, secrets, "/access_token", clock, usual);
  }

  @Override
  public Token get() {
    JsonNode answer = answer();
    String value = TokenEndpoint.token(answer, token);
    return clock == null
        ? new Token(Secret.of(value), Instant.MAX)
        : new Token(Secret.of("Bearer " + value), expires(answer));
  }

  /** All that the login answers, with its token. */
  public JsonNode answer() {
    return endpoint.ask(request, token, secrets);
  }

  private Instant expires(JsonNode answer) {
    Duration lifetime = Duration.ofSeconds(answer.path("expires_in").asLong(usual.toSeconds()));
    return usual.isZero() && lifetime.toSeconds() <= 0
        ? Instant.MAX
        : clock.instant().plus(Token.trusted(lifetime));
  }
}
