package io.writeback.sandbox.http;

/**
 * The response to a call that the sandbox does not imitate: 501, in a format that no real service
 * has, so that it cannot be mistaken for a real response.
 */
public final class NotImitated {
  private static final int NOT_IMPLEMENTED = 501;

  private NotImitated() {}

  /** The response; {@code what} completes "The sandbox does not imitate". */
  public static Response answer(String what) {
    String text = "The sandbox does not imitate " + what + "; see docs/sandbox.md";
    return Response.text(
        NOT_IMPLEMENTED,
        "application/json;charset=UTF-8",
        Json.write(Json.object().put("sandboxError", text)));
  }
}
