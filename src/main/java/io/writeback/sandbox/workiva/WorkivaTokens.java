package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Parameters;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
 * <p>Workiva API, Authentication: client credentials in a form or in JSON, tokens for 599 seconds,
 * no refresh token. {@code /oauth2/token} belongs to version 2026-01-01 and accepts them only in
 * the body, {@code /iam/v1/oauth2/token} to the older ones, needs no version and also accepts HTTP
 * Basic.
 */
final class WorkivaTokens {
  static final Duration LIFETIME = Duration.ofSeconds(599);
  static final String READ = "file:read";
  static final String WRITE = "file:write";
  private static final String PATH = "/oauth2/token";
  private static final String OLD_PATH = "/iam/v1/oauth2/token";
  private static final Set<String> SCOPES = new TreeSet<>(Set.of(READ, WRITE));

  private final String clientId;
  private final String clientSecret;
  private final InstantSource clock;
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  private volatile Duration lifetime = LIFETIME;

  /** The scopes and expiry of a token. */
  private record Grant(Instant expiry, Set<String> scopes) {}

  WorkivaTokens(String clientId, String clientSecret, InstantSource clock) {
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.clock = clock;
  }

  static boolean isPath(String path) {
    return path.equals(PATH) || path.equals(OLD_PATH);
  }

  /** Answers a call of the token endpoint. */
  Response grant(Request request) throws WorkivaRefusal {
    if (!request.method().equals("POST")) {
      throw WorkivaRefusal.notFound(request.path());
    }
    boolean old = request.path().equals(OLD_PATH);
    String version = request.header("X-Version").orElse("");
    if (!old && !version.equals(WorkivaRefusal.VERSION)) {
      return error(400, "invalid_request", "X-Version has to be " + WorkivaRefusal.VERSION);
    }
    Map<String, List<String>> fields = fields(request);
    if (fields.values().stream().anyMatch(values -> values.size() != 1)) {
      return error(400, "invalid_request", "Each parameter comes once, as text");
    }
    Parameters form = Parameters.of(fields);
    if (!form.first("grant_type").orElse("").equals("client_credentials")) {
      return error(400, "invalid_request", "grant_type has to be client_credentials");
    }
    String sent = form.first("client_id").orElse("") + ":" + form.first("client_secret").orElse("");
    if (!sent.equals(pair()) && !(old && sent.equals(":") && isBasic(request))) {
      return error(401, "unauthorized_client", "The client is unknown or its secret is wrong");
    }
    Set<String> scopes = new TreeSet<>(SCOPES);
    if (form.first("scope").isPresent()) {
      scopes = new TreeSet<>(List.of(form.first("scope").get().trim().split("\\s+")));
    }
    return SCOPES.containsAll(scopes)
        ? granted(scopes)
        : error(400, "invalid_scope", "The scopes are " + String.join(", ", SCOPES));
  }

  /**
   * Checks the token of a call.
   *
   * @throws WorkivaRefusal 401 without a valid token, 403 without the scope
   */
  void check(Request request, String scope) throws WorkivaRefusal {
    String header = request.header("Authorization").orElse("");
    boolean bearer = header.toLowerCase(Locale.ROOT).startsWith("bearer ");
    Grant grant = bearer ? grants.get(header.substring("bearer ".length()).trim()) : null;
    if (grant == null) {
      throw WorkivaRefusal.unauthorized("There is no valid access token");
    }
    if (!clock.instant().isBefore(grant.expiry())) {
      throw WorkivaRefusal.unauthorized("The access token has expired");
    }
    if (!scope.isEmpty() && !grant.scopes().contains(scope)) {
      throw WorkivaRefusal.forbidden(scope, "The access token lacks the scope " + scope);
    }
  }

  /** Revokes all tokens issued so far. */
  void revokeAll() {
    grants.clear();
  }

  /** Sets the lifetime of tokens issued from now on. */
  void lifetime(Duration newLifetime) {
    if (newLifetime.isNegative()) {
      throw new IllegalArgumentException("tokenLifetimeMillis is 0 or more");
    }
    lifetime = newLifetime;
  }

  Duration lifetime() {
    return lifetime;
  }

  private Response granted(Set<String> scopes) {
    String token = "ey" + UUID.randomUUID() + UUID.randomUUID();
    grants.put(token, new Grant(clock.instant().plus(lifetime), scopes));
    ObjectNode body = Json.object().put("access_token", token);
    body.put("expires_in", lifetime.toSeconds()).put("scope", String.join(" ", scopes));
    return json(200, body.put("token_type", "Bearer")).with("Cache-Control", "no-store");
  }

  private static Map<String, List<String>> fields(Request request) {
    Map<String, List<String>> fields = new java.util.LinkedHashMap<>();
    if (request.mediaType().equals("application/json")) {
      try {
        for (var field : Json.read(request.bodyText()).properties()) {
          JsonNode value = field.getValue();
          fields.put(field.getKey(), value.isTextual() ? List.of(value.asText()) : List.of());
        }
      } catch (JsonProcessingException e) {
        return Map.of();
      }
    }
    Parameters form = request.form();
    form.names().forEach(name -> fields.put(name, new ArrayList<>(form.all(name))));
    return fields;
  }

  private boolean isBasic(Request request) {
    String right = Base64.getEncoder().encodeToString(pair().getBytes(StandardCharsets.UTF_8));
    return request.header("Authorization").orElse("").equals("Basic " + right);
  }

  private String pair() {
    return clientId + ":" + clientSecret;
  }

  private static Response error(int status, String error, String description) {
    ObjectNode body = Json.object().put("error", error).put("error_description", description);
    return json(status, body.put("error_uri", "https://developers.workiva.com/"));
  }

  private static Response json(int status, ObjectNode body) {
    return Response.text(status, "application/json;charset=UTF-8", Json.write(body));
  }
}
