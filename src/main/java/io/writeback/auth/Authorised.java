package io.writeback.auth;

import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Sends requests with the credentials of an account, and with new ones if those are refused.
 *
 * @param refused whether an answer refuses the credentials that a request had
 */
public record Authorised(
    Http http, Credentials credentials, BiPredicate<HttpRequest, HttpAnswer> refused) {
  /** For a service that refuses credentials with 401. */
  public Authorised(Http http, Credentials credentials) {
    this(http, credentials, (sent, answer) -> Outcome.of(answer.status()) == Outcome.UNAUTHORISED);
  }

  /** An answer, and the request with the credentials that it had. */
  public record Answered(HttpRequest sent, HttpAnswer answer) {}

  /**
   * Sends until there is an answer that another try would not change.
   *
   * @throws CallFailure if there is none in the end
   */
  public Answered ask(HttpRequest request) {
    return ask(request, failure -> true);
  }

  /**
   * The same.
   *
   * @param again whether a failure is followed by another try, if the policy has one left
   */
  public Answered ask(HttpRequest request, Predicate<CallFailure> again) {
    return ask(request, again, http::once);
  }

  /** The same; a success is read while it arrives, from the start again if it breaks off. */
  public Answered stream(HttpRequest request, Http.StreamReader<?> reader) {
    return ask(request, failure -> true, sent -> http.stream(sent, successes(sent, reader)));
  }

  private Http.StreamReader<HttpAnswer> successes(HttpRequest sent, Http.StreamReader<?> reader) {
    return (head, body) -> {
      if (Outcome.of(head.status()) == Outcome.ANSWERED) {
        // Before it is read: that may take longer than the credentials live.
        credentials.worked(sent);
        reader.read(head, body);
      }
      return head;
    };
  }

  private Answered ask(
      HttpRequest request, Predicate<CallFailure> again, Function<HttpRequest, HttpAnswer> send) {
    for (; ; ) {
      HttpRequest authorised = credentials.authorise(request);
      HttpAnswer answer = http.patiently(authorised, again, send);
      boolean unauthorised = refused.test(authorised, answer);
      if (unauthorised && credentials.renew(authorised)) {
        continue;
      }
      if (!unauthorised) {
        credentials.worked(authorised);
      }
      return new Answered(authorised, answer);
    }
  }
}
