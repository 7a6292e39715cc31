package io.writeback.dataset.domo;

import io.writeback.auth.TokenHeader;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends requests with the account's token, with a new one where the old one is refused, and again
 * where that may help.
 */
final class DomoCalls {
  private final Http http;
  private final DomoLogin login;
  private final TokenHeader credentials;
  private final DomoFailure failures;

  DomoCalls(DomoAccount account, Http http, InstantSource clock) {
    this.http = http;
    this.login = new DomoLogin(account, http, clock);
    this.credentials = new TokenHeader("Authorization", login, clock);
    this.failures = new DomoFailure(account);
  }

  DomoLogin login() {
    return login;
  }

  /**
   * The whole answer, a success.
   *
   * @param what is done, for messages
   */
  HttpAnswer whole(String what, HttpRequest request) {
    boolean renewed = false;
    while (true) {
      HttpRequest authorised = credentials.authorise(request);
      HttpAnswer answer;
      try {
        answer = http.patiently(authorised);
      } catch (CallFailure e) {
        throw failures.silent(what, e);
      }
      if (Outcome.of(answer.status()) == Outcome.ANSWERED) {
        credentials.worked(authorised);
        return answer;
      }
      if (!renews(renewed, authorised, answer)) {
        throw failures.refused(what, authorised, answer);
      }
      renewed = true;
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
