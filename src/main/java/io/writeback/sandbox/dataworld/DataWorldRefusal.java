package io.writeback.sandbox.dataworld;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.NotImitated;
import io.writeback.sandbox.http.Response;

/**
 * A refusal by data.world: the status again as {@code code}, a message, and details.
 *
 * <p>data.world API, ErrorMessage. The vendor has published no text of a message; all are invented.
 */
final class DataWorldRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Response response;

  private DataWorldRefusal(int status, String message, String details) {
    super(message, null, false, false);
    ObjectNode body = Json.object().put("code", status).put("message", message);
    if (details != null) {
      body.put("details", details);
    }
    this.response = Response.text(status, "application/json;charset=UTF-8", Json.write(body));
  }

  private DataWorldRefusal(Response own) {
    super("not imitated", null, false, false);
    this.response = own;
  }

  /** A call that data.world has and the sandbox does not imitate, in the sandbox's own format. */
  static DataWorldRefusal notImitated(String what) {
    return new DataWorldRefusal(NotImitated.answer(what));
  }

  Response response() {
    return response;
  }

  static DataWorldRefusal badRequest(String details) {
    return new DataWorldRefusal(400, "Bad request", details);
  }

  static DataWorldRefusal unauthorized() {
    return new DataWorldRefusal(401, "Unauthorized", null);
  }

  static DataWorldRefusal forbidden(DatasetKey dataset, AccessLevel needed) {
    return new DataWorldRefusal(
        403, "Forbidden", "You do not have " + needed + " access to " + dataset);
  }

  /** The same response for what does not exist and for what is hidden from the caller. */
  static DataWorldRefusal notFound(String what) {
    return new DataWorldRefusal(404, "Not found", what);
  }

  static DataWorldRefusal notAllowed(String method) {
    return new DataWorldRefusal(405, "Method not allowed", method);
  }

  static DataWorldRefusal tooLarge(long most) {
    return new DataWorldRefusal(413, "Payload too large", "At most " + most + " bytes are left");
  }

  static DataWorldRefusal unprocessable(String details) {
    return new DataWorldRefusal(422, "Unprocessable entity", details);
  }

  static DataWorldRefusal tooManyRequests() {
    return new DataWorldRefusal(429, "Too many requests", null);
  }
}
