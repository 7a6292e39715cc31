package io.writeback.dataset.domo;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Login;
import io.writeback.auth.Token;
import io.writeback.auth.TokenEndpoint;
import io.writeback.config.Secret;
import io.writeback.http.Http;
import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Exchanges id and secret of a client for a token (Domo, "OAuth authentication": GET with HTTP
 * Basic; a token lives for an hour).
 */
final class DomoLogin implements Supplier<Token> {
  private static final String TOKEN = "/access_token";
  private static final Duration HOUR = Duration.ofHours(1);

  private final DomoAccount account;
  private final TokenEndpoint endpoint;
  private final InstantSource clock;

  DomoLogin(DomoAccount account, Http http, InstantSource clock) {
    this.account = account;
    this.endpoint =
        new TokenEndpoint(
            http,
            new Login(
                "Domo",
                URI.create(account.url() + "/oauth/token"),
                account.key("url"),
                account.credentialKeys(),
                "The address is that of the API (https://api.domo.com) and not that of the pages",
                false,
                Code.SOURCE_LOGIN,
                Code.SOURCE_UNAVAILABLE));
    this.clock = clock;
  }

  @Override
  public Token get() {
    JsonNode answer = answer();
    Duration lifetime = Duration.ofSeconds(answer.path("expires_in").asLong(HOUR.toSeconds()));
    return new Token(
        Secret.of("Bearer " + TokenEndpoint.token(answer, TOKEN)),
        clock.instant().plus(Token.trusted(lifetime)));
  }

  /** All that a login answers, with its token. */
  JsonNode answer() {
    String pair = account.clientId() + ":" + account.clientSecret().reveal();
    Secret basic =
        Secret.of(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    Map<String, String> query =
        new TreeMap<>(Map.of("grant_type", "client_credentials", "scope", "data"));
    return endpoint.ask(
        HttpRequest.get(Query.uri(account.url(), "/oauth/token", query), "application/json")
            .withHeader("Authorization", "Basic " + basic.reveal()),
        TOKEN,
        List.of(account.clientSecret(), basic));
  }
}
