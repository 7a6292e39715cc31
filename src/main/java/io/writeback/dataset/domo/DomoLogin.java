package io.writeback.dataset.domo;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Token;
import io.writeback.config.Secret;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.Query;
import io.writeback.http.RefusedAddressException;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Exchanges id and secret of a client for a token (Domo, "OAuth authentication": GET with HTTP
 * Basic; a token lives for an hour).
 *
 * <p>No answer of a login gets into a message: what it says may hold what was sent.
 */
final class DomoLogin implements Supplier<Token> {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private final DomoAccount account;
  private final Http http;
  private final InstantSource clock;
  private final DomoFailure failures;

  DomoLogin(DomoAccount account, Http http, InstantSource clock) {
    this.account = account;
    this.http = http;
    this.clock = clock;
    this.failures = new DomoFailure(account);
  }

  @Override
  public Token get() {
    HttpAnswer answer = answer();
    if (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) {
      throw failures.login(place() + " answered " + answer.status());
    }
    JsonNode json = DomoFailure.json(answer);
    String token = json.path("access_token").asText("");
    if (Outcome.of(answer.status()) != Outcome.ANSWERED || token.isBlank()) {
      throw new WritebackException(
          Code.SOURCE_UNAVAILABLE,
          "%s answered %d and no token (%s); is %s the address of the API (https://api.domo.com) and not that of the pages?"
              .formatted(place(), answer.status(), answer.mediaType(), account.key("url")));
    }
    Duration lifetime = Duration.ofSeconds(json.path("expires_in").asLong(HOUR.toSeconds()));
    Duration half = lifetime.dividedBy(2);
    return new Token(
        Secret.of("Bearer " + token),
        clock.instant().plus(lifetime).minus(half.compareTo(MARGIN) < 0 ? half : MARGIN));
  }

  private HttpAnswer answer() {
    try {
      return http.patiently(request());
    } catch (CallFailure e) {
      boolean refused = e.getCause() instanceof RefusedAddressException;
      throw new WritebackException(
          refused ? Code.ADDRESS_REFUSED : Code.SOURCE_UNAVAILABLE,
          e.getCause() == null
              ? place() + " fails; Domo may be down"
              : place() + ": " + e.getCause().getMessage(),
          e.getCause());
    }
  }

  private HttpRequest request() {
    Map<String, String> query =
        new TreeMap<>(Map.of("grant_type", "client_credentials", "scope", "data"));
    String pair = account.clientId() + ":" + account.clientSecret().reveal();
    return HttpRequest.get(Query.uri(account.url(), "/oauth/token", query), "application/json")
        .withHeader(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  private String place() {
    return "the login at " + account.url() + "/oauth/token";
  }
}
