package io.writeback.destination.workfront.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.StoredToken;
import io.writeback.auth.Token;
import io.writeback.auth.TokenEndpoint;
import io.writeback.auth.TokenStore;
import io.writeback.config.Secret;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Exchanges a refresh token for a session (Workfront, "OAuth2 applications, authorization code
 * flow"). The answer's {@code expires_in} is 0 in one place and 7200 in another, so only a 401 ends
 * the session.
 *
 * <p>Whether the refresh token is another one each time is a setting of the application: the one
 * that comes back is kept before the session is used.
 */
record RefreshLogin(
    WorkfrontAccount account,
    WorkfrontIdentity.Refreshing identity,
    TokenEndpoint endpoint,
    TokenStore store)
    implements Supplier<Token> {
  private static final String SESSION = "/access_token";
  private static final String REFRESH_TOKEN = "/refresh_token";

  @Override
  public Token get() {
    WorkfrontIdentity.Client client = identity.client();
    TokenStore.Configured configured =
        new TokenStore.Configured(
            account.key("refresh-token"),
            identity.refreshToken(),
            client.url() + " " + client.id());
    return store.exclusively(account.name(), configured, this::refresh);
  }

  private Token refresh(StoredToken token) {
    Secret refreshToken = token.token();
    JsonNode answer =
        endpoint.ask(
            request(refreshToken), SESSION, List.of(identity.client().secret(), refreshToken));
    String next = TokenEndpoint.token(answer, REFRESH_TOKEN);
    if (!next.isBlank() && !next.equals(refreshToken.reveal())) {
      token.keep(Secret.of(next));
    }
    return new Token(Secret.of(TokenEndpoint.token(answer, SESSION)), Instant.MAX);
  }

  /**
   * Workfront's page has two forms: HTTP Basic with JSON, or a form with everything, the redirect
   * URI included.
   */
  private HttpRequest request(Secret refreshToken) {
    WorkfrontIdentity.Client client = identity.client();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "refresh_token");
    fields.put("refresh_token", refreshToken.reveal());
    if (identity.redirectUri().isPresent()) {
      fields.put("redirect_uri", identity.redirectUri().get());
      fields.put("client_id", client.id());
      fields.put("client_secret", client.secret().reveal());
      return HttpRequest.form("POST", client.url(), fields);
    }
    String json = StrictJson.MAPPER.valueToTree(fields).toString();
    String pair = client.id() + ":" + client.secret().reveal();
    return HttpRequest.json("POST", client.url(), json.getBytes(StandardCharsets.UTF_8))
        .withHeader(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }
}
