package io.writeback.destination.workfront;

import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.SentCredentials;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.Optional;

/** What stands in the way when Workfront cannot be asked, told to the person who can change it. */
final class WorkfrontFailure {
  private static final int GONE = 410;
  private static final int FORBIDDEN = 403;

  private WorkfrontFailure() {}

  /**
   * What an answer means that is no data.
   *
   * @param refused the code if Workfront understood the question and says no
   */
  static WritebackException of(
      WorkfrontAccount account, HttpRequest sent, HttpAnswer answer, Code refused) {
    String what = sent.method() + " " + sent.uri().getPath();
    Optional<String> words =
        Envelope.of(answer)
            .flatMap(Envelope::error)
            .map(message -> SentCredentials.hide(message, sent));
    return switch (Outcome.of(answer.status())) {
      case UNAUTHORISED -> login(account, words.orElse("status 401"));
      case ANSWERED, REFUSED ->
          answer.status() == FORBIDDEN
              ? new WritebackException(
                  Code.DESTINATION_LOGIN,
                  "the user of %s has no right to %s: %s"
                      .formatted(
                          account.credentialKeys(), what, words.orElse("Workfront answered 403")))
              : words
                  .map(
                      message ->
                          new WritebackException(
                              refused, what + ": " + message, Http.failure(sent, answer)))
                  .orElseGet(() -> notWorkfront(account, what, answer));
      case MISDIRECTED ->
          misdirected(account, sent, answer, words.orElse("status " + answer.status()));
      default ->
          new WritebackException(
              Code.DESTINATION_UNAVAILABLE,
              "Workfront answered %s with %d: %s"
                  .formatted(
                      what,
                      answer.status(),
                      words.orElseGet(() -> SentCredentials.hide(answer.excerpt(), sent))),
              Http.failure(sent, answer));
    };
  }

  /** The credentials are refused and there are no others. */
  static WritebackException login(WorkfrontAccount account, String words) {
    return new WritebackException(
        Code.DESTINATION_LOGIN,
        "Workfront refused the credentials: %s; check %s"
            .formatted(words, account.credentialKeys()));
  }

  /** Somebody else answered: a proxy, a login page, another web site. */
  static WritebackException notWorkfront(WorkfrontAccount account, String what, HttpAnswer answer) {
    return new WritebackException(
        Code.DESTINATION_UNAVAILABLE,
        "%s was answered with %s, which is not Workfront's JSON; is %s=%s the address of the tenant?"
            .formatted(what, answer, account.key("url"), account.url()));
  }

  private static WritebackException misdirected(
      WorkfrontAccount account, HttpRequest sent, HttpAnswer answer, String words) {
    String what = sent.method() + " " + sent.uri().getPath();
    if (answer.status() == GONE) {
      return new WritebackException(
          Code.DESTINATION_UNAVAILABLE,
          "API version %s has no %s, or has been removed: %s; set %s to a version that is supported"
              .formatted(account.apiVersion(), what, words, account.key("api-version")),
          Http.failure(sent, answer));
    }
    return new WritebackException(
        Code.DESTINATION_REDIRECTS,
        "%s was sent elsewhere (status %d); is %s=%s the address of the tenant?"
            .formatted(what, answer.status(), account.key("url"), account.url()));
  }
}
