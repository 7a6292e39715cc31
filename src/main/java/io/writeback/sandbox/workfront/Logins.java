package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The logins outside the API: Workfront's own OAuth2 (refresh token and JWT exchange), which issue
 * sessions, and Adobe's identity service, which issues bearer tokens. Passes other requests on.
 */
final class Logins implements Endpoint {
  static final String TOKEN_PATH = "/integrations/oauth2/api/v1/token";
  static final String JWT_PATH = "/integrations/oauth2/api/v1/jwt/exchange";
  static final String IMS_PATH = "/ims/token/v3";

  private static final int DAY = 86_399;

  private final Endpoint api;
  private final Sessions sessions;
  private final ImsTokens tokens;
  private final JwtCheck jwt;
  private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
  private volatile boolean rotates = true;
  private volatile boolean revoked;
  private volatile int expiresIn;

  Logins(Endpoint api, Sessions sessions, ImsTokens tokens, JwtCheck jwt) {
    this.api = api;
    this.sessions = sessions;
    this.tokens = tokens;
    this.jwt = jwt;
    refreshTokens.add(Workfront.REFRESH_TOKEN);
  }

  /** Whether a refresh token is single-use; a setting of each OAuth2 application. */
  void rotates(boolean on) {
    rotates = on;
  }

  boolean rotates() {
    return rotates;
  }

  /** The value of {@code expires_in}; the vendor's pages print 0, users have seen 7200. */
  void expiresIn(int seconds) {
    expiresIn = seconds;
  }

  int expiresIn() {
    return expiresIn;
  }

  /** Revokes all clients, refresh tokens and sessions, or restores the clients. */
  void revoked(boolean on) {
    revoked = on;
    if (on) {
      refreshTokens.clear();
      sessions.closeAll();
      tokens.clear();
    }
  }

  boolean revoked() {
    return revoked;
  }

  /** Creates a refresh token, as an authorisation in a browser does. */
  String authorised() {
    String token = "rt" + UUID.randomUUID() + UUID.randomUUID();
    refreshTokens.add(token);
    return token;
  }

  JwtCheck jwt() {
    return jwt;
  }

  @Override
  public Response answer(Request request) throws IOException, InterruptedException {
    try {
      return switch (request.path()) {
        case TOKEN_PATH -> refreshed(LoginForm.ofFormOrJson(request));
        case JWT_PATH -> exchanged(LoginForm.ofForm(request));
        case IMS_PATH -> ims(request);
        default -> api.answer(request);
      };
    } catch (TokenRefusal e) {
      return e.workfront();
    }
  }

  private Response refreshed(LoginForm form) throws TokenRefusal {
    if (!form.required("grant_type").equals("refresh_token")) {
      throw new TokenRefusal(
          400, "unsupported_grant_type", "The sandbox has no pages to log in with a browser");
    }
    checkClient(form, Workfront.CLIENT_ID, Workfront.CLIENT_SECRET);
    if (!form.basic() && !form.required("redirect_uri").equals(Workfront.REDIRECT_URI)) {
      throw TokenRefusal.badGrant("The redirect_uri is not that of the application");
    }
    String token = form.required("refresh_token");
    boolean known = rotates ? refreshTokens.remove(token) : refreshTokens.contains(token);
    if (!known) {
      throw TokenRefusal.badGrant("The refresh token is invalid, expired or used");
    }
    ObjectNode body = session();
    return json(body.put("refresh_token", rotates ? authorised() : token));
  }

  private Response exchanged(LoginForm form) throws TokenRefusal {
    checkClient(form, Workfront.CLIENT_ID, Workfront.CLIENT_SECRET);
    jwt.check(form.required("jwt_token"));
    return json(session());
  }

  private ObjectNode session() {
    ObjectNode body = Json.object().put("token_type", "sessionID");
    return body.put("access_token", sessions.open())
        .put("expires_in", expiresIn)
        .put("wid", DemoIds.of("customer"));
  }

  private Response ims(Request request) {
    try {
      LoginForm form = LoginForm.ofForm(request);
      if (!form.required("grant_type").equals("client_credentials")) {
        throw new TokenRefusal(
            400, "unsupported_grant_type", "grant_type has to be client_credentials");
      }
      checkClient(form, Workfront.IMS_CLIENT_ID, Workfront.IMS_CLIENT_SECRET);
      if (!form.required("scope").equals(Workfront.IMS_SCOPE)) {
        throw new TokenRefusal(400, "invalid_scope", "The scope is " + Workfront.IMS_SCOPE);
      }
      ObjectNode body = Json.object().put("access_token", tokens.issue());
      return json(body.put("token_type", "bearer").put("expires_in", DAY));
    } catch (TokenRefusal e) {
      return e.ims();
    }
  }

  private void checkClient(LoginForm form, String id, String secret) throws TokenRefusal {
    boolean right =
        form.required("client_id").equals(id) && form.required("client_secret").equals(secret);
    if (!right || revoked) {
      throw TokenRefusal.badClient();
    }
  }

  private static Response json(ObjectNode body) {
    return Response.text(200, "application/json;charset=UTF-8", Json.write(body))
        .with("Cache-Control", "no-store");
  }
}
