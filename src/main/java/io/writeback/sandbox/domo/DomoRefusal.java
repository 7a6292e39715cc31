package io.writeback.sandbox.domo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.NotImitated;
import io.writeback.sandbox.http.Response;
import java.util.Locale;
import java.util.UUID;

/**
 * A refusal by Domo: a status with the error JSON and its trace id {@code toe}, or its substitute.
 */
final class DomoRefusal extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int TOE_LENGTH = 21;

  private final transient Response response;

  private DomoRefusal(Response response) {
    super("refused", null, false, false);
    this.response = response;
  }

  Response response() {
    return response;
  }

  static DomoRefusal badRequest(String message) {
    return error(400, "Bad Request", message);
  }

  /** Missing access to a DataSet was reported as a 400 whose message mentions 403. */
  static DomoRefusal noAccess() {
    return badRequest("Infrastructure problem (403): Access is denied");
  }

  static DomoRefusal notFound(String what) {
    return error(404, "Not Found", what + " was not found");
  }

  static DomoRefusal notAllowed(String method) {
    return error(405, "Method Not Allowed", "Request method '" + method + "' not supported");
  }

  static DomoRefusal notAcceptable() {
    return new DomoRefusal(Response.empty(406));
  }

  static DomoRefusal badCredentials() {
    return error(401, "Unauthorized", "Bad credentials");
  }

  /** A missing or invalid token. */
  static DomoRefusal noToken() {
    ObjectNode body = Json.object().put("status", 403).put("toe", toe());
    return new DomoRefusal(json(403, body));
  }

  /** As printed by the vendor's Python library. */
  static DomoRefusal insufficientScope(String scope) {
    ObjectNode body = Json.object().put("error", "insufficient_scope");
    body.put("error_description", "Insufficient scope for this resource").put("scope", scope);
    return new DomoRefusal(json(403, body));
  }

  /** In the format of the refusal above; Domo's response is undocumented (inferred). */
  static DomoRefusal invalidScope(String scopes) {
    ObjectNode body = Json.object().put("error", "invalid_scope");
    body.put("error_description", "The client has the scopes " + scopes).put("scope", scopes);
    return new DomoRefusal(json(400, body));
  }

  /** A call that Domo has and the sandbox does not imitate. */
  static DomoRefusal notImitated(String what) {
    return new DomoRefusal(NotImitated.answer(what));
  }

  static DomoRefusal expired(String at) {
    return new DomoRefusal(
        Response.empty(401)
            .with(
                "WWW-Authenticate",
                "Bearer error=\"invalid_token\", error_description=\"An error occurred while"
                    + " attempting to decode the Jwt: Jwt expired at "
                    + at
                    + "\", error_uri=\"https://tools.ietf.org/html/rfc6750#section-3.1\""));
  }

  private static DomoRefusal error(int status, String reason, String message) {
    ObjectNode body = Json.object();
    body.put("status", status).put("statusReason", reason).put("message", message);
    return new DomoRefusal(json(status, body.put("toe", toe())));
  }

  private static Response json(int status, ObjectNode body) {
    return Response.text(status, "application/json;charset=UTF-8", Json.write(body));
  }

  private static String toe() {
    String random = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    String toe = random.substring(0, TOE_LENGTH);
    return toe.substring(0, 11) + "-" + toe.substring(11, 16) + "-" + toe.substring(16);
  }
}
