package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Login;
import io.writeback.auth.Token;
import io.writeback.auth.TokenEndpoint;
import io.writeback.config.Secret;
import io.writeback.http.Http;
import io.writeback.http.HttpRequest;
import io.writeback.problem.Code;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Exchanges id and secret of an API grant for a token (Workiva API 2026-01-01, authentication: a
 * token lives for 599 seconds).
 */
final class WorkivaLogin implements Supplier<Token> {
  private static final String TOKEN = "/access_token";
  private static final long LIFETIME = 599;

  private final WorkivaAccount account;
  private final URI uri;
  private final TokenEndpoint endpoint;
  private final InstantSource clock;

  WorkivaLogin(WorkivaAccount account, Http http, InstantSource clock) {
    this.account = account;
    this.uri = URI.create(account.url() + "/oauth2/token");
    this.endpoint =
        new TokenEndpoint(
            http,
            new Login(
                "Workiva",
                uri,
                account.key("url"),
                account.credentialKeys(),
                "The grant may have expired, or not allow this machine's address",
                false,
                Code.DESTINATION_LOGIN,
                Code.LOGIN_UNAVAILABLE));
    this.clock = clock;
  }

  @Override
  public Token get() {
    Map<String, String> form = new TreeMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", account.clientId());
    form.put("client_secret", account.clientSecret().reveal());
    JsonNode answer =
        endpoint.ask(
            HttpRequest.form("POST", uri, form)
                .withHeader(WorkivaApi.VERSION_HEADER, WorkivaApi.VERSION),
            TOKEN,
            List.of(account.clientSecret()));
    Duration lifetime = Duration.ofSeconds(answer.path("expires_in").asLong(LIFETIME));
    return new Token(
        Secret.of("Bearer " + TokenEndpoint.token(answer, TOKEN)),
        clock.instant().plus(Token.trusted(lifetime)));
  }
}
