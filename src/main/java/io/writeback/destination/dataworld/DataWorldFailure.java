package io.writeback.destination.dataworld;

import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.SentCredentials;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What stands in the way when data.world says no, told to the person who can change it. */
final class DataWorldFailure {
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  private DataWorldFailure() {}

  /** data.world's own words, with its status; no token in them. */
  static String words(HttpRequest sent, HttpAnswer answer) {
    List<String> words = new ArrayList<>();
    Json.object(answer.body())
        .ifPresent(
            json -> {
              for (String name : List.of("message", "details")) {
                if (!Json.text(json, name).isEmpty()) {
                  words.add(Json.text(json, name));
                }
              }
            });
    return answer.status()
        + " "
        + SentCredentials.hide(words.isEmpty() ? answer.excerpt() : String.join("; ", words), sent);
  }

  /** What an answer means after which the request may be tried again. */
  static CallFailure again(HttpRequest sent, HttpAnswer answer) {
    CallFailure failure = Http.failure(sent, answer);
    return new CallFailure(
        failure.outcome(),
        SentCredentials.hide(failure.getMessage(), sent),
        failure.retryAfter().orElse(null),
        failure.getCause());
  }

  /**
   * What an answer to a question means that is no success.
   *
   * @param what was asked for: a dataset
   */
  static WritebackException of(
      DataWorldAccount account, HttpRequest sent, HttpAnswer answer, String what) {
    String words = words(sent, answer);
    return switch (Outcome.of(answer.status())) {
      case UNAUTHORISED -> login(account, words);
      case REFUSED ->
          switch (answer.status()) {
            case NOT_FOUND ->
                new ConfigurationException(
                    Code.UNKNOWN_OBJECT,
                    "",
                    "data.world has no %s, or does not show it to the user of %s (%s); ./writeback discover data-world lists the datasets"
                        .formatted(what, account.tokenKey(), words));
            case FORBIDDEN -> forbidden(account, what, words);
            default ->
                new WritebackException(
                    Code.DESTINATION_UNAVAILABLE,
                    "data.world refused to show %s: %s".formatted(what, words),
                    again(sent, answer));
          };
      case MISDIRECTED ->
          new WritebackException(
              Code.DESTINATION_REDIRECTS,
              "%s was sent elsewhere (status %d); is %s the address of data.world's API?"
                  .formatted(sent.uri().getPath(), answer.status(), account.url()));
      default ->
          new WritebackException(
              Code.DESTINATION_UNAVAILABLE,
              "data.world answered %s: %s".formatted(sent.uri().getPath(), words),
              again(sent, answer));
    };
  }

  static WritebackException forbidden(DataWorldAccount account, String what, String words) {
    return new WritebackException(
        Code.DATASET_NOT_WRITABLE,
        "the user of %s has no right to %s: %s".formatted(account.tokenKey(), what, words));
  }

  static WritebackException login(DataWorldAccount account, String words) {
    return new WritebackException(
        Code.DESTINATION_LOGIN,
        "data.world refused the token: %s; check %s".formatted(words, account.tokenKey()));
  }

  /** A success whose body is something else. */
  static WritebackException noJson(DataWorldAccount account, URI uri) {
    return new WritebackException(
        Code.DESTINATION_UNAVAILABLE,
        "%s was not answered with data.world's JSON; is %s the address of its API?"
            .formatted(uri.getPath(), account.url()));
  }
}
