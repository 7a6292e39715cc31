package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Token;
import io.writeback.auth.TokenEndpoint;
import io.writeback.config.Secret;
import io.writeback.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Exchanges a server-to-server credential of Adobe's Developer Console for a token (Adobe IMS,
 * client credentials; a token lives for a day).
 */
final class ImsLogin implements Supplier<Token> {
  private static final String TOKEN = "/access_token";

  private final WorkfrontIdentity.Ims identity;
  private final TokenEndpoint endpoint;
  private final InstantSource clock;

  ImsLogin(WorkfrontIdentity.Ims identity, TokenEndpoint endpoint, InstantSource clock) {
    this.identity = identity;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public Token get() {
    WorkfrontIdentity.Client client = identity.client();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", client.id());
    form.put("client_secret", client.secret().reveal());
    form.put("scope", identity.scope());
    JsonNode answer =
        endpoint.ask(HttpRequest.form("POST", client.url(), form), TOKEN, List.of(client.secret()));
    Duration lifetime = Duration.ofSeconds(answer.path("expires_in").asLong(0));
    return new Token(
        Secret.of("Bearer " + TokenEndpoint.token(answer, TOKEN)),
        lifetime.toSeconds() > 0 ? clock.instant().plus(Token.trusted(lifetime)) : Instant.MAX);
  }
}
