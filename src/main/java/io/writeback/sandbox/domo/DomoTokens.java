package io.writeback.sandbox.domo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Parameters;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Issues access tokens and checks them.
 *
 * <p>Domo API authentication: client credentials by HTTP Basic; GET is documented, the vendor's own
 * libraries POST; the parameters are in the query or in a form. The token is a JWT with its expiry.
 * A token has the requested scopes, by default those of the client (the vendor's Python library); a
 * call without its scope is refused as users have reported.
 */
final class DomoTokens {
  private final String clientId;
  private final String clientSecret;
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  private volatile Duration lifetime;
  private volatile Set<String> clientScopes = new TreeSet<>(Set.of("data", "user"));

  /**
   * An issued token.
   *
   * @param scopes the requested ones, by default all of the client
   */
  private record Grant(Instant expiry, Set<String> scopes) {}

  DomoTokens(String clientId, String clientSecret, Duration lifetime) {
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.lifetime = lifetime;
  }

  /** Answers {@code /oauth/token}. */
  Response grant(Request request) throws DomoRefusal {
    if (!basic(request).equals(clientId + ":" + clientSecret)) {
      throw DomoRefusal.badCredentials();
    }
    Parameters parameters = request.query().and(request.form());
    if (!parameters.first("grant_type").orElse("").equals("client_credentials")) {
      throw DomoRefusal.badRequest("Unsupported grant type");
    }
    Instant expiry = Instant.now().plus(lifetime);
    Set<String> scopes = scopes(parameters.first("scope").orElse(""));
    String scope = String.join(" ", scopes);
    ObjectNode body = Json.object();
    body.put("access_token", mint(expiry, scopes)).put("customer", "sandbox");
    body.put("expires_in", lifetime.toSeconds()).put("jti", UUID.randomUUID().toString());
    body.put("role", "Admin").put("scope", scope).put("token_type", "bearer");
    body.put("userId", 964_382_593L);
    return Response.text(200, "application/json;charset=UTF-8", Json.write(body))
        .with("Cache-Control", "no-store");
  }

  /** A client gets only scopes that it has. */
  private Set<String> scopes(String asked) throws DomoRefusal {
    if (asked.isBlank()) {
      return clientScopes;
    }
    Set<String> scopes = new TreeSet<>(List.of(asked.trim().split("\\s+")));
    if (!clientScopes.containsAll(scopes)) {
      throw DomoRefusal.invalidScope(String.join(" ", clientScopes));
    }
    return scopes;
  }

  /**
   * Checks the token of a call.
   *
   * @param scope required by the call
   * @throws DomoRefusal 403 for an unknown token or a missing scope, 401 for an expired token
   */
  void check(Request request, String scope) throws DomoRefusal {
    String header = request.header("Authorization").orElse("");
    if (!header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      throw DomoRefusal.noToken();
    }
    Grant grant = grants.get(header.substring("bearer ".length()).trim());
    if (grant == null) {
      throw DomoRefusal.noToken();
    }
    if (!Instant.now().isBefore(grant.expiry)) {
      throw DomoRefusal.expired(grant.expiry.toString());
    }
    if (!grant.scopes.contains(scope)) {
      throw DomoRefusal.insufficientScope(scope);
    }
  }

  /** Whether the call has a token that has expired. */
  boolean isExpired(Request request) {
    String header = request.header("Authorization").orElse("");
    Grant grant =
        header.length() < 7 ? null : grants.get(header.substring("bearer ".length()).trim());
    return grant != null && !Instant.now().isBefore(grant.expiry);
  }

  /** Revokes all tokens issued so far. */
  void expireAll() {
    grants.replaceAll((token, old) -> new Grant(Instant.now().minusSeconds(1), old.scopes));
  }

  void lifetime(Duration newLifetime) {
    lifetime = newLifetime;
  }

  /** Sets the client's scopes, from the next token on. */
  void clientScopes(Set<String> scopes) {
    clientScopes = new TreeSet<>(scopes);
  }

  private String mint(Instant expiry, Set<String> scopes) {
    ObjectNode claims = Json.object();
    claims
        .put("sub", "964382593")
        .put("scope", String.join(" ", scopes))
        .put("exp", expiry.getEpochSecond());
    claims.put("jti", UUID.randomUUID().toString());
    String token =
        base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
            + "."
            + base64(Json.write(claims))
            + "."
            + base64("signature of the sandbox " + UUID.randomUUID());
    grants.put(token, new Grant(expiry, scopes));
    return token;
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String basic(Request request) {
    String header = request.header("Authorization").orElse("");
    if (!header.toLowerCase(Locale.ROOT).startsWith("basic ")) {
      return "";
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring("basic ".length()).trim());
      return new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
