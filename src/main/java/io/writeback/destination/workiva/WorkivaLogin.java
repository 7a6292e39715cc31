package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Token;
import io.writeback.config.Secret;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Exchanges id and secret of an API grant for a token (Workiva API 2026-01-01, authentication: a
 * token lives for 599 seconds).
 *
 * <p>No answer of a login gets into a message: what it says may hold what was sent.
 */
final class WorkivaLogin implements Supplier<Token> {
  private static final long LIFETIME = 599;
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private final WorkivaAccount account;
  private final Http http;
  private final InstantSource clock;

  WorkivaLogin(WorkivaAccount account, Http http, InstantSource clock) {
    this.account = account;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public Token get() {
    HttpAnswer answer = answer();
    Outcome outcome = Outcome.of(answer.status());
    if (outcome == Outcome.UNAUTHORISED || outcome == Outcome.REFUSED) {
      throw new WritebackException(
          Code.DESTINATION_LOGIN,
          "Workiva refused the login with %d: check %s, whether the grant has expired, and whether it allows this machine's address"
              .formatted(answer.status(), account.credentialKeys()));
    }
    JsonNode json = Json.object(answer.body()).orElse(Json.MAPPER.createObjectNode());
    String token = json.path("access_token").asText("");
    if (outcome != Outcome.ANSWERED || token.isBlank()) {
      throw new WritebackException(
          Code.DESTINATION_UNAVAILABLE,
          "the login at %s answered %d and no token (%s); is that the address of Workiva's API?"
              .formatted(account.url(), answer.status(), answer.mediaType()));
    }
    Duration lifetime = Duration.ofSeconds(json.path("expires_in").asLong(LIFETIME));
    Duration half = lifetime.dividedBy(2);
    return new Token(
        Secret.of("Bearer " + token),
        clock.instant().plus(lifetime).minus(half.compareTo(MARGIN) < 0 ? half : MARGIN));
  }

  private HttpAnswer answer() {
    Map<String, String> form = new TreeMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", account.clientId());
    form.put("client_secret", account.clientSecret().reveal());
    try {
      return http.patiently(
          HttpRequest.form("POST", URI.create(account.url() + "/oauth2/token"), form)
              .withHeader(WorkivaApi.VERSION_HEADER, WorkivaApi.VERSION));
    } catch (CallFailure e) {
      throw e.getCause() == null
          ? new WritebackException(
              Code.DESTINATION_UNAVAILABLE,
              "the login at " + account.url() + " fails; Workiva may be down")
          : WorkivaFailure.unanswered(account, e);
    }
  }
}
