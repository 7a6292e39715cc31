package io.writeback.auth;

import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import java.util.function.Predicate;

/** Sends requests with the credentials of an account, and with new ones if those are refused. */
public record Authorised(Http http, Credentials credentials) {
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
    for (; ; ) {
      HttpRequest authorised = credentials.authorise(request);
      HttpAnswer answer = http.patiently(authorised, again);
      boolean unauthorised = Outcome.of(answer.status()) == Outcome.UNAUTHORISED;
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
