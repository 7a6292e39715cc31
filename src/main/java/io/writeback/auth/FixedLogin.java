package io.writeback.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.config.Secret;
import io.writeback.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** A login whose request is the same each time. */
public final class FixedLogin implements Supplier<Token> {
  private static final String ACCESS_TOKEN = "/access_token";

  private final TokenEndpoint endpoint;
  private final HttpRequest request;
  private final List<Secret> secrets;
  private final String token;
  private final InstantSource clock;
  private final Duration usual;

  /**
   * One whose token only a 401 ends.
   *
   * @param secrets what the request carries
   * @param token where the token is in the answer: {@code /data/sessionID}
   */
  public FixedLogin(
      TokenEndpoint endpoint, HttpRequest request, List<Secret> secrets, String token) {
    this(endpoint, request, secrets, token, null, Duration.ZERO);
  }

  private FixedLogin(
      TokenEndpoint endpoint,
      HttpRequest request,
      List<Secret> secrets,
      String token,
      InstantSource clock,
      Duration usual) {
    this.endpoint = endpoint;
    this.request = request;
    this.secrets = List.copyOf(secrets);
    this.token = token;
    this.clock = clock;
    this.usual = usual;
  }

  /**
   * One of OAuth2, whose bearer token lives as long as {@code expires_in} says.
   *
   * @param usual how long it lives if the answer does not say; zero if only a 401 ends it then
   */
  public static FixedLogin bearer(
      TokenEndpoint endpoint,
      HttpRequest request,
      List<Secret> secrets,
      InstantSource clock,
      Duration usual) {
    return new FixedLogin(endpoint, request, secrets, ACCESS_TOKEN, clock, usual);
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
