package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.SentCredentials;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands in the way when Workiva cannot be asked, told to the person who can change it. */
final class WorkivaFailure {
  private static final int FORBIDDEN = 403;

  private WorkivaFailure() {}

  /** Workiva's own words: the message, what it is about, and the details, if there are any. */
  static Optional<String> words(HttpAnswer answer) {
    return Json.object(answer.body())
        .map(
            json -> {
              List<String> words = new ArrayList<>(details(json.path("details")));
              String target = json.path("target").asText("");
              String message = json.path("message").asText("");
              if (!message.isEmpty()) {
                words.add(
                    0,
                    target.isEmpty() || "null".equals(target)
                        ? message
                        : message + " (" + target + ")");
              }
              return String.join("; ", words);
            })
        .filter(text -> !text.isBlank());
  }

  /** The details of an error or of an operation, one sentence each. */
  static List<String> details(JsonNode details) {
    List<String> words = new ArrayList<>();
    details.forEach(
        detail -> {
          String target = detail.path("target").asText("");
          String text =
              (detail.path("code").asText("") + " " + detail.path("message").asText("")).strip();
          words.add(target.isEmpty() || "null".equals(target) ? text : text + " (" + target + ")");
        });
    return words;
  }

  /** What an answer to a question means that is no data. */
  static WritebackException of(
      WorkivaAccount account, HttpRequest sent, HttpAnswer answer, Code refused) {
    String what = sent.method() + " " + sent.uri().getPath();
    String words = SentCredentials.hide(words(answer).orElseGet(answer::excerpt), sent);
    return switch (Outcome.of(answer.status())) {
      case UNAUTHORISED -> login(account, words);
      case ANSWERED ->
          new WritebackException(
              Code.DESTINATION_UNAVAILABLE,
              "%s was answered with %s, which is not Workiva's JSON; is %s the address of its API?"
                  .formatted(what, answer, account.url()));
      case REFUSED ->
          answer.status() == FORBIDDEN
              ? new WritebackException(
                  Code.DESTINATION_LOGIN,
                  "the user of %s has no right to %s: %s"
                      .formatted(account.credentialKeys(), what, words))
              : new WritebackException(refused, what + ": " + words, Http.failure(sent, answer));
      case MISDIRECTED ->
          new WritebackException(
              Code.DESTINATION_REDIRECTS,
              "%s was sent elsewhere (status %d); is %s the address of Workiva's API?"
                  .formatted(what, answer.status(), account.url()));
      default ->
          new WritebackException(
              Code.DESTINATION_UNAVAILABLE,
              "Workiva answered %s with %d: %s".formatted(what, answer.status(), words),
              Http.failure(sent, answer));
    };
  }

  static WritebackException login(WorkivaAccount account, String words) {
    return new WritebackException(
        Code.DESTINATION_LOGIN,
        "Workiva refused the credentials: %s; check %s".formatted(words, account.credentialKeys()));
  }
}
