package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Token;
import io.writeback.auth.TokenEndpoint;
import io.writeback.config.Secret;
import io.writeback.http.HttpRequest;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Turns user name and password into a session (Workfront API basics, Login).
 *
 * <p>They travel in the body of the form, although the documents show them in the URL: URLs are
 * logged on the way. How long a session lives is the tenant's secret, so only a 401 ends it.
 */
final class WorkfrontLogin implements Supplier<Token> {
  static final String HINT =
      "An organisation on Adobe's Business Platform cannot log in with a password: use another auth";

  private static final String SESSION = "/data/sessionID";

  private final WorkfrontIdentity.Password identity;
  private final URI uri;
  private final TokenEndpoint endpoint;

  WorkfrontLogin(WorkfrontIdentity.Password identity, URI uri, TokenEndpoint endpoint) {
    this.identity = identity;
    this.uri = uri;
    this.endpoint = endpoint;
  }

  /** Where a tenant has it. */
  static URI uri(WorkfrontAccount account) {
    return URI.create(account.url() + "/attask/api/" + account.apiVersion() + "/login");
  }

  @Override
  public Token get() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("username", identity.username());
    form.put("password", identity.password().reveal());
    JsonNode answer =
        endpoint.ask(HttpRequest.form("POST", uri, form), SESSION, List.of(identity.password()));
    return new Token(Secret.of(TokenEndpoint.token(answer, SESSION)), Instant.MAX);
  }
}
