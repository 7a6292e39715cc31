package io.writeback.dataset.domo;

import io.writeback.auth.Authorised;
import io.writeback.auth.FixedLogin;
import io.writeback.auth.Login;
import io.writeback.auth.TokenEndpoint;
import io.writeback.auth.TokenHeader;
import io.writeback.config.Secret;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends requests with the account's token, with a new one where the old one is refused, and again
 * where that may help.
 */
final class DomoCalls {
  private final Http http;
  private final FixedLogin login;
  private final TokenHeader credentials;
  private final DomoFailure failures;

  DomoCalls(DomoAccount account, Http http, InstantSource clock) {
    this.http = http;
    this.login = login(account, http, clock);
    this.credentials = new TokenHeader("Authorization", login, clock);
    this.failures = new DomoFailure(account);
  }

  FixedLogin login() {
    return login;
  }

  /**
   * Exchanges id and secret of a client for a token (Domo, "OAuth authentication": GET with HTTP
   * Basic; a token lives for an hour).
   */
  private static FixedLogin login(DomoAccount account, Http http, InstantSource clock) {
    String pair = account.clientId() + ":" + account.clientSecret().reveal();
    Secret basic =
        Secret.of(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    Map<String, String> query =
        new TreeMap<>(Map.of("grant_type", "client_credentials", "scope", "data"));
    return FixedLogin.bearer(
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
                Code.SOURCE_UNAVAILABLE)),
        HttpRequest.get(Query.uri(account.url(), "/oauth/token", query), "application/json")
            .withHeader("Authorization", "Basic " + basic.reveal()),
        List.of(account.clientSecret(), basic),
        clock,
        Duration.ofHours(1));
  }

  /**
   * The whole answer, a success.
   *
   * @param what is done, for messages
   */
  HttpAnswer whole(String what, HttpRequest request) {
    try {
      Authorised.Answered answered =
          new Authorised(http, credentials, DomoFailure::refusesToken).ask(request);
      if (Outcome.of(answered.answer().status()) == Outcome.ANSWERED) {
        return answered.answer();
      }
      throw failures.refused(what, answered.sent(), answered.answer());
    } catch (CallFailure e) {
      throw failures.silent(what, e);
    }
  }

  /** Hands a success to the reader while it arrives; again from the start if it breaks off. */
  <T> T streamed(String what, HttpRequest request, Http.StreamReader<T> reader) {
    boolean renewed = false;
    for (int made = 1; ; made++) {
      HttpRequest authorised = credentials.authorise(request);
      CallFailure failure;
      try {
        Streamed<T> streamed = http.stream(authorised, successes(authorised, reader));
        if (streamed.success) {
          return streamed.value;
        }
        if (renews(renewed, authorised, streamed.head)) {
          renewed = true;
          made--;
          continue;
        }
        if (!Outcome.of(streamed.head.status()).passing()) {
          throw failures.refused(what, authorised, streamed.head);
        }
        failure = Http.failure(authorised, streamed.head);
      } catch (CallFailure e) {
        failure = e;
      }
      pause(what, failure, made);
    }
  }

  private <T> Http.StreamReader<Streamed<T>> successes(
      HttpRequest authorised, Http.StreamReader<T> reader) {
    return (head, body) -> {
      if (Outcome.of(head.status()) != Outcome.ANSWERED) {
        return new Streamed<>(head, false, null);
      }
      credentials.worked(authorised);
      return new Streamed<>(head, true, reader.read(head, body));
    };
  }

  private boolean renews(boolean renewed, HttpRequest authorised, HttpAnswer answer) {
    return !renewed
        && DomoFailure.refusesToken(authorised, answer)
        && credentials.renew(authorised);
  }

  private void pause(String what, CallFailure failure, int made) {
    Optional<Duration> delay = http.retries().delay(failure, made, ThreadLocalRandom.current());
    if (delay.isEmpty()) {
      throw failures.brokenOff(what, failure);
    }
    try {
      Thread.sleep(delay.get().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.brokenOff(what, failure);
    }
  }

  private record Streamed<T>(HttpAnswer head, boolean success, T value) {}
}
