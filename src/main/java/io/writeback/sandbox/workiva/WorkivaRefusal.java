package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.NotImitated;
import io.writeback.sandbox.http.Response;

/**
 * A refusal by Workiva: a status with {@code
 * {"code","message","target","details","documentationUrl", "version"}}.
 *
 * <p>Workiva API 2026-01-01, every call: 400, 401, 403, 404, 409, 429, 500 and 503, and no other
 * status; so an oversized body gets 400 and an unknown method 404.
 */
final class WorkivaRefusal extends Exception {
  static final String VERSION = "2026-01-01";
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String target;
  private final int retryAfter;
  private final transient Response own;

  private WorkivaRefusal(Response own) {
    super("not imitated", null, false, false);
    this.status = own.status();
    this.code = "";
    this.target = null;
    this.retryAfter = 0;
    this.own = own;
  }

  private WorkivaRefusal(int status, String name, String target, String message, int retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.code = status + name;
    this.target = target;
    this.retryAfter = retryAfter;
    this.own = null;
  }

  private WorkivaRefusal(int status, String name, String target, String message) {
    this(status, name, target, message, 0);
  }

  /** A call that Workiva has and the sandbox does not imitate, in the sandbox's own format. */
  static WorkivaRefusal notImitated(String what) {
    return new WorkivaRefusal(NotImitated.answer(what));
  }

  Response response() {
    if (own != null) {
      return own;
    }
    ObjectNode body = Json.object().put("code", code).put("message", getMessage());
    body.put("target", target).putArray("details");
    body.put("documentationUrl", "https://developers.workiva.com/").put("version", VERSION);
    Response response = Response.text(status, "application/json;charset=UTF-8", Json.write(body));
    return retryAfter == 0 ? response : response.with("Retry-After", String.valueOf(retryAfter));
  }

  static WorkivaRefusal badRequest(String target, String message) {
    return new WorkivaRefusal(400, "BadRequest", target, message);
  }

  static WorkivaRefusal unauthorized(String message) {
    return new WorkivaRefusal(401, "Unauthorized", "Authorization", message);
  }

  static WorkivaRefusal forbidden(String target, String message) {
    return new WorkivaRefusal(403, "Forbidden", target, message);
  }

  static WorkivaRefusal notFound(String target) {
    return new WorkivaRefusal(404, "NotFound", target, target + " was not found");
  }

  static WorkivaRefusal gone(String target) {
    return new WorkivaRefusal(410, "Gone", target, target + " is no longer kept");
  }

  static WorkivaRefusal conflict(String target, String message) {
    return new WorkivaRefusal(409, "Conflict", target, message);
  }

  /** A request that takes too long. */
  static WorkivaRefusal unavailable(String message) {
    return new WorkivaRefusal(503, "ServiceUnavailable", null, message);
  }

  /** A response that cannot be produced. */
  static WorkivaRefusal internal(String message) {
    return new WorkivaRefusal(500, "InternalServerError", null, message);
  }

  /**
   * Too many requests.
   *
   * @param retryAfter seconds; 0 for no header
   */
  static WorkivaRefusal tooManyRequests(String target, int retryAfter) {
    return new WorkivaRefusal(
        429, "TooManyRequests", target, "Too many requests, slow down", retryAfter);
  }
}
