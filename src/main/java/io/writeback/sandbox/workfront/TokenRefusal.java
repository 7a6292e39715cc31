package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Response;

/**
 * A refused login. Workfront's own logins return {@code {"statusCode","error":true,"type",
 * "message"}} (as one of their clients reads it), Adobe's identity service the format of RFC 6749.
 */
final class TokenRefusal extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String JSON = "application/json;charset=UTF-8";

  private final int status;
  private final String type;

  TokenRefusal(int status, String type, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
  }

  static TokenRefusal badRequest(String message) {
    return new TokenRefusal(400, "invalid_request", message);
  }

  static TokenRefusal badClient() {
    return new TokenRefusal(401, "invalid_client", "The client is unknown or its secret is wrong");
  }

  static TokenRefusal badGrant(String message) {
    return new TokenRefusal(400, "invalid_grant", message);
  }

  Response workfront() {
    ObjectNode body = Json.object().put("statusCode", status).put("error", true);
    return Response.text(
        status, JSON, Json.write(body.put("type", type).put("message", getMessage())));
  }

  Response ims() {
    ObjectNode body = Json.object().put("error", type);
    return Response.text(status, JSON, Json.write(body.put("error_description", getMessage())));
  }
}
