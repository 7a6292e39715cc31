package io.writeback.destination.workfront;

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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Turns user name and password into a session (Workfront API basics, Login).
 *
 * <p>They travel in the body of the form, although the documents show them in the URL: URLs are
 * logged on the way. How long a session lives is the tenant's secret, so only a 401 ends it.
 */
final class WorkfrontLogin implements Supplier<Token> {
  private final WorkfrontAccount account;
  private final Http http;

  WorkfrontLogin(WorkfrontAccount account, Http http) {
    this.account = account;
    this.http = http;
  }

  @Override
  public Token get() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("username", account.username());
    form.put("password", account.password().reveal());
    URI uri = URI.create(account.url() + "/attask/api/" + account.apiVersion() + "/login");
    return token(send(HttpRequest.form("POST", uri, form)));
  }

  private HttpAnswer send(HttpRequest request) {
    try {
      return http.patiently(request);
    } catch (CallFailure e) {
      throw new CallFailure(
          e.outcome(), hide("login: " + e.getMessage()), e.retryAfter().orElse(null), e.getCause());
    }
  }

  private Token token(HttpAnswer answer) {
    Optional<Envelope> envelope = Envelope.of(answer);
    Optional<String> error = envelope.flatMap(Envelope::error);
    if (Outcome.of(answer.status()) == Outcome.UNAUTHORISED || error.isPresent()) {
      throw new WritebackException(
          Code.DESTINATION_LOGIN,
          "Workfront refused the login: %s; check %s (an organisation on Adobe's Business Platform cannot log in with a password: use auth=api-key)"
              .formatted(
                  hide(error.orElse("status " + answer.status())), account.credentialKeys()));
    }
    String session = envelope.map(found -> found.data().path("sessionID").asText("")).orElse("");
    if (session.isEmpty()) {
      throw WorkfrontFailure.notWorkfront(account, "login", answer);
    }
    return new Token(Secret.of(session), Instant.MAX);
  }

  private String hide(String text) {
    return CredentialMask.hide(text, account.password().reveal());
  }
}
