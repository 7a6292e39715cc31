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
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands out access tokens and checks them.
 *
 * <p>Domo API authentication: client credentials by HTTP Basic; GET is documented, the vendor's own
 * libraries POST; the parameters come in the query or as a form. The token is a JWT with its
 * expiry.
 */
final class DomoTokens {
  private final String clientId;
  private final String clientSecret;
  private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
  private volatile Duration lifetime;

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
    String scope = parameters.first("scope").orElse("data user");
    ObjectNode body = Json.object();
    body.put("access_token", mint(expiry, scope)).put("customer", "sandbox");
    body.put("expires_in", lifetime.toSeconds()).put("jti", UUID.randomUUID().toString());
    body.put("role", "Admin").put("scope", scope).put("token_type", "bearer");
    body.put("userId", 964_382_593L);
    return Response.text(200, "application/json;charset=UTF-8", Json.write(body))
        .with("Cache-Control", "no-store");
  }

  /**
   * Checks the token of a call.
   *
   * @throws DomoRefusal 403 without a known token, 401 with one that is over
   */
  void check(Request request) throws DomoRefusal {
    String header = request.header("Authorization").orElse("");
    if (!header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      throw DomoRefusal.noToken();
    }
    Instant expiry = expiries.get(header.substring("bearer ".length()).trim());
    if (expiry == null) {
      throw DomoRefusal.noToken();
    }
    if (!Instant.now().isBefore(expiry)) {
      throw DomoRefusal.expired(expiry.toString());
    }
  }

  /** Whether the call comes with a token that was good once. */
  boolean isExpired(Request request) {
    String header = request.header("Authorization").orElse("");
    Instant expiry =
        header.length() < 7 ? null : expiries.get(header.substring("bearer ".length()).trim());
    return expiry != null && !Instant.now().isBefore(expiry);
  }

  /** Ends all tokens handed out so far. */
  void expireAll() {
    expiries.replaceAll((token, expiry) -> Instant.now().minusSeconds(1));
  }

  void lifetime(Duration newLifetime) {
    lifetime = newLifetime;
  }

  private String mint(Instant expiry, String scope) {
    ObjectNode claims = Json.object();
    claims.put("sub", "964382593").put("scope", scope).put("exp", expiry.getEpochSecond());
    claims.put("jti", UUID.randomUUID().toString());
    String token =
        base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
            + "."
            + base64(Json.write(claims))
            + "."
            + base64("signature of the sandbox " + UUID.randomUUID());
    expiries.put(token, expiry);
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
